import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { openBrowser, type Windows } from '../house/browser.ts'
import { assigns, emails, ends, filters, graph, hears, is, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { shows } from '../house/screens.ts'

let house: House
let windows: Windows
let team: TestTeam
let page: Page
let id: string
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  team = await house.bareTeam()
  const agent = await team.agent('Mara Lindqvist')
  page = await windows.window({ signedIn: agent })
  agent.leaves()
  const [inbox] = await team.sql`select id from inboxes where team_id = ${team.id}`
  const drawn = graph(
    [
      hears('chat'),
      sends('hi', 'Hello there'),
      filters('pro', is('attributes.plan', 'pro'), { watch: { for: 'P1D' } }),
      waits('wait', { for: 'P1DT12H' }),
      assigns('to', String(inbox?.id)),
      emails('mail', 'Still there?', { subject: 'A word' }),
      hears('again'),
      ends('end'),
    ],
    ['chat > hi', 'hi > pro', 'pro:matched > to', 'pro:unmatched > wait', 'wait > mail > again > end'],
  )
  id = String((await asks(team, 'POST', '/campaigns', drawn)).body.id)
  await page.goto(`${house.url}/campaigns/${id}`)
})
afterAll(async () => {
  await windows?.end()
  await house?.stop()
})

const choose = async (component: string) => {
  await page.locator(`.react-flow__node[data-id="${component}"]`).click()
  return page.locator('.component-settings')
}
/** What the server has of a component, once it has it. */
const saved = async (component: string) => {
  const { body } = await asks(team, 'GET', `/campaigns/${id}`)
  const components: { id: string; type: string; settings: unknown }[] = Object(body).components
  const { type, settings } = components.find(one => one.id === component) ?? {}
  return { type, settings }
}
const becomes = (component: string, wanted: object) =>
  expect.poll(() => saved(component), { timeout: 10_000 }).toMatchObject(wanted)
const says = (settings: Locator, text: string) => shows(settings.getByText(text))

test('a Wait: how long in parts, until when, whose time, which days and hours; wrong ones are refused and kept', async () => {
  const settings = await choose('wait')
  await says(settings, 'Who arrives now goes on')
  await settings.getByLabel('How many days').fill('')
  await says(settings, 'One of the numbers is missing.')
  await settings.getByLabel('How many days').fill('3')
  await settings.getByRole('button', { name: 'Without the hours' }).click()
  await becomes('wait', { settings: { for: 'P3D' } })
  await settings.getByLabel('How many days').fill('9999')
  await says(settings, 'At most ten years.')
  await settings.getByLabel('Unit').selectOption('hours')
  await settings.getByLabel('How many hours').fill('24')
  await settings.getByLabel('In the time of').selectOption('person')
  await settings.getByRole('switch', { name: 'Only on some weekdays, or at some hours' }).click()
  await settings.getByLabel('Friday').click()
  await settings.getByLabel('From').fill('22:00')
  await says(settings, 'until 18:00 of the next day')
  expect(await look(page, 'settings-wait')).toEqual([])
  await becomes('wait', {
    settings: { for: 'PT24H', zone: 'person', hours: { days: [1, 2, 3, 4], from: '22:00', to: '18:00' } },
  })
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday']) await settings.getByLabel(day).click()
  await says(settings, 'Choose a weekday at least.')
  await settings.getByText('Until a date').click()
  await settings.getByLabel('Date and time').fill('2031-01-04T09:00')
  await settings.getByLabel('In the time of').selectOption('America/New_York')
  await becomes('wait', { settings: { until: '2031-01-04T09:00', zone: 'America/New_York' } })
})

test('an Inbound message asks something else at the start than further down', async () => {
  const first = await choose('chat')
  await first.getByText('Any message').click()
  await first.getByRole('switch', { name: 'Only with certain words' }).click()
  await first.getByLabel('Words or phrases').fill('price\nhow much\n')
  await becomes('chat', { settings: { which: 'any', contains: ['price', 'how much'] } })
  expect(await first.getByLabel('Words or phrases').inputValue()).toBe('price\nhow much\n')
  const again = await choose('again')
  await again.getByText('Anywhere').click()
  await becomes('again', { settings: { where: 'anywhere' } })
})

test('a Send has a channel, a sender and says whether it starts a conversation', async () => {
  const settings = await choose('mail')
  await settings.getByLabel('Subject').fill(' ')
  await says(settings, 'The subject must not be empty.')
  await settings.getByLabel('Subject').fill('Are you there?')
  await settings.getByLabel('From').selectOption({ label: 'Mara Lindqvist' })
  await settings.getByRole('switch', { name: 'New conversation' }).click()
  await becomes('mail', { type: 'send-email', settings: { subject: 'Are you there?', newConversation: true } })
  expect(await look(page, 'settings-send')).toEqual([])
  await settings.getByText('Message', { exact: true }).click()
  await becomes('mail', { type: 'send-message' })
  expect((await saved('mail')).settings).not.toHaveProperty('subject')
})

test('an Assign chooses inbox and agent; one that was deleted is named as such', async () => {
  const settings = await choose('to')
  await settings.getByLabel('To whom').selectOption('round-robin')
  await becomes('to', { settings: { agent: 'round-robin' } })
  const made = await asks(team, 'POST', '/inboxes', { name: 'Sales' })
  await page.reload()
  const again = await choose('to')
  await again.getByLabel('Inbox').selectOption({ label: 'Sales' })
  await becomes('to', { settings: { inbox: made.body.id } })
  await asks(team, 'DELETE', `/inboxes/${made.body.id}`)
  await page.reload()
  await says(await choose('to'), 'This inbox was deleted. Choose another.')
})

test('a Filter says what becomes of who does not match, whom it lets through, and what is typed is one step to undo', async () => {
  const settings = await choose('pro')
  await settings.getByLabel('How many days').press('End')
  await settings.getByLabel('How many days').pressSequentially('0')
  await becomes('pro', { settings: { watch: { for: 'P10D' } } })
  await page.getByRole('button', { name: 'Undo' }).click()
  await becomes('pro', { settings: { watch: { for: 'P1D' } } })
  expect(await settings.getByLabel('How many days').inputValue()).toBe('1')
  await settings.getByText('Check once').click()
  await becomes('pro', { settings: { watch: 'once' } })
  expect(await look(page, 'settings-filter')).toEqual([])
  // The question stands in words, and can be changed where it is asked.
  await settings.locator('.conditions input.input').first().fill('free')
  await becomes('pro', { settings: { filter: { value: 'free' } } })
})
