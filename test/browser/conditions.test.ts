import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, type Windows } from '../house/browser.ts'
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

async function knows(id: string, name: string, attributes: object): Promise<void> {
  const answer = await team.api(`/people/${id}`, {
    method: 'PUT',
    body: JSON.stringify({ name, email: `${id}@postfach.example`, attributes }),
  })
  expect(answer.status).toBe(200)
}
const tracks = async (externalId: string, name: string, properties: object) =>
  await team.api('/events', { method: 'POST', body: JSON.stringify({ person: { externalId }, name, properties }) })

const found = () => page.locator('[data-person]')
const conditions = () => page.getByRole('region', { name: 'Conditions' })
const matches = (text: string | RegExp) => page.locator('.match').filter({ hasText: text })
const sentence = () => page.locator('.cond-sentence')
const filterInAddress = () => JSON.parse(new URL(page.url()).searchParams.get('filter') ?? 'null')

async function asks(text: string, within = conditions(), button = 'Add a condition'): Promise<void> {
  await within.getByRole('combobox', { name: button, exact: true }).last().click()
  await page.getByRole('combobox', { name: 'Search what to ask' }).fill(text)
  await page.getByRole('option', { name: text }).first().click()
}

test('the list of people says what it is for, before there is anybody', async () => {
  await page.goto(`${house.url}/people`)
  await shows(page.getByText('Nobody yet'))
  await shows(matches('0 match now'))
  expect(await look(page, 'people-empty')).toEqual([])
})

test('conditions are made of what the team really has, counted as they are made, and list who matches', async () => {
  await knows('okan', 'Okan Demirel', { plan: 'pro', seats: 12, 'newsletter “weekly” 🚲': true })
  await knows('freya', 'Freya Nygaard', { plan: 'free', seats: 2 })
  await knows('ines', 'Inès Bellamy', { plan: 'pro', seats: 3 })
  await tracks('okan', 'order placed', { amount: 120, currency: 'EUR' })
  await tracks('okan', 'order placed', { amount: 80, currency: 'EUR' })
  await tracks('ines', 'order placed', { amount: 15, currency: 'EUR' })
  await page.reload()
  await shows(matches('3 match now'))
  await asks('plan')
  await page.getByRole('combobox', { name: 'plan: value' }).fill('pro')
  await shows(matches('2 match now'))
  await hides(found().filter({ hasText: 'Freya Nygaard' }))
  expect(await sentence().textContent()).toBe('plan is pro')
  await asks('order placed')
  await page.getByRole('combobox', { name: 'Event order placed: how' }).selectOption({ label: 'happened at least' })
  await page.getByRole('spinbutton', { name: 'Event order placed: how often' }).fill('2')
  await page.getByRole('button', { name: 'In the last …' }).click()
  await asks('amount', conditions(), 'Add a property')
  await page.getByRole('combobox', { name: 'amount: how' }).selectOption({ label: 'is more than' })
  await page.getByRole('spinbutton', { name: 'amount: value' }).fill('50')
  await shows(matches('1 matches now'))
  expect(await sentence().textContent()).toBe(
    'plan is pro and tracked “order placed” (amount is more than 50) at least 2 times in 7 days',
  )
  expect(filterInAddress()).toEqual({
    all: [
      { field: 'attributes.plan', op: 'equals', value: 'pro' },
      {
        field: 'event.order placed',
        op: 'count-at-least',
        value: 2,
        where: { all: [{ field: 'amount', op: 'greater', value: 50 }] },
        within: 'P7D',
      },
    ],
  })
  expect(await look(page, 'people-conditions')).toEqual([])
})
