import type { Sql } from 'postgres'
import { z } from 'zod'
import { crashAt } from '../crash.ts'
import { alone } from './alone.ts'
import type { Waking } from './waking.ts'

const BATCH = 500
const Flipped = z.object({ team_id: z.string(), id: z.string(), flip_at: z.string() })

/**
 * Looks at those whom time alone may have made eligible (C1); by people_flip. One process at a time, each person once in
 * a run, so that one who fails holds up nobody. Gives how many there were, or undefined where another process is at it.
 */
export const flips = (sql: Sql, waking: Waking, ahead: number, stopping: AbortSignal): Promise<number | undefined> =>
  alone(sql, 'flips', async () => {
    let found = 0
    let after = { flip_at: '-infinity', team_id: '', id: '00000000-0000-0000-0000-000000000000' }
    for (let full = true; full && !stopping.aborted; ) {
      const rows = await sql`
        select team_id, id, flip_at::text as flip_at from people
        where flip_at <= clock_timestamp() + ${ahead}::float8 * interval '1 millisecond'
          and (flip_at, team_id, id) > (${after.flip_at}::text::timestamptz, ${after.team_id}, ${after.id}::uuid)
        order by flip_at, team_id, id limit ${BATCH}`
      const people = rows.map(row => Flipped.parse(row))
      await waking.wake(people.map(({ team_id: team, id: person }) => ({ team, person })))
      if (people.length > 0) crashAt('flips:after-react')
      after = people.at(-1) ?? after
      found += people.length
      full = people.length === BATCH
    }
    return found
  })
