import { createHash, randomUUID } from 'node:crypto'
import type { Fact, Result } from '@pavior/shared/campaign/fact.ts'
import { follow } from '@pavior/shared/campaign/follow.ts'
import type { World } from '@pavior/shared/campaign/world.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Life } from '@pavior/shared/journal/life.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { LiveTeam } from '../campaigns/live.ts'
import { standings } from './counts.ts'
import { addRows } from './rows.ts'
import { noRows } from './tables.ts'
import type { OwnRows } from './write.ts'

/** What became of a fact; `entries` are empty where it changed nothing, as when it came twice. */
export type Reaction = {
  fact: Fact
  /** As it was when the fact was followed. */
  team: LiveTeam
  result: Result
  entries: readonly Entry[]
  life: Life
  /** The visitor who was merged in. */
  visitor?: string | undefined
}

export type Outcome =
  | { kind: 'done'; reaction: Reaction }
  | { kind: 'refused'; error: unknown }
  /** The person turned out to be another one meanwhile (C25). */
  | { kind: 'moved'; to: string }

/** Where a person stands before a fact. */
export type Known = {
  life: Life
  isNew: boolean
  /** Number of their last entry. */
  number: number
  visitor?: World['visitor']
}

/** Follows a fact and gathers what is to be written. Throws a Problem when the fact can't be. */
export function reactTo(
  fact: Fact,
  team: LiveTeam,
  known: Known,
  now: number,
  hash: string,
): { reaction: Reaction; own: OwnRows } {
  const { life, number, visitor } = known
  const { agents, inboxes, inbox, campaigns } = team
  const before = standings(life, visitor && standings(visitor.life))
  const world: World = { ...known, agents, inboxes, inbox, newId: randomUUID }
  const entries = follow(campaigns, fact, world, now)
  const result = resultOf(fact, entries, life, now)
  const rows = noRows()
  if (entries.length > 0) addRows(rows, { team: team.id, life, entries, isNew: known.isNew, before })
  if (isRemembered(fact, entries))
    rows.made.facts.push([team.id, fact.id, fact.person, hash, JSON.stringify(result), toIso(now)])
  const reaction = { fact, team, result, entries, life, visitor: visitor?.life.person.id }
  return { reaction, own: { person: fact.person, entries: number, rows } }
}

/** What a fact says, without how it came here: the same words make the same hash (S1). */
export function hashOf(fact: Fact): string {
  const { id: _id, team: _team, person: _person, context: _context, page: _page, origin: _origin, ...said } = fact
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url')
}

/**
 * Whether it could come again (S1), even if it changed nothing now: it might later. What was seen, and an identity at
 * the door, have no id of their sender's.
 */
function isRemembered(fact: Fact, entries: readonly Entry[]): boolean {
  if (fact.kind === 'seen') return false
  return entries.length > 0 || fact.kind !== 'identified' || fact.source !== 'identity'
}

function resultOf(fact: Fact, entries: readonly Entry[], life: Life, at: number): Result {
  for (const entry of entries) {
    if (entry.kind === 'message-sent' && entry.id === fact.id) {
      const { conversation, place: number } = entry
      const revision = life.conversations.get(conversation)?.messages.find(({ id }) => id === fact.id)?.revision ?? 0
      return { person: fact.person, conversation, number, revision, at }
    }
    if (entry.kind === 'note-written' && entry.id === fact.id) {
      const { conversation } = entry
      const revision = life.conversations.get(conversation)?.notes.find(({ id }) => id === fact.id)?.revision ?? 0
      return { person: fact.person, conversation, revision, at }
    }
  }
  return { person: fact.person, at }
}
