import { templates } from '@pavior/shared/campaign/templates.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { openBrowser, type Windows } from '../house/browser.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { shows } from '../house/screens.ts'

let house: House
let windows: Windows
let team: TestTeam
let page: Page
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  team = await house.team()
  const { cookie } = await team.agent('Mara Lindqvist')
  page = await windows.window({ signedIn: { url: house.url, cookie } })
})
afterAll(async () => {
  await windows?.end()
  await house?.stop()
})

test('a campaign stands on the canvas, and no screen of the builder has a serious barrier', async () => {
  const [inbox] = await team.sql`select id from inboxes where team_id = ${team.id}`
  const template = templates.find(({ id }) => id === 'lead-qualification')
  const { body } = await asks(team, 'POST', '/campaigns', template?.campaign(inbox?.id))
  await page.goto(`${house.url}/campaigns/${body.id}`)
  await shows(page.getByRole('group', { name: /^Inbound message/ }))
  const found = await look(page, 'builder')
  expect(found).toEqual([])
})
