import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Conversation, Enrollment, Life, Message } from '@pavior/shared/journal/life.ts'
import { toIso } from '@pavior/shared/text.ts'
import { countRows, type Standings } from './counts.ts'
import type { Rows, Value } from './tables.ts'

export type Written = {
  team: string
  life: Life
  entries: readonly Entry[]
  /** What the life counted for before the fact. */
  before: Standings
}

/** Adds the rows of what became of one fact: read off the entries, so that what is stored is what is journalled (S6). */
export function addRows(rows: Rows, written: Written): void {
  const { team, life, entries } = written
  const last = entries.at(-1)
  if (!last) return
  const stream = life.person.id
  rows.people.push(personRow(team, life, last.number))
  for (const id of touched(entries, 'conversation')) {
    const conversation = life.conversations.get(id)
    if (conversation) rows.conversations.push(conversationRow(team, stream, conversation))
  }
  for (const id of touched(entries, 'enrollment')) {
    const enrollment = life.enrollments.get(id)
    if (enrollment) rows.enrollments.push(enrollmentRow(team, stream, enrollment))
  }
  addMessages(rows, team, life, entries)
  for (const entry of entries) addEntry(rows, team, life, entry)
  countRows(rows, written)
}

/** Ids that the entries speak of. */
function touched(entries: readonly Entry[], what: 'conversation' | 'enrollment'): Set<string> {
  const ids = new Set<string>()
  for (const entry of entries) {
    const id: unknown = what in entry ? Reflect.get(entry, what) : undefined
    if (typeof id === 'string') ids.add(id)
  }
  return ids
}

function addMessages(rows: Rows, team: string, life: Life, entries: readonly Entry[]): void {
  const changed = new Map<string, string>()
  for (const entry of entries) {
    if (entry.kind === 'message-sent') changed.set(entry.id, entry.conversation)
    if (entry.kind === 'form-submitted' || entry.kind === 'form-closed' || entry.kind === 'button-pressed')
      changed.set(entry.message, entry.conversation)
  }
  for (const [id, conversation] of changed) {
    const message = life.conversations.get(conversation)?.messages.find(one => one.id === id)
    if (message) rows.messages.push(messageRow(team, conversation, message))
    const enrollment = message?.campaign && life.enrollments.get(message.campaign.enrollment)
    const there = enrollment && rows.enrollments.some(row => row[1] === enrollment.id)
    if (enrollment && !there) rows.enrollments.push(enrollmentRow(team, life.person.id, enrollment))
  }
}

function addEntry(rows: Rows, team: string, life: Life, entry: Entry): void {
  const stream = life.person.id
  const { number, at, kind, v, ...data } = entry
  rows.journal.push([team, stream, number, toIso(at), kind, v, JSON.stringify(data)])
  if (entry.kind === 'acted') {
    const { enrollment, component, outcome, from, conversation, message, reason } = entry
    rows.acts.push([
      team,
      enrollment,
      component,
      toIso(at),
      outcome,
      from ?? null,
      conversation ?? null,
      message ?? null,
      reason ?? null,
    ])
  }
  if (entry.kind === 'event-tracked') {
    const happened = toIso(entry.happenedAt ?? at)
    rows.events.push([team, stream, stream, number, entry.name, JSON.stringify(entry.properties ?? {}), happened])
  }
  if (entry.kind === 'note-written') {
    const note = life.conversations.get(entry.conversation)?.notes.find(one => one.id === entry.id)
    if (note)
      rows.notes.push([
        team,
        entry.conversation,
        note.revision,
        note.id,
        toIso(at),
        note.agent,
        JSON.stringify(note.content),
      ])
  }
}

const moment = (at: number | undefined): Value => (at === undefined ? null : toIso(at))
const json = (value: unknown): Value => (value === undefined ? null : JSON.stringify(value))

function personRow(team: string, { person }: Life, entries: number): Value[] {
  const { language, timezone, country, browser, os, device } = person
  return [
    team,
    person.id,
    person.type,
    person.externalId ?? null,
    person.email ?? null,
    person.name ?? null,
    person.phone ?? null,
    json(person.attributes),
    json(person.sources),
    json({ language, timezone, country, browser, os, device }),
    json(person.page),
    toIso(person.firstSeenAt),
    moment(person.lastSeenAt),
    moment(person.signedUpAt),
    toIso(person.factAt),
    entries,
    null,
  ]
}

function conversationRow(team: string, person: string, one: Conversation): Value[] {
  return [
    team,
    one.id,
    person,
    toIso(one.startedAt),
    json(one.startedBy),
    json(one.startedOn),
    one.state,
    moment(one.snoozedUntil),
    one.inbox ?? null,
    one.assignee ?? null,
    one.listed,
    one.number,
    one.revision,
    one.seenByPerson,
    one.seenByTeam,
    one.lastFromPerson,
    json(one.last),
    toIso(one.last?.at ?? one.startedAt),
    one.agent ?? null,
    one.campaign ?? null,
  ]
}

function messageRow(team: string, conversation: string, one: Message): Value[] {
  const { number, id, revision, at, from, content, form, button, campaign } = one
  return [
    team,
    conversation,
    number,
    id,
    revision,
    toIso(at),
    json(from),
    json(content),
    json(form),
    button ?? null,
    json(campaign),
  ]
}

function enrollmentRow(team: string, person: string, one: Enrollment): Value[] {
  return [
    team,
    one.id,
    person,
    one.campaign,
    one.version,
    one.status,
    toIso(one.enteredAt),
    moment(one.leftAt),
    one.cause ?? null,
    json(one.listening),
    json(one.openForms),
  ]
}
