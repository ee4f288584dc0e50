import { setTimeout as sleep } from 'node:timers/promises'
import { type Boundary, boundaries } from '@pavior/server/crash.ts'
import { looking, type Measure, type Played, play } from './scene.ts'
import { Town, withOutside } from './town.ts'
import type { Victim } from './victim.ts'

/** Its work comes by every ten seconds. */
const SLOWEST: Boundary = 'flips:after-react'
/** Met once a minute, or by chance. */
const RARE: readonly Boundary[] = [SLOWEST, 'timers:before-promoting', 'timers:after-promoting']
/** What only happens where a job of pg-boss was lost. */
const LOST: readonly Boundary[] = [
  'sweep:after-claim',
  'sweep:after-react',
  'timers:before-promoting',
  'timers:after-promoting',
]
/** How long a boundary may take to be reached. */
const REACHED = 40_000

/**
 * S2, S4, S5, C4: the process is killed at each boundary of `react`, of what wakes people, of bulk work, of emails, of
 * webhooks and of publishing, while all of that is under way: two processes on one database, each killed at one
 * boundary after the other.
 */
export const killedAtEachBoundary = (measure: Measure, databaseUrl: string): Promise<Played> =>
  withOutside(outside =>
    play(
      measure,
      databaseUrl,
      async scene => {
        const { victim, chance, note } = scene
        const other = await scene.beside()
        await other.start()
        const { visitors } = measure
        const town = await Town.opens({ scene, databaseUrl, serving: [victim, other], visitors, ...outside })
        await town.hasBegun()
        const wrong: string[] = []
        for (let round = 0; round < measure.rounds; round++) {
          // The slowest first, beside all others.
          const open = [...chance.shuffled(boundaries.filter(one => one !== SLOWEST)), SLOWEST]
          const meetsEach = async (one: Victim) => {
            for (let boundary = open.pop(); boundary !== undefined; boundary = open.pop()) {
              await one.end('SIGKILL')
              const times = RARE.includes(boundary) ? 1 : chance.between(1, measure.rounds)
              const meets = () => meetsIts(one, `${boundary}*${times}`)
              const died = await (LOST.includes(boundary) ? whileJobsAreLost(databaseUrl, meets) : meets())
              if (!died) wrong.push(`${boundary} was never reached`)
            }
            await one.end('SIGKILL')
            await one.start()
          }
          await Promise.all([meetsEach(victim), meetsEach(other)])
          await town.goesOn(visitors)
        }
        const found = await town.stops()
        note(`killed at ${boundaries.length} boundaries ${measure.rounds} times; ${town.counted}`)
        return [...wrong, ...found]
      },
      outside.variables,
    ),
  )

/** Starts it to die there; gives whether it did. */
async function meetsIts(victim: Victim, boundary: string): Promise<boolean> {
  await victim.start({ PAVIOR_CRASH_AT: boundary })
  return await victim.endsItself(REACHED)
}

async function whileJobsAreLost(databaseUrl: string, what: () => Promise<boolean>): Promise<boolean> {
  return await looking(databaseUrl, async sql => {
    let over = false
    const done = what().finally(() => {
      over = true
    })
    while (!over) {
      await sql`delete from pgboss.job where name = 'wake' and state = 'created'`
      await Promise.race([done, sleep(50)])
    }
    return await done
  })
}

/** S2: killed at random moments, again and again, with nobody beside it. */
export const killedAtRandom = (measure: Measure, databaseUrl: string): Promise<Played> =>
  withOutside(outside =>
    play(
      measure,
      databaseUrl,
      async scene => {
        const { victim, chance, note } = scene
        const { visitors } = measure
        const town = await Town.opens({ scene, databaseUrl, serving: [victim], visitors, ...outside })
        for (let round = 0; round < measure.rounds; round++) {
          await town.goesOn(chance.between(1, visitors * 5))
          await sleep(chance.between(0, 1000))
          await victim.end('SIGKILL')
          await victim.start()
        }
        await town.goesOn(visitors)
        const found = await town.stops()
        note(`${measure.rounds} kills; ${town.counted}`)
        return found
      },
      outside.variables,
    ),
  )

/** Two processes on one database, one of them killed at random: the other goes on, also with what the dead one had begun. */
export const oneOfTwoKilled = (
  measure: Measure,
  databaseUrl: string,
  roles: 'all and all' | 'web and worker',
): Promise<Played> =>
  withOutside(outside =>
    play(
      measure,
      databaseUrl,
      async scene => {
        const { victim, chance, note } = scene
        const { visitors } = measure
        const alike = roles === 'all and all'
        if (!alike) {
          await victim.end('SIGTERM')
          await victim.start({ PAVIOR_ROLE: 'web' })
        }
        const other = await scene.beside(alike ? {} : { PAVIOR_ROLE: 'worker' })
        await other.start()
        const town = await Town.opens({
          scene,
          databaseUrl,
          serving: alike ? [victim, other] : [victim],
          visitors,
          ...outside,
        })
        for (let round = 0; round < measure.rounds; round++) {
          await town.goesOn(chance.between(1, visitors * 5))
          await sleep(chance.between(0, 500))
          const [one, left] = chance.oneOf([victim, other], [other, victim])
          await one.end('SIGKILL')
          // For a while the other one is alone.
          if (alike || left === victim) await town.goesOn(visitors)
          await one.start(one === victim && !alike ? { PAVIOR_ROLE: 'web' } : {})
        }
        await town.goesOn(visitors)
        const found = await town.stops()
        note(`${measure.rounds} kills of one of two (${roles}); ${town.counted}`)
        return found
      },
      outside.variables,
    ),
  )
