import { afterAll, beforeAll, expect, test } from 'vitest'
import { type House, openHouse } from '../house/house.ts'
import { until } from '../house/until.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.stop())

test('a person is locked from the moment their life is loaded until what follows is committed', async () => {
  const team = await house.team()
  const change = (plan: string) =>
    team.api('/people/user-1', { method: 'PUT', body: JSON.stringify({ attributes: { plan } }) })
  const { id } = await (await change('free')).json()
  const blocker = await team.sql.reserve()
  await blocker`begin`
  // Whoever writes has to wait; whoever loads has not.
  await blocker`lock table journal in share row exclusive mode`
  const changed = change('pro')
  const [name] = await team.sql`select current_database() as name`
  await until(async () => {
    const waiting = await blocker`
      select from pg_stat_activity where datname = ${name?.name} and application_name = 'pavior facts' and wait_event_type = 'Lock'`
    return waiting.length > 0
  }, 'the fact waits to be written')
  const free =
    await blocker`select id from people where team_id = ${team.id} and id = ${id} for no key update skip locked`
  expect(free).toHaveLength(0)
  await blocker`rollback`
  blocker.release()
  expect((await changed).status).toBe(200)
})
