import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { openBrowser, type Windows } from '../house/browser.ts'
import { filters, graph, is, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { hides, shows } from '../house/screens.ts'
import { until } from '../house/until.ts'

let house: House
let windows: Windows
let team: TestTeam
let page: Page
let id: string
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  team = await house.bareTeam()
  const agent = await team.agent()
  page = await windows.window({ signedIn: agent })
  agent.leaves()
  const campaign = await team.campaign(first)
  id = campaign.id
  for (const name of ['Okan Demirel', 'Freya Fjord', 'Ines Moreau'])
    await signup(name, { plan: 'pro', city: name === 'Ines Moreau' ? 'Bergen' : 'Oslo' })
  await house.clock.passes('P2D')
})
afterAll(async () => {
  await windows?.end()
  await house?.stop()
})

const signup = (name: string, attributes: object) =>
  asks(team, 'PUT', `/people/${name.replaceAll(' ', '-')}`, { name, attributes })
const drawn = { name: 'First month with a new bike', audience: is('attributes.plan', 'pro') }
const first = graph(
  [
    filters('city', is('attributes.city', 'Oslo')),
    waits('hold', { for: 'P3D' }),
    sends('hello', 'How does it ride?'),
    waits('week', { for: 'P1W' }),
  ],
  ['city:matched > hold > hello > week'],
  drawn,
)
const second = graph(
  [
    filters('city', is('attributes.city', 'Bergen')),
    waits('hold', { for: 'P1D' }),
    sends('hello', 'How does your new bike ride?'),
    sends('service', 'The first service is on us.'),
  ],
  ['city:matched > hold > hello > service'],
  { ...drawn, audience: is('attributes.plan', 'basic') },
)
const dialog = () => page.getByRole('dialog')
const person = (name: string) => dialog().getByRole('row', { name: new RegExp(name) })

test('before anything is published it is said what changes, who enters, and what becomes of whom inside', async () => {
  for (const name of ['Mara Lund', 'Jonas Berg']) await signup(name, { plan: 'basic' })
  await asks(team, 'PUT', `/campaigns/${id}`, second, { 'if-match': '*' })
  await page.goto(`${house.url}/campaigns/${id}`)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await shows(dialog().getByRole('heading', { name: 'What changes' }))
  const changes = await dialog().locator('.change').allTextContents()
  expect(changes.join('\n')).toMatch(/Audience.*plan is pro.*plan is basic/)
  expect(changes.join('\n')).toMatch(/Changed: Wait.*Wait 3 days.*Wait 1 day/)
  expect(changes.join('\n')).toMatch(/Added: Send message “The first service is on us/)
  await shows(dialog().getByText('2 people'))
  await shows(person('Okan Demirel'))
  expect(await person('Okan Demirel').textContent()).toMatch(
    /If they move.*At once: Wait ends, Send message “How does your new bike/s,
  )
  expect(await person('Ines Moreau').textContent()).toMatch(
    /If they stay\s*Filter watches.*If they move\s*At once: Filter matches/s,
  )
  expect(await look(page, 'publish')).toEqual([])
  await dialog().getByText('On which version do they go on?').scrollIntoViewIfNeeded()
  expect(await look(page, 'publish-inside')).toEqual([])
})

test('what somebody else changes meanwhile comes into the dialog before anybody publishes', async () => {
  await asks(team, 'PUT', `/campaigns/${id}`, { ...second, reentry: 'each' }, { 'if-match': '*' })
  await shows(dialog().locator('.change').filter({ hasText: 'Entering again' }))
  await shows(person('Okan Demirel'))
})

test('a scenario that comes out otherwise warns, and forbids nothing', async () => {
  const scenario = {
    name: 'Whoever is from Oslo hears from us',
    person: { type: 'signup', attributes: { plan: 'basic', city: 'Oslo' } },
    at: '2026-11-02T09:00:00.000Z',
    moves: [],
    expectations: [{ expect: 'gets', component: 'hello' }],
  }
  const agent = await team.agent()
  const answer = await agent.asks(`/api/dashboard/campaigns/${id}/scenarios/${crypto.randomUUID()}`, {
    method: 'PUT',
    body: JSON.stringify(scenario),
  })
  expect(answer.status).toBe(200)
  agent.leaves()
  await page.reload()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await shows(dialog().getByRole('heading', { name: 'A scenario comes out otherwise' }))
  await shows(dialog().getByText('Whoever is from Oslo hears from us'))
})

test('those inside are found by where they stand and by name', async () => {
  await dialog()
    .getByRole('button', { name: /1 is watched at Filter/ })
    .click()
  await hides(person('Okan Demirel'))
  await shows(person('Ines Moreau'))
  await dialog()
    .getByRole('button', { name: /is watched at Filter/ })
    .click()
  await dialog().getByRole('searchbox').fill('freya')
  await hides(person('Ines Moreau'))
  await shows(person('Freya Fjord'))
  await shows(dialog().getByText('1 of 3 people'))
})

test('it is published as was decided, and what was said comes true', async () => {
  await shows(dialog().getByText('Say first who enters.'))
  expect(await dialog().getByRole('button', { name: 'Publish version 2' }).isDisabled()).toBe(true)
  await dialog().getByText('Let them enter now').click()
  await dialog().getByText('They move to the new version').click()
  await dialog().getByRole('button', { name: 'Publish version 2' }).click()
  await shows(dialog().getByRole('heading', { name: 'Version 2 is published' }))
  await house.catchUp()
  // Three were inside; the two who enter are, too, where they came before the moving did.
  await shows(dialog().getByText(/Whoever is inside is on this version: [3-5] people/))
  await shows(dialog().getByText(/Whoever matches and may enter is in/))
  expect(await look(page, 'published')).toEqual([])
  await dialog().getByRole('button', { name: 'Done' }).click()
  await shows(page.getByText('Live, version 2'))
  await until(async () => {
    const rows = await team.sql`select component from acts where team_id = ${team.id} and component = 'service'`
    return rows.length === 2
  }, 'both from Oslo got the message of the new version')
  const entered = await team.sql`select from enrollments where team_id = ${team.id} and version = 2`
  expect(entered.length).toBe(5)
})

test('with nothing changed there is nothing to publish', async () => {
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await shows(dialog().getByText('There is nothing to publish.'))
  await page.keyboard.press('Escape')
  await hides(dialog())
})

test('of a campaign that is entered by hand it is said so once it is published, too', async () => {
  const { body } = await asks(team, 'POST', '/campaigns', graph([sends('thanks', 'Thanks')], [], { startable: true }))
  await page.goto(`${house.url}/campaigns/${body.id}`)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await dialog().getByRole('button', { name: 'Publish', exact: true }).click()
  await shows(dialog().getByText('Whoever is started from now on enters'))
  await page.goto(`${house.url}/campaigns/${id}`)
})

test('each version is looked at, compared, and made the draft again; Undo brings back what was there', async () => {
  // By a link to one of them, as a rewind has it; the address is what is on screen.
  await page.goto(`${house.url}/campaigns/${id}?versions=1`)
  await shows(dialog().getByText('This is the first version.'))
  expect(page.url()).toBe(`${house.url}/campaigns/${id}?versions=1`)
  await page.keyboard.press('Escape')
  await hides(dialog())
  expect(page.url()).toBe(`${house.url}/campaigns/${id}`)
  await page.getByRole('button', { name: 'Versions' }).click()
  await shows(dialog().getByRole('region', { name: 'Graph of this version' }).getByText('Send message').first())
  await shows(dialog().getByText('Compared with'))
  expect(await dialog().locator('.change').count()).toBeGreaterThan(3)
  expect(await look(page, 'versions')).toEqual([])
  await dialog()
    .getByRole('button', { name: /^Version 1/ })
    .click()
  await shows(dialog().getByText('This is the first version.'))
  expect(page.url()).toContain('?versions=1')
  await dialog().getByLabel('Compared with').selectOption('the draft')
  await shows(
    dialog()
      .locator('.change.removed')
      .getByText(/The first service/),
  )
  await dialog().getByRole('button', { name: 'Make it the draft again' }).click()
  await page.getByRole('button', { name: 'Make it the draft', exact: true }).click()
  await hides(dialog())
  await shows(page.locator('.react-flow__node').getByText('3 days'))
  await page.getByRole('button', { name: 'Undo' }).click()
  await shows(page.locator('.react-flow__node').getByText('1 day'))
})
