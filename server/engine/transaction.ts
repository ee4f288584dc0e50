import { createHash, randomUUID } from 'node:crypto'
import type { Fact, Result } from '@pavior/shared/campaign/fact.ts'
import { follow } from '@pavior/shared/campaign/follow.ts'
import type { World } from '@pavior/shared/campaign/world.ts'
import { unborn } from '@pavior/shared/journal/apply.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Life } from '@pavior/shared/journal/life.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import type { LiveTeam } from '../campaigns/live.ts'
import { standings } from './counts.ts'
import { type Loaded, lockAndLoad, queryOn } from './load.ts'
import { mergeStatements } from './merge.ts'
import { addRows } from './rows.ts'
import { noRows, type Rows } from './tables.ts'
import { writeStatement } from './write.ts'

/** What became of a fact; `entries` are empty where it changed nothing, as when it came twice. */
export type Reaction = {
  fact: Fact
  result: Result
  entries: readonly Entry[]
  life: Life
  visitor?: string | undefined
}

export type Outcome =
  | { kind: 'done'; reaction: Reaction }
  | { kind: 'refused'; error: unknown }
  /** The person turned out to be another one meanwhile (C25). */
  | { kind: 'moved'; to: string }

/** The team's campaigns, agents or inboxes changed: load them again and try again. */
export class StaleTeam extends Error {}

/**
 * One transaction for facts of different people of one team: lock, load, follow each, one write. A fact that is
 * refused leaves the others alone. Throws what the database throws, and StaleTeam; nothing is written then.
 */
export async function transact(sql: Sql, team: LiveTeam, facts: readonly Fact[]): Promise<Outcome[]> {
  const connection = await sql.reserve()
  const query = queryOn(connection)
  try {
    const people = new Set(facts.map(({ person }) => person))
    for (const fact of facts) if (fact.kind === 'identified' && fact.visitor) people.add(fact.visitor)
    const [, loaded] = await Promise.all([query('begin', []), lockAndLoad(query, team.id, [...people], facts)])
    if (loaded.revision !== team.revision) throw new StaleTeam()
    const rows = noRows()
    const outcomes = facts.map(fact => reactTo(fact, team, loaded, rows))
    const merges = outcomes.flatMap(outcome =>
      outcome.kind === 'done' ? mergeStatements(team.id, outcome.reaction) : [],
    )
    if (rows.people.length === 0) {
      await query('rollback', [])
      return outcomes
    }
    const write = writeStatement(rows)
    // Only the row that the write returns says that it stands: COMMIT of an aborted transaction succeeds as a ROLLBACK.
    const [written] = await Promise.all([
      query(write.text, write.values),
      ...merges.map(({ text, values }) => query(text, values)),
      query('commit', []),
    ])
    if (written[0]?.written !== true) throw new Error('the write gave no row')
    return outcomes
  } catch (error) {
    await query('rollback', []).then(undefined, () => undefined)
    throw error
  } finally {
    connection.release()
  }
}

function reactTo(fact: Fact, team: LiveTeam, loaded: Loaded, rows: Rows): Outcome {
  const known = loaded.lives.get(fact.person)
  if (known?.mergedInto) return { kind: 'moved', to: known.mergedInto }
  try {
    const hash = hashOf(fact)
    const before = loaded.facts.get(fact.id)
    const now = Math.max(loaded.now, (known?.life.person.factAt ?? 0) + 1)
    const life = known?.life ?? unborn(fact.person, now)
    if (before) return { kind: 'done', reaction: repeated(fact, before, hash, life, loaded) }
    const world = worldOf(fact, team, loaded, life)
    const counted = standings(life, world.visitor && standings(world.visitor.life))
    const entries = follow(team.campaigns, fact, world, now)
    const result = resultOf(fact, entries, now)
    if (entries.length > 0) {
      addRows(rows, { team: team.id, life, entries, before: counted })
      if (isRemembered(fact)) rows.facts.push([team.id, fact.id, fact.person, hash, JSON.stringify(result), toIso(now)])
    }
    return { kind: 'done', reaction: { fact, result, entries, life, visitor: world.visitor?.life.person.id } }
  } catch (error) {
    return { kind: 'refused', error }
  }
}

function worldOf(fact: Fact, team: LiveTeam, loaded: Loaded, life: Life): World {
  const known = loaded.lives.get(fact.person)
  const other = fact.kind === 'identified' && fact.visitor ? loaded.lives.get(fact.visitor) : undefined
  const mayMerge = other && other.mergedInto === undefined && other.life.person.type !== 'signup'
  return {
    life,
    isNew: known === undefined,
    number: known?.number ?? 0,
    visitor: mayMerge ? { life: other.life, number: other.number } : undefined,
    agents: team.agents,
    inboxes: team.inboxes,
    inbox: team.inbox,
    newId: randomUUID,
  }
}

/** S1: sent again, it is answered with the first result; other content or somebody else is refused. */
function repeated(
  fact: Fact,
  before: { person: string; hash: string; result: Result },
  hash: string,
  life: Life,
  loaded: Loaded,
): Reaction {
  const same =
    before.person === fact.person ||
    loaded.lives.get(before.person)?.mergedInto === fact.person ||
    fact.alias === before.person
  if (!same || before.hash !== hash) throw new Problem('conflict', 'This id was used for something else.')
  return { fact, result: before.result, entries: [], life }
}

/** What a fact says, without how it came here: the same words of the same person make the same hash. */
function hashOf(fact: Fact): string {
  const { id: _id, team: _team, person: _person, context: _context, page: _page, alias: _alias, ...said } = fact
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url')
}

/** Saying again what was seen changes nothing by itself, and it has no id of its sender's. */
const isRemembered = (fact: Fact): boolean => fact.kind !== 'seen'

function resultOf(fact: Fact, entries: readonly Entry[], at: number): Result {
  for (const entry of entries) {
    if (entry.kind === 'message-sent' && entry.id === fact.id) {
      return { person: fact.person, conversation: entry.conversation, number: entry.place, at }
    }
    if (entry.kind === 'note-written' && entry.id === fact.id)
      return { person: fact.person, conversation: entry.conversation, at }
  }
  return { person: fact.person, at }
}
