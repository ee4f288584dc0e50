import { expect, test } from 'vitest'
import { killedWithItsPostgres, postgresRestarted } from './database.ts'
import { killedInItsFirstStart } from './first-start.ts'

/** A short run of each; `pnpm faults` plays them for minutes. */
const short = { rounds: 2, visitors: 50 }

test('S2: Postgres restarted under load is found again, and nothing is lost', async () => {
  expect(await postgresRestarted(short)).toHaveLength(1)
}, 120_000)

test('S2: killed with its own Postgres running, it takes that over at the next start', async () => {
  expect(await killedWithItsPostgres(short)).toHaveLength(1)
}, 120_000)

test('killed in its very first start, the next one makes what is missing, and everything works', async () => {
  expect(await killedInItsFirstStart({ rounds: 2, visitors: 3 })).toHaveLength(1)
}, 120_000)
