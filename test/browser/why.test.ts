import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { openBrowser, type Windows } from '../house/browser.ts'
import { filters, graph, hears, is, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { hides, shows } from '../house/screens.ts'

let house: House
let windows: Windows
let team: TestTeam
let page: Page
let ada: string
let ben: string
let drip: string
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  team = await house.bareTeam()
  const exits = [{ id: 'paid', name: 'Paid', filter: is('attributes.paid', true) }]
  const drawn = graph(
    [
      filters('team', { field: 'attributes.seats', op: 'greater', value: 10 }, { watch: 'once' }),
      waits('wait', { for: 'P3D' }),
      sends('small', 'Small teams start here.', { newConversation: true }),
      sends('reminder', 'Shall we show you around?', { newConversation: true }),
    ],
    ['team:matched > wait > reminder', 'team:unmatched > small'],
    { name: 'Welcome to pro', audience: { all: [is('type', 'signup'), is('attributes.plan', 'pro')] }, exits },
  )
  drip = (await team.campaign(drawn)).id
  await team.campaign(graph([hears('chat'), sends('hi', 'Hi.')], ['chat > hi'], { name: 'Say hello' }))
  const person = async (id: string, name: string, attributes: object) =>
    String((await asks(team, 'PUT', `/people/${id}`, { name, email: `${id}@shop.example`, attributes })).body.id)
  ada = await person('ada', 'Ada Kirsch', { plan: 'pro', seats: 12 })
  ben = await person('ben', 'Ben Okafor', { plan: 'pro', seats: 3, paid: true })
  await asks(team, 'PUT', '/people/ben', { attributes: { plan: 'free', paid: false } })
  const agent = await team.agent('Mara Lindqvist')
  page = await windows.window({ signedIn: agent })
  agent.leaves()
})
afterAll(async () => {
  await windows?.end()
  await house?.stop()
})

const dialog = () => page.getByRole('dialog')
const finds = async (name: string) => {
  await dialog().getByRole('searchbox', { name: 'Search people' }).fill(name.slice(0, 3).toUpperCase())
  await dialog().getByRole('button', { name }).click()
}

test('in a campaign anybody is found: where they are, or why they are not in', async () => {
  await page.goto(`${house.url}/campaigns/${drip}`)
  await page.getByRole('button', { name: 'Find a person' }).click()
  await shows(dialog().getByRole('button', { name: /^Ada Kirsch/ }))
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search')
  expect(await look(page, 'why-search')).toEqual([])
  await dialog().getByRole('searchbox', { name: 'Search people' }).fill('ben')
  await page.keyboard.press('Enter')
  await shows(dialog().getByText('They are not in the audience.'))
  const decided = dialog().getByRole('list', { name: 'What decided' })
  await shows(decided.getByText('Condition: plan is pro'))
  await shows(decided.getByText(/^Now: free, which does not match, since/))
  expect(await decided.getByRole('listitem').count()).toBe(1)
  await shows(dialog().getByRole('list', { name: 'When they matched' }).getByText('Kept out by an exit'))
  expect(await look(page, 'why-not')).toEqual([])
  await dialog().getByRole('button', { name: 'Another person' }).click()
  // Arrows go through who was found: the newest first.
  await dialog().getByRole('searchbox', { name: 'Search people' }).fill('@shop')
  await shows(dialog().getByRole('button', { name: /^Ada Kirsch/ }))
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
  await shows(dialog().getByText('They are in the campaign.'))
  await shows(dialog().getByText('Matched, because seats is 12'))
  await shows(
    dialog()
      .getByRole('list', { name: 'Where they are now' })
      .getByText(/Waits until/),
  )
  await shows(dialog().getByText('Not reached so far: Send message “Small teams start here.”', { exact: false }))
  await page.keyboard.press('Escape')
  await hides(dialog())
})

test('the answer moves with the person, without a reload', async () => {
  await page.goto(`${house.url}/campaigns/${drip}`)
  await page.getByRole('button', { name: 'Find a person' }).click()
  await finds('Ben Okafor')
  await shows(dialog().getByText('They are not in the audience.'))
  await asks(team, 'PUT', '/people/ben', { attributes: { plan: 'pro' } })
  await shows(dialog().getByText('They got “Small teams start here.”'))
  await shows(dialog().getByText(/^They completed it/))
  await shows(dialog().getByText('Not matched, because seats is 3'))
  expect(await look(page, 'why-got')).toEqual([])
  // C26: an open answer hears of it, too.
  await asks(team, 'DELETE', `/people/${ben}`)
  await shows(dialog().getByText('This person was erased'))
  await shows(dialog().getByRole('heading', { name: 'Erased person' }))
  await hides(dialog().getByText('Small teams start here', { exact: false }))
  // Nor are they among who was found before, even while that is asked anew.
  await page.route('**/people/search', () => undefined)
  await dialog().getByRole('button', { name: 'Another person' }).click()
  await shows(dialog().getByText('Looking for “BEN” …'))
  await page.unroute('**/people/search')
})

test('from a person’s page the same is asked of every campaign, also of those they never were in', async () => {
  await page.goto(`${house.url}/people/${ada}`)
  await page.getByRole('button', { name: 'Why: Welcome to pro' }).click()
  await shows(dialog().getByText('They are in the campaign.'))
  await dialog().getByRole('button', { name: 'Another campaign' }).click()
  expect(await look(page, 'why-campaigns')).toEqual([])
  await dialog().getByRole('searchbox', { name: 'Search campaigns' }).fill('hello')
  await dialog()
    .getByRole('button', { name: /^Say hello/ })
    .click()
  await shows(dialog().getByText('They may enter, and do when they write.'))
  await page.keyboard.press('Escape')
})

test('C26: somebody is erased from their page, after it was said what will be gone', async () => {
  await page.getByRole('button', { name: 'Erase …' }).click()
  const question = page.getByRole('alertdialog', { name: 'Erase Ada Kirsch?' })
  await shows(question.getByText(/are gone for good.*It can’t be undone\./))
  expect(await look(page, 'person-erase')).toEqual([])
  await question.getByRole('button', { name: 'Cancel' }).click()
  await shows(page.getByRole('heading', { name: 'Ada Kirsch' }))
  await page.getByRole('button', { name: 'Erase …' }).click()
  await question.getByRole('button', { name: 'Erase for good' }).click()
  await shows(page.getByText('This person was erased'))
  await hides(page.getByRole('button', { name: 'Erase …' }))
})
