import { newcomer, type Person } from '../people/person.ts'
import type { Instant } from '../text.ts'
import { applyToConversation } from './apply-conversation.ts'
import { applyToEnrollment } from './apply-enrollment.ts'
import type { Entry, EntryBody } from './entry.ts'
import type { Life } from './life.ts'

/** A life before its first entry. */
export const unborn = (person: string, at: Instant): Life => ({
  person: newcomer(person, at),
  conversations: new Map(),
  enrollments: new Map(),
  noted: new Set(),
})

/**
 * What an entry changes, done to `life` in place. The engine, replay and rewind all go through here, so what is
 * stored and what is replayed cannot differ (S6). It decides nothing: no filter, no graph, no clock.
 * What an entry speaks of but `life` does not hold (a part of a life is enough for the engine) is passed over.
 * @param other the life of another stream up to a number, for `merged`
 */
export function apply(life: Life, entry: Entry, other: (stream: string, number: number) => Life | undefined): void {
  life.person.factAt = Math.max(life.person.factAt, entry.at)
  if (isAboutPerson(entry)) applyToPerson(life, entry, other)
  else if ('enrollment' in entry) applyToEnrollment(life, entry)
  else applyToConversation(life, entry)
}

type AboutPerson = Extract<
  Entry,
  {
    kind:
      | 'arrived'
      | 'page-viewed'
      | 'event-tracked'
      | 'attributes-set'
      | 'address-changed'
      | 'identified'
      | 'became-lead'
      | 'merged'
      | 'eligible-noted'
      | 'eligible-forgotten'
      | 'interacted'
      | 'erased'
  }
>
function isAboutPerson(entry: Entry): entry is AboutPerson {
  return !('enrollment' in entry) && !('conversation' in entry)
}

function applyToPerson(
  life: Life,
  entry: AboutPerson,
  other: (stream: string, number: number) => Life | undefined,
): void {
  const { person } = life
  switch (entry.kind) {
    case 'arrived': {
      const { language, timezone, country, browser, os, device } = entry
      Object.assign(person, { language, timezone, country, browser, os, device })
      person.lastSeenAt = entry.at
      return
    }
    case 'page-viewed':
      person.page = { url: entry.url, title: entry.title, referrer: entry.referrer }
      person.lastSeenAt = entry.at
      return
    case 'event-tracked':
    case 'interacted':
      return
    case 'attributes-set':
      for (const [key, value] of Object.entries(entry.set)) setAttribute(person, key, value, entry.source)
      return
    case 'address-changed':
      if (entry.status === 'ok') delete person.emailStatus
      else person.emailStatus = entry.status
      return
    case 'eligible-noted':
      life.noted.add(entry.campaign)
      return
    case 'eligible-forgotten':
      life.noted.delete(entry.campaign)
      return
    case 'erased':
      life.person = { ...newcomer(person.id, person.firstSeenAt), factAt: entry.at, erasedAt: entry.at }
      life.conversations.clear()
      life.noted.clear()
      return
    case 'became-lead':
      person.type = 'lead'
      return
    case 'identified':
      person.type = 'signup'
      person.externalId = entry.externalId
      person.signedUpAt ??= entry.at
      return
    case 'merged': {
      const from = other(entry.stream, entry.until)
      if (from) absorb(life, from)
      return
    }
  }
}

/** C25: conversations and enrollments move; values and removals are entries of their own. */
function absorb(life: Life, from: Life): void {
  for (const [id, conversation] of from.conversations) life.conversations.set(id, conversation)
  for (const [id, enrollment] of from.enrollments) life.enrollments.set(id, enrollment)
  for (const campaign of from.noted) life.noted.add(campaign)
  life.person.openConversations += from.person.openConversations
  life.person.lastMessageAt = latest(life.person.lastMessageAt, from.person.lastMessageAt)
  life.person.firstSeenAt = Math.min(life.person.firstSeenAt, from.person.firstSeenAt)
  life.person.lastSeenAt = latest(life.person.lastSeenAt, from.person.lastSeenAt)
  life.person.page ??= from.person.page
  for (const key of ['language', 'timezone', 'country', 'browser', 'os', 'device'] as const)
    life.person[key] ??= from.person[key]
}

const latest = (one: Instant | undefined, other: Instant | undefined): Instant | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other)

function setAttribute(
  person: Person,
  key: string,
  value: string | number | boolean | null,
  source: Person['sources'][string],
): void {
  if (key === 'email' || key === 'name' || key === 'phone') {
    // Nothing is known against another address; what is comes as an entry of its own (C12).
    if (key === 'email' && value !== person.email) delete person.emailStatus
    if (value === null) delete person[key]
    else person[key] = String(value)
  } else {
    const name = key.slice('attributes.'.length)
    if (value === null) delete person.attributes[name]
    else person.attributes[name] = value
  }
  if (value === null) delete person.sources[key]
  else person.sources[key] = source
}

/** An entry's body with the place it gets in the journal. */
export const numbered = (body: EntryBody, number: number, at: Instant): Entry => ({ ...body, number, at })
