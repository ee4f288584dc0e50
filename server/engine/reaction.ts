import { hash } from 'node:crypto'
import { isBehind } from '@pavior/shared/campaign/catch-up.ts'
import type { AddressStatus, Fact, Result } from '@pavior/shared/campaign/fact.ts'
import { follow } from '@pavior/shared/campaign/follow.ts'
import type { Tallies } from '@pavior/shared/campaign/tallies.ts'
import { earliest, entryFlipsOf, wakeOf } from '@pavior/shared/campaign/wake.ts'
import type { Flips, World } from '@pavior/shared/campaign/world.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Life } from '@pavior/shared/journal/life.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { toIso } from '@pavior/shared/text.ts'
import { v7 } from 'uuid'
import type { LiveTeam } from '../campaigns/live.ts'
import type { StoredFlips } from '../database/rows.ts'
import { addDeliveries } from '../webhooks/deliveries.ts'
import { stoodIn } from './counts.ts'
import { addRows, addTimers, newTimers, personRow } from './rows.ts'
import { noRows } from './tables.ts'
import type { Turns } from './turns.ts'
import type { OwnRows } from './write.ts'

/** What became of a fact; `entries` are empty where it changed nothing, as when it came twice. */
export type Reaction = {
  fact: Fact
  /** As it was when the fact was followed. */
  team: LiveTeam
  result: Result
  entries: readonly Entry[]
  life: Life
  /** What is remembered of the person beside their life. */
  aside: Aside
  /** The visitor who was merged in. */
  visitor?: string | undefined
  /** The earliest of the timers that it set, in milliseconds: a job is to wake the person then. */
  dueAt?: number | undefined
}

export type Outcome =
  | { kind: 'done'; reaction: Reaction }
  | { kind: 'refused'; error: unknown }
  /** The person turned out to be another one meanwhile (C25). */
  | { kind: 'moved'; to: string }

/** Beside the life: what is derived from it and from events, and stored to be found again. */
export type Aside = {
  tallies: Tallies
  /** When enrollments are to be looked at next. */
  wakes: ReadonlyMap<string, number>
  /** When time alone can next make the person eligible for a campaign (C1). */
  flipAt: number | undefined
  /** The same by campaign, by the campaigns that were live; undefined where it was not asked of each. */
  flips?: Flips | undefined
}

/** Where a person stands before a fact. */
export type Known = {
  life: Life
  aside: Aside
  isNew: boolean
  /** Number of their last entry. */
  number: number
  visitor?: { life: Life; number: number; aside: Aside } | undefined
}

/** What the engine looks at beside the team and the person. */
export type Surroundings = {
  turns: Turns
  isAvailable: (team: string, agent: string) => boolean
  /** What stands against addresses; those it does not name are fine (C12). */
  addresses: ReadonlyMap<string, AddressStatus>
}

/** Follows a fact and gathers what is to be written. Throws a Problem when the fact can't be. */
export function reactTo(
  fact: Fact,
  team: LiveTeam,
  known: Known,
  around: Surroundings,
  now: number,
): { reaction: Reaction; own: OwnRows } {
  const { life, number, visitor } = known
  if (life.person.erasedAt !== undefined) throw new Problem('gone', 'This person was erased.')
  const before = [stoodIn(life), ...(visitor ? [stoodIn(visitor.life)] : [])]
  const world = worldOf(team, known, around)
  const overdue = isOverdue(fact, team, known, now)
  // C7: what was due before a fact acts before it, as a timer fact of its own.
  const earlier = overdue ? follow(team.campaigns, timeFact(fact), world, now) : []
  if (overdue) world.flips = undefined
  world.number += earlier.length
  const at = earlier.length > 0 ? now + 1 : now
  const entries = [...earlier, ...follow(team.campaigns, fact, world, at)]
  // C26: nothing happens to an erased person any more.
  const flips = life.person.erasedAt === undefined ? entryFlipsOf(team.campaigns, world, at, entries) : undefined
  const aside: Aside = {
    tallies: world.tallies,
    wakes: wakesOf(team, world, at),
    flipAt: flips && earliest([...flips.values()]),
    flips,
  }
  const result = resultOf(fact, entries, life, at)
  const rows = noRows()
  const timed = { flipAt: aside.flipAt, flips: storedFlips(team, flips) }
  if (entries.length > 0) addRows(rows, { team: team.id, life, entries, isNew: known.isNew, before, ...timed })
  else if (!known.isNew && aside.flipAt !== known.aside.flipAt)
    rows.changed.people.push({ row: often => personRow(team.id, life, number, timed, often), often: true })
  if (entries.length > 0 || !known.isNew) addTimers(rows, team.id, life.person.id, allWakes(known), aside.wakes)
  addDeliveries(rows.made, team, life, entries)
  if (isRemembered(fact, entries))
    rows.made.facts.push([team.id, fact.id, fact.person, hashOf(fact), JSON.stringify(result), toIso(at)])
  const due = newTimers(rows)
  const dueAt = due.length > 0 ? Math.min(...due) : undefined
  const reaction = { fact, team, result, entries, life, aside, visitor: visitor?.life.person.id, dueAt }
  return { reaction, own: { team: team.id, person: fact.person, fact: fact.id, entries: number, rows } }
}

/** Where there is something to remember, and not so much that asking again is cheaper than a wide row. */
function storedFlips({ revision, campaigns }: LiveTeam, flips: Flips | undefined): StoredFlips | undefined {
  if (campaigns.timely.length === 0 || flips === undefined || flips.size > STORED) return undefined
  return { revision, at: Object.fromEntries(flips) }
}

const STORED = 20

function worldOf(team: LiveTeam, known: Known, { turns, isAvailable, addresses }: Surroundings): World {
  const { life, isNew, number, aside, visitor } = known
  const { agents, inboxes, inbox, recording, zone, away } = team
  return {
    life,
    isNew,
    number,
    tallies: aside.tallies,
    flips: aside.flips,
    visitor: visitor && { life: visitor.life, number: visitor.number, tallies: visitor.aside.tallies },
    zone,
    agents,
    inboxes,
    inbox,
    recording,
    isAvailable: agent => !away.has(agent) && isAvailable(team.id, agent),
    nextInTurn: (of, among) => turns.next(team, of, among),
    addressStatus: email => addresses.get(email) ?? 'ok',
    // In the order of time: new rows of an index come to lie together, and the newest are found by it.
    newId: at => v7({ msecs: at }),
  }
}

const timeFact = ({ id, team, person }: Fact): Fact => ({ id, team, person, kind: 'time' })

function isOverdue(fact: Fact, team: LiveTeam, { life, aside, isNew }: Known, now: number): boolean {
  if (isNew || fact.kind === 'time' || fact.kind === 'erase') return false
  // Whom time alone let in has entered before this fact, however late that is found (C1).
  if (aside.flipAt !== undefined && aside.flipAt <= now) return true
  for (const at of aside.wakes.values()) if (at <= now) return true
  return isBehind(team.campaigns, { life }, now)
}

function wakesOf(team: LiveTeam, world: World, now: number): Map<string, number> {
  const wakes = new Map<string, number>()
  for (const enrollment of world.life.enrollments.values()) {
    const at = wakeOf(team.campaigns, world, enrollment, now)
    if (at !== undefined) wakes.set(enrollment.id, at)
  }
  return wakes
}

const allWakes = ({ aside, visitor }: Known): ReadonlyMap<string, number> =>
  visitor ? new Map([...aside.wakes, ...visitor.aside.wakes]) : aside.wakes

/** What a fact says, without how it came here: the same words make the same hash (S1). */
export function hashOf(fact: Fact): string {
  const { id: _id, team: _team, person: _person, context: _context, page: _page, origin: _origin, ...said } = fact
  return hash('sha256', JSON.stringify(said), 'base64url')
}

/** What has no id of its sender's, and is never said again. */
const NEVER_AGAIN: readonly Fact['kind'][] = ['seen', 'time', 'erase', 'interactions']

/**
 * Whether it has to be remembered because it could come again (S1), even if it changed nothing now: it might later.
 * What was seen, an identity at the door, and time that passes have no id of their sender's; a message is remembered
 * by itself (`sentBefore`).
 */
function isRemembered(fact: Fact, entries: readonly Entry[]): boolean {
  if (fact.kind === 'message' && fact.conversation !== undefined) return false
  if (NEVER_AGAIN.includes(fact.kind)) return false
  // Whether an email may go now is asked until it may.
  if (fact.kind === 'email' && fact.what === 'hand-over') return false
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
    if (
      (fact.kind === 'start' || fact.kind === 'enroll') &&
      entry.kind === 'entered' &&
      entry.campaign === fact.campaign
    )
      return { person: fact.person, enrollment: entry.enrollment, at }
  }
  return { person: fact.person, at }
}
