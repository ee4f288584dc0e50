import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readPostmaster } from '@pavior/server/database/postmaster.ts'
import { freePort } from '../house/free-port.ts'
import { Chance } from './chance.ts'
import { Crowd } from './crowd.ts'
import { Demo, Doors } from './doors.ts'
import { looking, type Measure, type Played } from './scene.ts'
import { Victim } from './victim.ts'

/** A first start makes a cluster, its tables, a team and its secrets: about this many milliseconds, on a slow machine. */
const LONGEST = 6000

/**
 * Killed in the very first start, up to three times in a row, with or without its Postgres: the next start makes what is
 * missing, once, and everything works. Each round is a folder of its own.
 */
export async function killedInItsFirstStart(measure: Measure): Promise<Played> {
  const chance = measure.chance ?? new Chance()
  let kills = 0
  for (let round = 0; round < measure.rounds; round++) {
    const dataDir = mkdtempSync(join(tmpdir(), 'pavior-faults-'))
    const victim = new Victim(await freePort(), { DATA_DIR: dataDir })
    const moments: number[] = []
    try {
      for (let times = chance.between(1, 3); times > 0; times--) {
        // Most of what a start does is done early.
        const moment = chance.between(0, chance.oneOf(300, 1500, LONGEST))
        moments.push(moment)
        const started = victim.start().catch(() => undefined)
        await sleep(moment)
        await victim.end('SIGKILL')
        await started
        kills++
        const postgres = readPostmaster(join(dataDir, 'postgres'))
        if (postgres && chance.oneOf(true, false)) kill(postgres.pid)
      }
      await victim.start()
      await works(victim, dataDir, measure.visitors)
      const code = await victim.end('SIGTERM')
      if (code !== 0) throw new Error(`the server ended with ${code}`)
    } catch (error) {
      await victim.end('SIGKILL').catch(() => undefined)
      const why = error instanceof Error ? error.message : error
      throw new Error(
        `SEED=${chance.seed}, killed after ${moments.join(', ')} ms: ${why}\n${victim.log.slice(-4000)}`,
        {
          cause: error,
        },
      )
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
  return [`${measure.rounds} first starts, ${kills} kills`]
}

/** One team, whose agent, back end and visitors all come in. Throws what is wrong. */
async function works(victim: Victim, dataDir: string, visitors: number): Promise<void> {
  const demo = Demo.parse(JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')))
  const doors = await Doors.of(victim.url, demo)
  await doors.open()
  await doors.leave()
  const crowd = new Crowd([victim], demo.team, visitors)
  await crowd.goesOn(visitors)
  await crowd.stops()
  const password = readFileSync(join(dataDir, 'postgres.password'), 'utf8').trim()
  const port = readPostmaster(join(dataDir, 'postgres'))?.port
  const wrong = await looking(`postgres://pavior:${password}@127.0.0.1:${port}/pavior`, async sql => {
    const teams = await sql`select from teams`
    return [...(teams.length === 1 ? [] : [`${teams.length} teams were made`]), ...(await crowd.wrong(sql))]
  })
  const all = [...new Set(doors.complaints), ...wrong]
  if (all.length > 0) throw new Error(all.slice(0, 30).join('\n'))
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It had not outlived its parent.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
