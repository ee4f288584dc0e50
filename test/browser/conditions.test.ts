import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { keepPicture, openBrowser, WIDE, type Windows } from '../house/browser.ts'
import { filters, graph, is, sends } from '../house/graph.ts'
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

async function chooses(text: string, within: Locator, button = 'Add a condition'): Promise<void> {
  await within.getByRole('combobox', { name: button, exact: true }).last().click()
  await page.getByRole('combobox', { name: 'Search what to ask' }).fill(text)
}
async function picks(text: string, button = 'Add a condition'): Promise<void> {
  await chooses(text, conditions(), button)
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
  await picks('plan')
  await page.getByRole('combobox', { name: 'plan: value' }).fill('pro')
  await shows(matches('2 match now'))
  await hides(found().filter({ hasText: 'Freya Nygaard' }))
  expect(await sentence().textContent()).toBe('Plan is pro')
  await picks('order placed')
  await page.getByRole('combobox', { name: 'Event order placed: how' }).selectOption({ label: 'happened at least' })
  await page.getByRole('spinbutton', { name: 'Event order placed: how often' }).fill('2')
  await page.getByRole('button', { name: 'In the last …' }).click()
  await picks('amount', 'Add a property')
  await page.getByRole('combobox', { name: 'amount: how' }).selectOption({ label: 'is more than' })
  await page.getByRole('spinbutton', { name: 'amount: value' }).fill('50')
  await shows(matches('1 matches now'))
  expect(await sentence().textContent()).toBe(
    'Plan is pro and tracked “order placed” (amount is more than 50) at least 2 times in 7 days',
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

test('the address keeps the conditions: a reload has them again, and a link leads to them', async () => {
  const before = filterInAddress()
  await page.reload()
  await shows(matches('1 matches now'))
  expect(await page.getByRole('combobox', { name: 'plan: value' }).inputValue()).toBe('pro')
  expect(filterInAddress()).toEqual(before)
  await found().first().click()
  await shows(page.getByRole('heading', { name: 'Okan Demirel' }))
  await page.goBack()
  await shows(matches('1 matches now'))
})

test('by keyboard alone: choose, write, group, deny, take away', async () => {
  await page.goto(`${house.url}/people`)
  await shows(matches('3 match now'))
  await page.getByRole('combobox', { name: 'Add a condition' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('seats')
  await shows(page.getByRole('option', { name: /^seats/ }))
  await page.keyboard.press('Enter')
  await shows(page.getByRole('combobox', { name: 'seats: how' }))
  await page.getByRole('spinbutton', { name: 'seats: value' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.type('is more')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('2')
  await shows(matches('2 match now'))
  await page.getByRole('combobox', { name: 'Add a group, beginning with' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('newsletter')
  await page.keyboard.press('Enter')
  await shows(matches('1 matches now'))
  await page.getByRole('combobox', { name: 'How many of these' }).nth(1).focus()
  await page.keyboard.type('none')
  await page.keyboard.press('Tab')
  await shows(matches('1 matches now'))
  expect(await sentence().textContent()).toBe('Seats is more than 2, and not (“newsletter “weekly” 🚲” is yes)')
  expect(filterInAddress()).toEqual({
    all: [
      { field: 'attributes.seats', op: 'greater', value: 2 },
      { not: { any: [{ field: 'attributes.newsletter “weekly” 🚲', op: 'equals', value: true }] } },
    ],
  })
  await page.getByRole('button', { name: 'Remove this condition' }).nth(1).focus()
  await page.keyboard.press('Enter')
  await shows(matches('2 match now'))
  await page.getByRole('combobox', { name: 'Add a condition' }).and(page.locator(':focus')).waitFor()
  await page.getByRole('button', { name: 'Remove this condition' }).press('Enter')
  await shows(matches('3 match now'))
  expect(new URL(page.url()).search).toBe('')
})

test('what is not finished is said under it, and counts and lists nobody else meanwhile', async () => {
  await picks('trial ends')
  await page.getByRole('combobox', { name: 'trial ends: how' }).selectOption({ label: 'is before' })
  await shows(page.getByText('Choose a date.'))
  await shows(matches('Counted once the conditions are finished.'))
  expect(await found().count()).toBe(3)
  await page.getByLabel('trial ends: value').fill('2027-01-04')
  await shows(matches('0 match now'))
  await shows(page.getByText('Nobody matches now'))
  await page.getByRole('button', { name: 'Show everybody' }).click()
  await shows(matches('3 match now'))
})

test('what the editor does not know stays as it is, and can be taken away', async () => {
  const strange = {
    all: [
      { field: 'type', op: 'equals', value: 'signup' },
      { sounds: 'like', of: [1, 2] },
    ],
  }
  await page.goto(`${house.url}/people?filter=${encodeURIComponent(JSON.stringify(strange))}`)
  await shows(page.getByText('Kept as it is: {"sounds":"like","of":[1,2]}'))
  await page.getByRole('combobox', { name: 'Type: value' }).selectOption('lead')
  await shows(page.getByText('Kept as it is: {"sounds":"like","of":[1,2]}'))
  await page.getByRole('button', { name: 'Remove this condition' }).nth(1).click()
  await shows(matches('0 match now'))
  expect(filterInAddress()).toEqual({ all: [{ field: 'type', op: 'equals', value: 'lead' }] })
  for (const broken of ['{', '[]', '{"all":3}', '"x"', 'null', '{"not":{}}']) {
    await page.goto(`${house.url}/people?filter=${encodeURIComponent(broken)}`)
    await shows(page.getByRole('combobox', { name: 'Add a condition' }))
  }
})

test('a long name from right to left, and the conditions on a phone', async () => {
  await knows('long', `${'שלום עולם '.repeat(19)}<b>`, { plan: 'free' })
  await page.goto(
    `${house.url}/people?filter=${encodeURIComponent('{"field":"attributes.plan","op":"equals","value":"free"}')}`,
  )
  await shows(found().filter({ hasText: 'שלום' }))
  expect(await look(page, 'people-long-name')).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Conditions' }).click()
  await shows(page.getByRole('combobox', { name: 'plan: value' }))
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await keepPicture(page, 'people-conditions-phone')
  await page.getByRole('combobox', { name: 'Add a condition' }).click()
  await shows(page.getByRole('option', { name: 'Country' }))
  await keepPicture(page, 'people-fields-phone')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Show the people' }).click()
  await shows(found().first())
})

test('a Filter asks about the components before it, and says how many of the audience match, and some of them', async () => {
  const button = { type: 'button', attrs: { id: 'b1', label: 'More than ten', action: { reply: true } } }
  const drawn = graph(
    [
      sends('ask', {
        type: 'doc',
        content: [{ type: 'paragraph', content: [{ type: 'text', text: 'How many?' }] }, button],
      }),
      filters('big', { field: 'attributes.seats', op: 'greater', value: 10 }),
      sends('later', 'Later'),
    ],
    ['ask > big', 'big:matched > later'],
    { audience: is('attributes.plan', 'pro') },
  )
  const { body } = await asks(team, 'POST', '/campaigns', drawn)
  await page.setViewportSize(WIDE)
  await page.goto(`${house.url}/campaigns/${body.id}`)
  await page.locator('.react-flow__node[data-id="big"]').click()
  const settings = page.locator('.component-settings')
  await shows(settings.getByText('1 of 2 in the audience matches now'))
  await chooses('Later', settings)
  await shows(page.getByRole('option', { name: 'Event “Later”' }))
  expect(await page.getByRole('option', { name: /^Send message/ }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await chooses('How many', settings)
  await page.getByRole('option', { name: /^Send message “How many/ }).click()
  await settings.getByRole('combobox', { name: /^Send message .*: how$/ }).selectOption({ label: 'was clicked' })
  await settings.getByRole('combobox', { name: /which button$/ }).selectOption('“More than ten”')
  await shows(settings.getByText('Asks what happens in the campaign: counted once people are in it.'))
  expect(await settings.locator('.cond-sentence').textContent()).toMatch(
    /^Seats is more than 10 and clicked “More than ten” in Send message “How many\?/,
  )
  await settings.getByRole('button', { name: 'Remove this condition' }).nth(1).click()
  await settings.getByRole('link', { name: 'Okan Demirel' }).click()
  await shows(page.getByRole('heading', { name: 'Okan Demirel' }))
  await page.goBack()
  // People change while one draws: what comes up says how many it is now.
  await shows(page.locator('.scope').getByText('2 match now'))
  await asks(team, 'PUT', '/people/later', { attributes: { plan: 'pro', seats: 30 } })
  await page.locator('.react-flow__node[data-id="big"]').click()
  await shows(settings.getByText('2 of 3 in the audience match now'))
  await page.getByRole('button', { name: /^Audience/ }).click()
  await shows(page.getByRole('dialog').getByText('3 people match now'))
  await page.keyboard.press('Escape')
  await shows(page.locator('.scope').getByText('3 match now'))
})
