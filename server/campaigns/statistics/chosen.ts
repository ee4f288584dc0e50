import type { By } from '@pavior/shared/journal/life.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Removed, Started } from '@pavior/shared/protocol/statistics.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { Engine } from '../../engine/engine.ts'
import { unknownCampaign } from '../drafts.ts'
import type { LiveTeam } from '../live.ts'

/** How many can be chosen at a time. */
export const MOST_CHOSEN = 200
/** So many facts at once leave room for everybody else's. */
const AT_ONCE = 10

/** Who does it, and how the fact about each is named. */
type Doing = { team: LiveTeam; by: By; factId: (part: string) => string }

const Inside = z.array(z.object({ id: z.string(), person_id: z.string(), status: z.string() }))

/** Takes the chosen out of a campaign; whoever left meanwhile stays as they are. Throws `not-found` for what is not of it. */
export async function removeChosen(
  sql: Sql,
  engine: Engine,
  { team, by, factId }: Doing,
  campaign: string,
  enrollments: readonly string[],
): Promise<Removed> {
  const chosen = [...new Set(enrollments)]
  const rows = Inside.parse(
    await sql`
      select id, person_id, status from enrollments
      where team_id = ${team.id} and campaign_id = ${campaign} and id = any(${chosen}::uuid[])`,
  )
  if (rows.length < chosen.length)
    throw new Problem('not-found', `${chosen.length - rows.length} of the chosen are not of this campaign.`)
  const inside = rows.filter(({ status }) => status === 'active')
  const results = await forEach(inside, ({ id, person_id: person }) =>
    engine
      .react({ id: factId(id), team: team.id, person, by, kind: 'remove', enrollment: id })
      .then(() => undefined, whyNot),
  )
  const removed = results.filter(not => not === undefined).length
  return { removed, alreadyLeft: rows.length - removed }
}

/** Puts the chosen into a startable campaign, as far as they may enter. Throws where nobody can. */
export async function startChosen(
  sql: Sql,
  engine: Engine,
  { team, by, factId }: Doing,
  campaign: string,
  people: readonly string[],
): Promise<Started> {
  const live = team.campaigns.byId.get(campaign)
  if (!live) {
    const [known] = await sql`select from campaigns where team_id = ${team.id} and id = ${campaign}`
    throw known ? new Problem('conflict', 'This campaign is not live.') : unknownCampaign()
  }
  if (!live.startable) throw new Problem('conflict', `People can not be put into "${live.name}" by hand.`)
  const chosen = [...new Set(people)]
  const known = z
    .array(z.object({ id: z.string() }))
    .parse(await sql`select id from people where team_id = ${team.id} and id = any(${chosen}::uuid[])`)
  if (known.length < chosen.length)
    throw new Problem('not-found', `${chosen.length - known.length} of the chosen are not there.`)
  const results = await forEach(chosen, person =>
    engine
      .react({ id: factId(person), team: team.id, person, by, kind: 'start', campaign })
      .then(() => undefined, whyNot)
      .then(says => ({ person, says })),
  )
  const refused = results.flatMap(({ person, says }) => (says === undefined ? [] : { person, says }))
  return { started: chosen.length - refused.length, refused }
}

const REFUSED: readonly Problem['code'][] = ['conflict', 'gone', 'not-found']

/** Why somebody may not, or that they were erased or merged since; anything else is an error. */
function whyNot(error: unknown): string {
  if (error instanceof Problem && REFUSED.includes(error.code)) return error.message
  throw error
}

async function forEach<T, R>(all: readonly T[], what: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let from = 0; from < all.length; from += AT_ONCE)
    results.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(what))))
  return results
}
