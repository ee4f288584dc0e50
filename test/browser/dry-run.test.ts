import { templates } from '@pavior/shared/campaign/templates.ts'
import type { FrameLocator, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { openBrowser, type Windows } from '../house/browser.ts'
import { emails, graph, is, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { composer, message, shows } from '../house/screens.ts'

let house: House
let windows: Windows
let team: TestTeam
let page: Page
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  team = await house.bareTeam()
  const agent = await team.agent('Mara Lindqvist')
  page = await windows.window({ signedIn: agent })
  agent.leaves()
})
afterAll(async () => {
  await windows?.end()
  await house?.stop()
})

const opens = async (drawn: unknown): Promise<string> => {
  const { body } = await asks(team, 'POST', '/campaigns', drawn)
  await page.goto(`${house.url}/campaigns/${body.id}`)
  await page.getByRole('button', { name: 'Dry run' }).click()
  await shows(page.getByRole('heading', { name: 'Dry run' }))
  return String(body.id)
}
const chat = (): FrameLocator => page.frameLocator('iframe[title="The chat, as they have it"]')
const story = (): Locator => page.getByRole('list', { name: 'What happens' })
const node = (id: string): Locator => page.locator(`.react-flow__node[data-id="${id}"] .node`)
const says = (text: string) => shows(story().getByText(text))
const person = () => page.getByRole('complementary', { name: 'The person' })

test('lead qualification is played in the real chat, step by step, and kept as a scenario that tells when it breaks', async () => {
  const [inbox] = await team.sql`select id from inboxes where team_id = ${team.id}`
  const template = templates.find(({ id }) => id === 'lead-qualification')
  const id = await opens(template?.campaign(String(inbox?.id)))
  await composer(chat()).fill('Hello')
  await composer(chat()).press('Enter')
  await shows(message(chat(), 'Thanks for writing!'))
  await says('Enters the campaign')
  await expect.poll(() => node('chat').getAttribute('class')).toContain('acted')
  await expect.poll(() => node('interested').getAttribute('class')).toContain('waits')
  await expect.poll(() => node('thank-large').getAttribute('class')).toContain('pale')
  await chat().getByRole('button', { name: 'I have a question about pricing' }).click()
  await chat().getByLabel('Work email').fill('ada')
  await chat().locator('form').getByRole('button', { name: 'Send', exact: true }).first().click()
  await shows(chat().getByText(/email address/))
  await chat().getByLabel('Work email').fill('ada@shop.example')
  await chat().getByLabel('How many of you are there?').selectOption('More than 50')
  await chat().locator('form').getByRole('button', { name: 'Send', exact: true }).first().click()
  await shows(message(chat(), 'Thank you, that helps!'))
  await says('Matched, because teamSize is “More than 50”')
  await says('Assigned to “Support”, Mara Lindqvist')
  expect(await look(page, 'dry-run')).toEqual([])
  await page.getByRole('button', { name: 'One step back' }).click()
  await expect.poll(() => node('thank-large').getAttribute('class')).toContain('pale')
  await page.getByRole('button', { name: 'One step on' }).click()
  await expect.poll(() => node('thank-large').getAttribute('class')).toContain('acted')

  await page.getByRole('button', { name: 'Keep as a scenario' }).click()
  await page.getByLabel('Name of the scenario').fill('A large team')
  await shows(
    page.getByLabel(/^gets Send message “Thank you, that helps!/).or(page.getByLabel(/^gets Send message “Thank you/)),
  )
  await page.getByRole('button', { name: 'Keep it' }).click()
  await shows(page.getByLabel('As expected'))
  await page.getByRole('button', { name: 'Close the dry run' }).click()
  await node('large-team').click()
  await page.keyboard.press('Delete')
  await shows(page.getByRole('button', { name: /^Warning Scenario “A large team” expects that the person gets/ }))
  expect(await look(page, 'scenario-broken')).toEqual([])
  await page.getByRole('button', { name: /Scenario “A large team”/ }).click()
  await shows(page.getByLabel('Not as expected'))
  await shows(message(chat(), 'Thank you, that is all we need.'))
  await page.getByRole('button', { name: 'Close the dry run' }).click()
  await page.getByRole('button', { name: 'Publish' }).click()
  await shows(page.getByRole('dialog').getByRole('heading', { name: 'A scenario comes out otherwise' }))
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => page.getByText('Scenario “A large team”').count()).toBe(0)
  expect((await team.sql`select count(*)::int as count from people where team_id = ${team.id}`)[0]?.count).toBe(0)
  expect((await team.sql`select count(*)::int as count from scenarios where campaign_id = ${id}`)[0]?.count).toBe(1)
})

test('time passes on a made-up signup: what waits says until when, what is not sent says why', async () => {
  await opens(
    graph(
      [waits('wait', { for: 'P3D' }), emails('mail', 'Come back', { subject: 'We miss you' }), sends('hi', 'Hi')],
      ['wait > mail > hi'],
      {
        audience: { all: [is('type', 'signup'), is('attributes.plan', 'pro')] },
      },
    ),
  )
  await person().getByRole('button', { name: 'Change', exact: true }).click()
  await person().getByText('A signup', { exact: true }).click()
  await says('Stays outside: not in the audience, because plan is unknown')
  await person().getByRole('button', { name: 'attribute', exact: true }).click()
  await person().getByLabel('Name of the attribute').fill('plan')
  await person().getByLabel('Value of plan').fill('pro')
  await person().getByRole('button', { name: 'Done' }).click()
  await says('Enters the campaign')
  await shows(page.getByRole('heading', { name: 'Now' }))
  await person().getByRole('button', { name: 'Until the next thing' }).click()
  await says('The wait is over')
  await says('Skipped: there is no email address')
  await says('Completes: nothing is left to do')
  await shows(message(chat(), 'Hi'))
  await person().getByRole('button', { name: 'Until the next thing' }).click()
  await says('Nothing happens by itself any more.')
  await person().getByRole('button', { name: 'Tracks an event' }).click()
  await person().getByLabel('Event').fill('order placed')
  await person().getByRole('button', { name: 'Play' }).click()
  await says('Tracks “order placed”')
})

test('a real person is played on with their own past, and nothing of it reaches them', async () => {
  await asks(team, 'PUT', '/people/ada', { email: 'ada@shop.example', name: 'Ada Quist', attributes: { plan: 'pro' } })
  await opens(
    graph([emails('mail', 'Come back', { subject: 'We miss you' })], [], { audience: is('attributes.plan', 'pro') }),
  )
  await person().getByRole('button', { name: 'Change', exact: true }).click()
  await person().getByText('A real person').click()
  await person().getByLabel('Search people').fill('quist')
  await person().getByRole('button', { name: 'Ada Quist' }).click()
  await says('Sent to ada@shop.example: “We miss you”')
  expect(await look(page, 'dry-run-real')).toEqual([])
  const journal = await team.sql`select kind from journal where team_id = ${team.id}`
  expect(journal.map(({ kind }) => kind)).not.toContain('entered')
  expect(await team.sql`select 1 from emails where team_id = ${team.id}`).toHaveLength(0)
})

test('a draft that is not finished can not be played, and says what to do', async () => {
  await opens(graph([sends('hi', '')]))
  await shows(page.getByText('The campaign can be played once'))
  await page.getByRole('button', { name: 'Show the first' }).click()
})

test('what is played is not changed by keys meant for drawing', async () => {
  await opens(graph([waits('hold', { for: 'P1D' }), sends('hello', 'Hello')], ['hold > hello']))
  const clip = { pavior: 'components', version: 1, dependencies: [], components: [waits('again', { for: 'P2D' })] }
  const pastes = () =>
    page.evaluate(text => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, JSON.stringify(clip))
  await node('hold').click()
  await pastes()
  await page.keyboard.press('Control+d')
  await page.getByRole('button', { name: 'Close the dry run' }).click()
  // Now they are taken again, and what came before has left nothing.
  await pastes()
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(3)
  await shows(page.locator('.react-flow__node[data-id="again"]'))
})
