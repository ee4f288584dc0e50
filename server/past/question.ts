import type { RewindKind } from '@pavior/shared/protocol/rewind.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { TeamNames } from '../campaigns/live.ts'
import { whyOf } from '../campaigns/why.ts'
import type { Log } from '../log.ts'
import { personOf } from '../people/reads.ts'
import { rewoundOf } from '../rewind/about.ts'
import { type Asked, rewindTo } from '../rewind/answer.ts'

/** What can only be told by going through all that happened to somebody. `now` is the product's clock. */
export type Question = { team: string; names: TeamNames; now: number } & (
  | { of: 'rewind'; kind: Exclude<RewindKind, 'person'>; id: string; asked: Asked }
  | { of: 'why'; campaign: string; person: string }
)

/** The answer as JSON. Throws the Problems of `rewoundOf` and `whyOf`. */
export async function answerTo(sql: Sql, log: Pick<Log, 'error'>, question: Question): Promise<string> {
  switch (question.of) {
    case 'rewind':
      return JSON.stringify(await rewindTo(sql, log, question))
    case 'why':
      return JSON.stringify(await whyOf(sql, log, question))
    default:
      return question satisfies never
  }
}

/** How many entries have to be gone through. */
export async function lengthOf(sql: Sql, question: Question): Promise<number> {
  const { team } = question
  const person =
    question.of === 'rewind'
      ? (await rewoundOf(sql, team, question.kind, question.id)).person
      : (await personOf(sql, team, question.person)).id
  // By the keys of people and journal.
  const [row] = await sql`
    with recursive streams (id) as (
      select ${person}::uuid
      union
      select (j.data ->> 'stream')::uuid from streams s
      join journal j on j.team_id = ${team} and j.stream = s.id and j.kind = 'merged')
    select coalesce(sum(p.entries), 0)::float8 as length from streams s join people p on p.team_id = ${team} and p.id = s.id`
  return z.object({ length: z.number() }).parse(row).length
}
