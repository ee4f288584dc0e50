import { liveTeams } from '@pavior/server/campaigns/live.ts'
import { logAt } from '@pavior/server/log.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { history } from '../bench/statistics/history.ts'
import { asks } from '../house/api.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { peopleOn } from '../house/lists.ts'
import { wrongLists } from '../house/wrong-lists.ts'

/** What `pnpm bench statistics` measures, small: the same month, of 200 people. */
let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse({ PAVIOR_ROLE: 'web' })
  team = await house.bareTeam()
})
afterAll(() => house.stop())

test('T3: of a month of many campaigns, too, each number is the length of its list', async () => {
  const campaigns = await history(team.sql, liveTeams(team.sql, logAt('fatal')), team.id, 0.001)
  const [first = '', second = '', third = ''] = campaigns
  expect(await wrongLists(team.sql, team.id, 60, [first, second])).toEqual([])
  const { body } = await asks(team, 'GET', `/campaigns/${first}/statistics`)
  expect(Object(body).entered).toBe(200)
  const page = Object((await asks(team, 'GET', `/campaigns/${first}/components/hello/people?count=sent&limit=5`)).body)
  expect([page.total, page.data.length]).toEqual([Object(body).components.hello.sent, 5])

  // Ids that do not know their moment, as they once were made: in any order, and nobody is left out or told twice.
  await team.sql`update enrollments set id = gen_random_uuid() where team_id = ${team.id} and campaign_id = ${third}`
  const found: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const next = after === '' ? '' : `&after=${after}`
    const entered = await peopleOn(team, `/campaigns/${third}/people?count=entered&limit=3${next}`)
    found.push(...entered.data.map(({ person }) => String(person?.id)))
    after = entered.next
    if (after === null) expect([found.length, new Set(found).size]).toEqual([entered.total, entered.total])
  }
})
