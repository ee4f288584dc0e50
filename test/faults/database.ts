import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@pavior/server/database/embedded.ts'
import { readPostmaster } from '@pavior/server/database/postmaster.ts'
import { until } from '../house/until.ts'
import { Crowd } from './crowd.ts'
import { Doors } from './doors.ts'
import { looking, type Measure, type Played, play } from './scene.ts'

/** Postgres is restarted under load, in order or not: the server goes on by itself, and nothing is lost. */
export async function postgresRestarted(measure: Measure): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'pavior-cluster-'))
  const cluster = await startEmbedded(folder)
  try {
    return await play(measure, cluster.url, async ({ victim, chance, demo, note }) => {
      const crowd = new Crowd([victim], demo.team, measure.visitors)
      const doors = await Doors.of(victim.url, demo)
      await doors.open()
      for (let round = 0; round < measure.rounds; round++) {
        await crowd.goesOn(chance.between(20, 600))
        const { pid } = postmasterIn(folder)
        // Fast: connections are cut. Immediate: nothing is written any more. Killed: not even its processes are told.
        process.kill(pid, chance.oneOf('SIGINT', 'SIGQUIT', 'SIGKILL'))
        await until(() => isAnother(folder, pid), 'another postmaster serves', 60_000)
        await crowd.goesOn(measure.visitors)
        await doors.open()
      }
      await doors.leave()
      await crowd.stops()
      note(`${measure.rounds} restarts, ${crowd.acknowledged} messages, ${crowd.again} sent again`)
      return [...new Set(doors.complaints), ...(await looking(cluster.url, sql => crowd.wrong(sql)))]
    })
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The whole machine's worth: Node is killed and its Postgres lives on, to be adopted by the next start; or both are
 * killed.
 */
export const killedWithItsPostgres = (measure: Measure): Promise<Played> =>
  play(measure, undefined, async ({ victim, chance, demo, dataDir, note }) => {
    const crowd = new Crowd([victim], demo.team, measure.visitors)
    const wrong: string[] = []
    let adopted = 0
    for (let round = 0; round < measure.rounds; round++) {
      await crowd.goesOn(chance.between(20, 600))
      const before = postmasterIn(dataDir).pid
      await victim.end('SIGKILL')
      const both = round % 2 === 1
      if (both) process.kill(before, 'SIGKILL')
      await victim.start()
      const after = postmasterIn(dataDir).pid
      if (!both && after !== before) wrong.push('a living Postgres was not adopted')
      if (!both) adopted++
    }
    await crowd.goesOn(measure.visitors)
    await crowd.stops()
    note(`${measure.rounds} kills, ${adopted} adoptions, ${crowd.acknowledged} messages, ${crowd.again} sent again`)
    return [...wrong, ...(await looking(urlIn(dataDir), sql => crowd.wrong(sql)))]
  })

function postmasterIn(dataDir: string) {
  const found = readPostmaster(join(dataDir, 'postgres'))
  if (!found) throw new Error('no Postgres runs')
  return found
}

function isAnother(dataDir: string, pid: number): boolean {
  const found = readPostmaster(join(dataDir, 'postgres'))
  return found !== undefined && found.pid !== pid && found.ready
}

/** How the server itself reaches its Postgres. */
function urlIn(dataDir: string): string {
  const password = readFileSync(join(dataDir, 'postgres.password'), 'utf8').trim()
  return `postgres://pavior:${password}@127.0.0.1:${postmasterIn(dataDir).port}/pavior`
}
