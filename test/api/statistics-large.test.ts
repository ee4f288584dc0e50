import { liveTeams } from '@pavior/server/campaigns/live.ts'
import { logAt } from '@pavior/server/log.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { history } from '../bench/statistics/history.ts'
import { asks } from '../house/api.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'

/** What `pnpm bench statistics` measures, small: the same month, of 200 people. */
let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse({ PAVIOR_ROLE: 'web' })
  team = await house.bareTeam()
})
afterAll(() => house.stop())

const total = async (path: string) => Number((await asks(team, 'GET', path)).body.total)

test('T3: of a month of many campaigns, too, each number is the length of its list', async () => {
  const campaigns = await history(team.sql, liveTeams(team.sql, logAt('fatal')), team.id, 0.001)
  for (const campaign of campaigns.slice(0, 2)) {
    const { body } = await asks(team, 'GET', `/campaigns/${campaign}/statistics`)
    const { entered, exits, components } = Object(body)
    expect(entered).toBeGreaterThan(0)
    expect(await total(`/campaigns/${campaign}/people?count=entered`)).toBe(entered)
    expect(await total(`/campaigns/${campaign}/people?count=exited&exit=over`)).toBe(exits.over)
    for (const count of ['acted', 'passed', 'waiting', 'left', 'arrived'])
      expect([count, await total(`/campaigns/${campaign}/components/wait/people?count=${count}`)]).toEqual([
        count,
        components.wait[count],
      ])
    const page = Object(
      (await asks(team, 'GET', `/campaigns/${campaign}/components/hello/people?count=sent&limit=5`)).body,
    )
    expect([page.total, page.data.length]).toEqual([components.hello.sent, 5])
  }
})
