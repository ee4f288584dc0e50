import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { openBrowser, type Windows } from '../house/browser.ts'
import { emails, graph, is, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { hides, shows } from '../house/screens.ts'

let house: House
let windows: Windows
let team: TestTeam
let page: Page
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  team = await house.bareTeam()
  const agent = await team.agent()
  page = await windows.window({ signedIn: agent })
  agent.leaves()
})
afterAll(async () => {
  await windows?.end()
  await house?.stop()
})

const line = (text: string) => page.locator('.campaign-table tbody tr').filter({ hasText: text })
const names = () => page.locator('.campaign-link b').allTextContents()
const more = async (name: string, item: string) => {
  await page.getByRole('button', { name: `More for ${name}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}
const signup = (id: string, attributes: object = {}) => asks(team, 'PUT', `/people/${id}`, attributes)

test('with nothing yet the list offers templates, each with a picture of its graph', async () => {
  await page.goto(`${house.url}/inbox/mine`)
  await page.getByRole('link', { name: 'Campaigns' }).click()
  await shows(page.getByRole('heading', { name: 'Talk to people at the right moment' }))
  await shows(page.getByRole('button', { name: /^Lead qualification/ }).locator('svg rect'))
  expect(await look(page, 'campaigns-empty')).toEqual([])
  await page.getByRole('link', { name: /^Automessages/ }).click()
  await shows(page.getByText('No automessages yet'))
  await page.keyboard.press('c')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Welcome')
  await page.getByRole('button', { name: 'Write it' }).click()
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/)
  await page.goto(`${house.url}/campaigns`)
  await page.keyboard.press('c')
  await page.getByRole('button', { name: /^Win-back/ }).click()
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/)
  await page.goto(`${house.url}/campaigns`)
  await shows(line('Win-back').getByText('Draft'))
  await shows(page.getByRole('link', { name: 'Automessages 1' }))
})

test('the list shows how campaigns stand, and follows what happens', async () => {
  await team.campaign(
    graph([waits('day', { for: 'P1D' }), sends('hello', 'Hello')], ['day > hello'], {
      name: 'First month with a new bike',
      audience: is('attributes.plan', 'pro'),
    }),
  )
  const paused = await team.campaign(
    graph([waits('day', { for: 'P1D' }), emails('mail', 'Hello')], ['day > mail'], {
      name: 'Basket left behind',
      audience: is('type', 'signup'),
    }),
  )
  for (const id of ['a', 'b', 'c']) await signup(id, { attributes: { plan: 'pro' } })
  await house.clock.passes('P2D')
  await signup('d', { attributes: { plan: 'pro' } })
  await asks(team, 'POST', `/campaigns/${paused.id}/pause`)
  await shows(line('First month').getByText('Live', { exact: true }))
  await shows(line('First month').getByText('plan is pro'))
  await shows(line('First month').getByRole('cell', { name: /^4/ }))
  await shows(line('Basket').getByText(/^Paused since /))
  await signup('e', { attributes: { plan: 'pro' } })
  await shows(line('First month').getByRole('cell', { name: /^5/ }))
  expect(await look(page, 'campaigns')).toEqual([])
  await line('First month')
    .getByRole('link', { name: /^5 entered/ })
    .click()
  await page.waitForURL(/\/statistics\?count=entered$/)
  await page.goBack()
})

test('it is searched, filtered and sorted, and all of it stands in the address', async () => {
  await page.getByRole('button', { name: 'Campaign', exact: true }).click()
  expect(await names()).toEqual(['Basket left behind', 'First month with a new bike', 'Win-back'])
  await page.getByRole('button', { name: 'Entered', exact: true }).click()
  await page.keyboard.press('/')
  await page.keyboard.type('plan')
  await hides(line('Win-back'))
  expect(await names()).toEqual(['First month with a new bike'])
  expect(page.url()).toContain('sort=-entered&find=plan')
  await page.reload()
  await shows(line('First month'))
  expect(await names()).toEqual(['First month with a new bike'])
  await page.getByLabel('Status').selectOption('Paused')
  await shows(page.getByText('Nothing like that'))
  await page.getByRole('button', { name: 'Show all', exact: true }).click()
  await shows(line('Win-back'))
})

test('a campaign is paused, resumed, duplicated and deleted from the list', async () => {
  await more('First month with a new bike', 'Pause')
  await shows(line('First month').getByText(/^Paused since /))
  await more('First month with a new bike', 'Resume')
  await shows(page.getByRole('dialog', { name: /^Resume/ }))
  expect(await look(page, 'campaign-resume')).toEqual([])
  await page.getByRole('button', { name: 'Resume', exact: true }).click()
  await shows(line('First month').getByText('Live', { exact: true }))
  await more('First month with a new bike', 'Duplicate')
  await shows(line('Copy of First month with a new bike').getByText('Draft'))
  await more('Copy of First month with a new bike', 'Delete')
  await shows(page.getByText('It was never published, so nobody is inside.'))
  await page.getByRole('button', { name: 'Cancel' }).click()
  await more('First month with a new bike', 'Delete')
  await shows(page.getByRole('alertdialog').getByText(/\d people are inside and will be taken out at once/))
  expect(await look(page, 'campaign-delete')).toEqual([])
  await page.getByRole('button', { name: 'Delete it' }).click()
  await hides(line('First month with a new bike').filter({ hasNotText: 'Copy of' }))
})

test('a list that can’t be read says so, and is read again', async () => {
  const other = await windows.window()
  await other.context().addCookies(await page.context().cookies())
  await other.route('**/api/dashboard/campaigns', route => route.fulfill({ status: 500, body: '{}' }))
  await other.goto(`${house.url}/campaigns`)
  await shows(other.getByText('The campaigns could not be read'))
  await other.unroute('**/api/dashboard/campaigns')
  await other.getByRole('button', { name: 'Try again' }).click()
  await shows(other.getByRole('link', { name: /^Basket left behind/ }))
  await other.context().close()
})
