import { setTimeout as sleep } from 'node:timers/promises'
import { liveTeams } from '@pavior/server/campaigns/live.ts'
import { logAt } from '@pavior/server/log.ts'
import { wrongAtRest } from '../house/at-rest.ts'
import { emails, graph, is } from '../house/graph.ts'
import { makeLive } from '../house/publish.ts'
import { until } from '../house/until.ts'
import { Caller } from './caller.ts'
import { Line } from './line.ts'
import { looking, type Measure, type Played, play } from './scene.ts'
import { Sender } from './sender.ts'
import { endLeases, Town, withOutside } from './town.ts'

/** Longer than any patience of a single fact. */
const AWAY = 20_000

/** The database can't be reached for a while: jobs, emails, sockets and all go on by themselves when it is back, and lose nothing. */
export const databaseAway = (measure: Measure, databaseUrl: string): Promise<Played> =>
  withOutside(async outside => {
    const line = await Line.to(databaseUrl)
    const played = play(
      measure,
      line.url,
      async scene => {
        const { victim, chance, note } = scene
        const { visitors } = measure
        const town = await Town.opens({ scene, databaseUrl, serving: [victim], visitors, ...outside })
        for (let round = 0; round < measure.rounds; round++) {
          await town.goesOn(chance.between(1, visitors * 5))
          if (round % 2 === 0) line.cuts()
          else line.falls(true)
          await sleep(AWAY)
          line.mends()
          line.falls(false)
          await town.goesOn(visitors * 3)
        }
        // Only what is our own fault is an error; a database that is away is a warning.
        const errors = victim.log === '' ? [] : [`the log says ${victim.log.slice(0, 3000)}`]
        const found = await town.stops()
        note(`${measure.rounds} times away; ${town.counted}`)
        return [...errors, ...found]
      },
      outside.variables,
    )
    return await played.finally(() => line.leaves())
  })

/** Asked to stop while a provider and a receiver do not answer: it ends in order all the same, and both are told once. */
export const stoppedWhileOthersHang = (measure: Measure, databaseUrl: string): Promise<Played> =>
  withOutside(({ provider, receiver, variables }) =>
    play(
      measure,
      databaseUrl,
      async ({ victim, demo, chance, note }) => {
        const caller = new Caller([victim.url], demo, chance)
        await looking(databaseUrl, sql =>
          makeLive(
            sql,
            liveTeams(sql, logAt('fatal')),
            demo.team,
            graph([emails('mail', 'Hello')], [], { audience: is('type', 'signup') }),
          ),
        )
        await caller.asks('POST', '/webhooks', { url: receiver.url, events: [] })
        provider.feels('silence')
        receiver.falls(true)
        await caller.asks('PUT', '/people/ana', { email: 'ana@people.example' })
        await until(() => provider.asked.size > 0 && receiver.unanswered > 0, 'both are asked')
        const code = await victim.end('SIGTERM')
        const wrong = code === 0 ? [] : [`the server ended with ${code}`]
        provider.feels(undefined)
        receiver.falls(false)
        return await looking(databaseUrl, async sql => {
          await endLeases(sql)
          await victim.start()
          await until(async () => {
            const [row] = await sql`select count(*)::int as count from webhook_deliveries`
            return provider.taken.length > 0 && row?.count === 0
          }, 'both are told')
          note(`${provider.taken.length} email`)
          return [...wrong, ...(await receiver.wrong(sql, demo.team))]
        })
      },
      variables,
    ),
  )

/** A fact that waited for the database is taken, also when its team was changed meanwhile. */
export const changedWhileAway = (measure: Measure, databaseUrl: string): Promise<Played> =>
  Line.to(databaseUrl).then(line =>
    play(measure, line.url, async ({ victim, demo, note }) => {
      const visitor = new Sender(victim.url, demo.team, 'visitor')
      await visitor.says('Hello')
      line.cuts()
      const said = visitor.says('Still there?')
      // Tried more often by then than a changed team is.
      await sleep(7000)
      await looking(databaseUrl, sql => sql`update teams set revision = revision + 1 where id = ${demo.team}`)
      line.mends()
      await said
      visitor.leaves()
      note(`${visitor.acknowledged.length} messages`)
      return [...visitor.complaints, ...(await looking(databaseUrl, sql => wrongAtRest(sql, demo.team)))]
    }).finally(() => line.leaves()),
  )
