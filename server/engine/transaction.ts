import { isDeepStrictEqual } from 'node:util'
import type { Fact, Result } from '@pavior/shared/campaign/fact.ts'
import { unborn } from '@pavior/shared/journal/apply.ts'
import type { Life } from '@pavior/shared/journal/life.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Sql } from 'postgres'
import type { LiveTeam } from '../campaigns/live.ts'
import { crashAt } from '../crash.ts'
import type { KnownFact } from '../database/rows.ts'
import type { Clock } from './clock.ts'
import { extraStatements } from './extra.ts'
import { type Loaded, lockAndLoad } from './load.ts'
import { queryOn } from './query.ts'
import { type Aside, hashOf, type Known, type Outcome, reactTo, type Surroundings } from './reaction.ts'
import { readTallies } from './tally.ts'
import { type OwnRows, writeStatement } from './write.ts'

/** The team's campaigns, agents or inboxes changed: load them again and try again. */
export class StaleTeam extends Error {}

/** `secret` keys the hashes of addresses. */
export type Around = Omit<Surroundings, 'addresses'> & { clock: Clock; secret: string }

/**
 * One transaction for facts of different people of one team: lock, load, follow each, one write. A fact that is
 * refused leaves the others alone. Throws what the database throws, and StaleTeam; nothing is written then.
 */
export async function transact(
  sql: Sql,
  { clock, secret, ...around }: Around,
  team: LiveTeam,
  facts: readonly Fact[],
): Promise<Outcome[]> {
  const connection = await sql.reserve()
  const query = queryOn(connection)
  try {
    const people = new Set(facts.map(({ person }) => person))
    for (const fact of facts) if (fact.kind === 'identified' && fact.visitor) people.add(fact.visitor)
    crashAt('react:before-lock')
    const loaded = await lockAndLoad(connection, team, [...people], facts, secret)
    crashAt('react:after-load')
    if (loaded.revision !== team.revision) throw new StaleTeam()
    const now = clock.read(loaded.now)
    const owns: OwnRows[] = []
    const surroundings = { ...around, addresses: loaded.addresses }
    const outcomes = facts.map(fact => outcomeOf(fact, team, { ...loaded, now }, surroundings, owns))
    const extra = outcomes.flatMap(outcome =>
      outcome.kind === 'done' ? extraStatements(team.id, outcome.reaction) : [],
    )
    if (owns.length === 0) {
      await query('rollback', [])
      return outcomes
    }
    const write = writeStatement(team.id, owns)
    crashAt('react:before-write')
    // Only the row that the write returns says that it stands: COMMIT of an aborted transaction succeeds as a ROLLBACK.
    const [written] = await Promise.all([
      query(write.text, write.values),
      ...extra.map(({ text, values }) => query(text, values)),
      query('commit', []),
    ])
    crashAt('react:after-write')
    if (written[0]?.written !== true) throw new Error('the write gave no row')
    return outcomes
  } catch (error) {
    await query('rollback', []).then(undefined, () => undefined)
    throw error
  } finally {
    connection.release()
  }
}

function outcomeOf(fact: Fact, team: LiveTeam, loaded: Loaded, around: Surroundings, owns: OwnRows[]): Outcome {
  const known = loaded.lives.get(fact.person)
  if (known?.mergedInto) return { kind: 'moved', to: known.mergedInto }
  const visitor = visitorOf(fact, loaded)
  const latest = Math.max(known?.life.person.factAt ?? 0, visitor?.life.person.factAt ?? 0)
  const now = Math.max(loaded.now, latest + 1)
  const life = known?.life ?? unborn(fact.person, now)
  const aside = known?.aside ?? nothingAside(team)
  try {
    const result =
      answeredBefore(fact, loaded.facts.get(fact.id)) ?? (loaded.sent.has(fact.id) ? sentBefore(fact, life) : undefined)
    if (result) return { kind: 'done', reaction: { fact, team, result, entries: [], life, aside } }
    const stand: Known = {
      life,
      aside,
      isNew: known === undefined,
      number: known?.number ?? 0,
      visitor,
    }
    const { reaction, own } = reactTo(fact, team, stand, around, now)
    if (writesAnything(own)) owns.push(own)
    return { kind: 'done', reaction }
  } catch (error) {
    return { kind: 'refused', error }
  }
}

const nothingAside = ({ campaigns }: LiveTeam): Aside => ({
  tallies: readTallies(campaigns.needs, [])(''),
  wakes: new Map(),
  flipAt: undefined,
})

const writesAnything = ({ rows: { made, changed, stopped, emptied } }: OwnRows): boolean =>
  stopped.length > 0 ||
  emptied.length > 0 ||
  [...Object.values(made), ...Object.values(changed)].some(rows => rows.length > 0)

/** C25: an anonymous person or a lead may be merged, a signup never, nor what is left of somebody erased (C26). */
function visitorOf(fact: Fact, loaded: Loaded): Known['visitor'] {
  const visitor = fact.kind === 'identified' && fact.visitor ? loaded.lives.get(fact.visitor) : undefined
  const mayMerge =
    visitor?.mergedInto === undefined &&
    visitor?.life.person.erasedAt === undefined &&
    visitor?.life.person.type !== 'signup'
  return visitor && mayMerge ? { life: visitor.life, number: visitor.number, aside: visitor.aside } : undefined
}

export const usedBefore = () => new Problem('conflict', 'This id was used for something else.')

/** S1: sent again, it is answered with the first result; other content or somebody else is refused. */
function answeredBefore(fact: Fact, before: KnownFact | undefined): Result | undefined {
  if (before && (before.person !== fact.person || before.hash !== hashOf(fact))) throw usedBefore()
  return before?.result
}

/** The same of a message into a conversation, which remembers itself. */
function sentBefore(fact: Fact, { person, conversations }: Life): Result {
  const conversation = fact.kind === 'message' ? conversations.get(fact.conversation ?? '') : undefined
  const before = conversation?.messages.find(({ id }) => id === fact.id)
  if (!conversation || before?.from.type !== 'person' || fact.kind !== 'message') throw usedBefore()
  const { content, number, revision, at } = before
  if (!isDeepStrictEqual(content, fact.content)) throw usedBefore()
  return { person: person.id, conversation: conversation.id, number, revision, at }
}
