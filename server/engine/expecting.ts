import type { Fact } from '@pavior/shared/campaign/fact.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { LiveTeam } from '../campaigns/live.ts'
import { crashAt } from '../crash.ts'
import { extraStatements } from './extra.ts'
import type { Remembered } from './memory.ts'
import { queryOn } from './query.ts'
import { type Reaction, reactTo, type Surroundings } from './reaction.ts'
import { expectingStatement, type OwnRows } from './write.ts'

/** What would have to be looked up takes the long way (`suffices`). */
const addresses = new Map<string, never>()

const Person = z.object({ id: z.string() })

/**
 * Facts of people whose lives are in memory, in one statement and one way to the database: each is followed from what
 * is remembered and written only if that is still true. Gives what was committed; whoever is missing (refused, changed
 * elsewhere, came twice, nothing to write) has to be locked and loaded, which decides. Throws what the database throws;
 * nothing is written then.
 */
export async function reactExpecting(
  sql: Sql,
  team: LiveTeam,
  facts: readonly { fact: Fact; remembered: Remembered }[],
  around: Omit<Surroundings, 'addresses'>,
  now: number,
): Promise<Map<Fact, Reaction>> {
  const followed: { reaction: Reaction; own: OwnRows }[] = []
  for (const { fact, remembered } of facts) {
    const at = Math.max(now, remembered.life.person.factAt + 1)
    try {
      const one = reactTo(fact, team, { ...remembered, isNew: false }, { ...around, addresses }, at)
      const { reaction } = one
      if (reaction.entries.length > 0 && extraStatements(team.id, reaction).length === 0) followed.push(one)
    } catch {
      // Whether it really can't be is said by what is stored, not by what is remembered.
    }
  }
  if (followed.length === 0) return new Map()
  const { text, values } = expectingStatement(
    team.id,
    team.revision,
    followed.map(({ own }) => own),
  )
  crashAt('react:before-short-write')
  const written = new Set((await queryOn(sql)(text, values)).map(row => Person.parse(row).id))
  crashAt('react:after-short-write')
  return new Map(
    followed.flatMap(({ reaction }) => (written.has(reaction.fact.person) ? [[reaction.fact, reaction] as const] : [])),
  )
}
