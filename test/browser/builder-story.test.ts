import type { FrameLocator, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { livedActs, saysInDryRun, toldActs } from '../house/acts.ts'
import { asks } from '../house/api.ts'
import { keepPicture, openBrowser, type Windows } from '../house/browser.ts'
import { component, drags, lines, middle, part, port } from '../house/canvas.ts'
import { asking, assigns, ends, filters, graph, hears, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { composer, hides, log, message, openChat, shows, writes } from '../house/screens.ts'
import { hostPage, openSite, type Site } from '../house/site.ts'

/** The whole of it, by somebody who has an idea and no manual: drawn from blank, played, published, lived through. */

let house: House
let windows: Windows
let site: Site
let team: TestTeam
let page: Page
let sales: string
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  site = await openSite()
})
beforeEach(async () => {
  team = await house.bareTeam()
  sales = String((await asks(team, 'POST', '/inboxes', { name: 'Sales' })).body.id)
  const agent = await team.agent('Mara Lindqvist')
  page = await windows.window({ signedIn: agent })
  agent.leaves()
  await page.goto(`${house.url}/campaigns`)
  await shows(blank())
})
afterAll(async () => {
  await windows?.end()
  await site?.stop()
  await house?.stop()
})

const NAME = 'Lead qualification'
const ASK = 'Hi! How many of you are there?'
const HELP = 'Our price list answers most questions of small teams.'
const AGAIN = 'Did you find what you were looking for?'

const wordsOf = (text: string) => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
})
const fields = [
  { key: 'name', label: 'Name', kind: 'text', required: false },
  { key: 'email', label: 'Email', kind: 'email', required: true },
  { key: 'attributes.companySize', label: 'Company size', kind: 'number', required: false },
]
/** What is to come of either way of drawing. */
const wanted = () =>
  graph(
    [
      hears('chat', { which: 'first' }),
      sends('ask', asking(ASK, ...fields)),
      filters(
        'size',
        { all: [{ field: 'attributes.companySize', op: 'greater', value: 50 }] },
        { watch: { for: 'P1D' } },
      ),
      assigns('to', sales),
      sends('help', wordsOf(HELP)),
      waits('wait', { for: 'PT1H' }),
      sends('again', wordsOf(AGAIN)),
      ends('end'),
    ],
    ['chat > ask > size:matched > to', 'size:unmatched > help > wait > again > end'],
    { name: NAME },
  )

const stored = async (id: string) => (await asks(team, 'GET', `/campaigns/${id}`)).body
type Drawn = {
  name?: string
  audience?: unknown
  components: { id: string; position?: unknown }[]
  dependencies: { from: string; to: string }[]
}
/** A draft by the order in which it was drawn, whatever ids and places its components have. */
function shapeOf(drawn: object): object {
  const { components, dependencies, name, audience }: Drawn = Object(drawn)
  const number = (id: string) => components.findIndex(one => one.id === id)
  return {
    name,
    audience,
    components: components.map(({ id: _id, position: _position, ...rest }) => rest),
    dependencies: dependencies
      .map(line => ({ ...line, from: number(line.from), to: number(line.to) }))
      .sort((a, b) => a.from - b.from || a.to - b.to),
  }
}
const isDrawn = (id: string) =>
  expect.poll(async () => shapeOf(await stored(id)), { timeout: 10_000 }).toMatchObject(shapeOf(wanted()))

const blank = () => page.getByRole('button', { name: 'Start with an empty canvas' })
const audience = () => page.getByRole('button', { name: /^Audience/ })
const everybody = () => page.getByRole('dialog', { name: 'Audience' }).getByRole('button', { name: 'Everybody' })
const settings = () => page.getByRole('complementary', { name: /^Settings of/ })
const editor = () => page.getByRole('dialog', { name: 'Send message' })
const write = () => settings().getByRole('button', { name: /the message$/ })
const field = () => editor().locator('.field-rows > li').last()
const name = () => page.getByRole('textbox', { name: 'Name of the campaign' })
const opened = async () => {
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/)
  await shows(page.getByText('Nothing is drawn yet'))
  return page.url().split('/').at(-1) ?? ''
}

test('by mouse from blank: drawn, played, published, and what then happens is what the dry run said', async () => {
  await blank().click()
  const id = await opened()
  await name().fill(NAME)
  await shows(page.getByText('Who is it for? Say so in the audience, above.'))
  await audience().click()
  await shows(everybody())
  expect(await look(page, 'builder-audience-blank')).toEqual([])
  await everybody().click()
  await page.keyboard.press('Escape')
  await drawsByMouse()
  await isDrawn(id)
  await keepPicture(page, 'builder-story')

  await page.getByRole('button', { name: 'Dry run' }).click()
  const played = page.frameLocator('iframe[title="The chat, as they have it"]')
  await shows(composer(played))
  await answers(played, { email: 'large@shop.example', size: 80 })
  await saysInDryRun(page, 'Matched, because companySize is 80')
  const toLarge = await toldActs(page)
  await page.getByRole('button', { name: 'From the beginning' }).click()
  await answers(played, { email: 'small@shop.example', size: 8 })
  const next = page.getByRole('button', { name: 'Until the next thing' })
  await next.click()
  await shows(message(played, HELP))
  await next.click()
  await shows(message(played, AGAIN))
  await saysInDryRun(page, 'Not matched, because companySize is 8')
  await saysInDryRun(page, 'Leaves the campaign for good')
  const toSmall = await toldActs(page)
  expect(toLarge.map(([, sentence]) => sentence)).toEqual([
    'Heard the message',
    `Sent: “${ASK}”`,
    'Matched',
    'Assigned to “Sales”, to nobody yet',
  ])
  expect(toSmall.length).toBe(7)
  await page.getByRole('button', { name: 'Close the dry run' }).click()

  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await shows(dialog.getByText('All of it is new: 8 components.'))
  await shows(dialog.getByText('Nobody by publishing: people enter when they write.'))
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await shows(dialog.getByRole('heading', { name: 'Version 1 is published' }))
  await dialog.getByRole('button', { name: 'Done' }).click()
  await shows(page.getByText('Live, version 1'))

  const large = await visits({ email: 'large@shop.example', size: 80 })
  const small = await visits({ email: 'small@shop.example', size: 8 })
  await house.catchUp()
  expect(await livedActs(team, 'large@shop.example')).toEqual(toLarge)
  expect(await livedActs(team, 'small@shop.example')).toEqual(toSmall.slice(0, 2))
  await house.clock.passes('P1DT2H')
  for (const words of [HELP, AGAIN]) await shows(message(small, words))
  expect(await livedActs(team, 'large@shop.example')).toEqual(toLarge)
  expect(await livedActs(team, 'small@shop.example')).toEqual(toSmall)
  for (const words of [HELP, AGAIN]) expect(await message(large, words).count()).toBe(0)
})

async function drawsByMouse(): Promise<void> {
  const pane = page.locator('.react-flow__pane')
  const fit = page.getByRole('button', { name: /^Fit/ })
  const drop = async (from: Locator, x: number, y: number, type: string) => {
    // All in view, and at rest.
    await fit.click()
    await from.hover()
    const start = await middle(from)
    await drags(page, from, { x: start.x + x, y: start.y + y })
    await page.getByRole('menuitem', { name: type }).click()
  }
  await part(page, 'Inbound message').dragTo(pane, { targetPosition: { x: 400, y: 60 } })
  await shows(component(page, 'Inbound message'))
  await drop(port(component(page, 'Inbound message')), 0, 100, 'Send message / email')
  await write().click()
  await shows(editor().getByText('The message says nothing yet.'))
  await page.keyboard.type(ASK)
  await editor().getByRole('button', { name: 'Form', exact: true }).click()
  await editor().getByRole('button', { name: 'Field', exact: true }).click()
  await field().getByLabel('Label', { exact: true }).fill('Company size')
  await field().getByLabel('Kind of Company size').selectOption('Number')
  await field().getByLabel('Where Company size is written').selectOption('Attribute …')
  await field().getByLabel('Attribute of Company size').fill('companySize')
  await editor().getByRole('button', { name: /^Done/ }).click()

  await part(page, 'Filter').click()
  await settings().getByRole('combobox', { name: 'Add a condition' }).click()
  await page.getByRole('combobox', { name: 'Search what to ask' }).fill('companySize')
  await page.getByRole('option', { name: 'companySize' }).first().click()
  await settings().getByRole('combobox', { name: 'companySize: how' }).selectOption({ label: 'is more than' })
  await settings().getByRole('spinbutton', { name: 'companySize: value' }).fill('50')
  await settings().getByText('Watch for', { exact: true }).click()
  await drop(port(component(page, 'Filter'), 'matched'), -260, 60, 'Assign to')
  await settings().getByLabel('Inbox').selectOption('Sales')
  await drop(port(component(page, 'Filter'), 'unmatched'), 140, 90, 'Send message / email')
  await writesWith(HELP)
  await part(page, 'Wait').click()
  await settings().getByLabel('Unit').selectOption('hours')
  await part(page, 'Send message / email').click()
  await writesWith(AGAIN)
  await fit.click()
  await part(page, 'End workflow').dragTo(pane, { targetPosition: { x: 160, y: 560 } })
  await shows(component(page, 'End workflow'))
  // Left so, everybody would end at once.
  await shows(page.getByText(/Nothing leads to End workflow: it acts as soon as a person enters/))
  await fit.click()
  const last = port(component(page, 'Send message').filter({ hasText: AGAIN }))
  await last.hover()
  await drags(page, last, port(component(page, 'End workflow'), 'in'))
  await expect.poll(() => lines(page).count()).toBe(7)
}

async function writesWith(words: string): Promise<void> {
  await write().click()
  await shows(editor().getByText('The message says nothing yet.'))
  await page.keyboard.type(words)
  await editor().getByRole('button', { name: /^Done/ }).click()
}

/** Somebody writes and answers what they are asked: the same in the dry run as on a site. */
async function answers(chat: FrameLocator, { email, size }: { email: string; size: number }): Promise<void> {
  await writes(chat, 'Hello')
  await shows(message(chat, ASK))
  await log(chat).getByLabel('Email').fill(email)
  await log(chat).getByLabel('Company size').fill(String(size))
  await log(chat).getByRole('button', { name: 'Send', exact: true }).click()
  await shows(log(chat).getByText('Sent. We write there if you are gone.'))
}

async function visits(who: { email: string; size: number }): Promise<FrameLocator> {
  const visitor = await windows.window()
  await visitor.goto(site.page('/', hostPage(team)))
  const chat = await openChat(visitor)
  await answers(chat, who)
  return chat
}

test('by keyboard alone: the same graph; undo gives the empty draft again, redo all of it', async () => {
  const keys = page.keyboard
  await tabsTo(blank())
  await keys.press('Enter')
  const id = await opened()
  const start = draftOf(await stored(id))
  await tabsTo(name())
  await keys.press('Control+a')
  await keys.type(NAME)
  await keys.press('Enter')

  await tabsTo(audience())
  await keys.press('Enter')
  await tabsTo(everybody())
  await keys.press('Enter')
  await keys.press('Escape')
  await hides(page.getByRole('dialog'))

  await adds('i', 'Inbound message')
  await adds('s', 'Send message')
  await intoSettings()
  await tabsTo(write())
  await keys.press('Enter')
  await shows(editor().getByText('The message says nothing yet.'))
  await keys.type(ASK)
  await keys.press('Enter')
  await keys.type('/form')
  await keys.press('Enter')
  await shows(editor().locator('[data-first]:focus'))
  await tabsTo(editor().getByRole('button', { name: 'Field', exact: true }))
  await keys.press('Enter')
  await tabsTo(field().getByLabel('Where Company is written'), 'Shift+Tab')
  await keys.type('Attr')
  await tabsTo(field().getByLabel('Attribute of Company'))
  await keys.type('companySize')
  await tabsTo(field().getByLabel('Kind of Company'), 'Shift+Tab')
  await keys.type('Num')
  await tabsTo(field().getByLabel('Label', { exact: true }), 'Shift+Tab')
  await keys.press('Control+a')
  await keys.type('Company size')
  await keys.press('Escape')
  await backOn('Send message')

  await adds('f', 'Filter')
  await intoSettings()
  await tabsTo(settings().getByRole('combobox', { name: 'Add a condition' }))
  await keys.press('Enter')
  await shows(page.getByRole('combobox', { name: 'Search what to ask' }).and(page.locator(':focus')))
  await keys.type('companySize')
  await shows(page.getByRole('option', { name: 'companySize' }))
  await keys.press('Enter')
  await shows(settings().getByLabel('companySize: value').and(page.locator(':focus')))
  await keys.press('Shift+Tab')
  await keys.type('is more')
  await tabsTo(settings().getByRole('spinbutton', { name: 'companySize: value' }))
  await keys.press('Control+a')
  await keys.type('50')
  await tabsTo(settings().getByLabel('Watch', { exact: true }))
  await keys.press('ArrowLeft')
  await shows(settings().getByLabel('How many days'))
  await backOn('Filter')

  await adds('a', 'Assign to')
  await intoSettings()
  await tabsTo(settings().getByLabel('Inbox'))
  await keys.type('Sales')
  await backOn('Assign to')
  await keys.press('ArrowUp')
  await isOn('Filter')
  await adds('s', 'Send message')
  await writesByKeys(HELP)
  await adds('w', 'Wait')
  await intoSettings()
  await tabsTo(settings().getByLabel('Unit'))
  await keys.type('hour')
  await backOn('Wait')
  await adds('s', 'Send message')
  await writesByKeys(AGAIN)
  await keys.press('c')
  await tabsTo(page.getByRole('menuitem', { name: 'End workflow' }), 'ArrowDown')
  await keys.press('Enter')
  await isOn('End workflow')
  await isDrawn(id)

  const drawn = draftOf(await stored(id))
  const undo = page.getByRole('button', { name: 'Undo' })
  while (await undo.isEnabled()) await keys.press('Control+z')
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(0)
  await expect.poll(async () => draftOf(await stored(id)), { timeout: 10_000 }).toEqual(start)
  const redo = page.getByRole('button', { name: 'Redo' })
  while (await redo.isEnabled()) await keys.press('Control+Shift+z')
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(8)
  await expect.poll(async () => draftOf(await stored(id)), { timeout: 10_000 }).toEqual(drawn)
})

/** What an author draws of a campaign, without what the server adds. */
function draftOf(view: Record<string, unknown>): Record<string, unknown> {
  const { name, audience, exits, reentry, startable, components, dependencies } = view
  return { name, audience, exits, reentry, startable, components, dependencies }
}

/** Presses a key until it comes to a place. */
async function tabsTo(place: Locator, key = 'Tab'): Promise<void> {
  for (let times = 0; times < 80; times++) {
    if (await place.first().evaluate(one => one === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} never came to ${place}`)
}

const isOn = (name: string) =>
  expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''))
    .toMatch(new RegExp(`^${name}`))
/** By its key, below the one where the keyboard is. */
async function adds(key: string, name: string): Promise<void> {
  const before = await page.locator('.react-flow__node').count()
  await page.keyboard.press(key)
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(before + 1)
  await isOn(name)
}
async function intoSettings(): Promise<void> {
  await page.keyboard.press('Enter')
  await shows(page.locator('.settings-body:focus'))
}
async function backOn(name: string): Promise<void> {
  await hides(editor())
  await page.keyboard.press('Escape')
  await isOn(name)
}
async function writesByKeys(words: string): Promise<void> {
  await intoSettings()
  await tabsTo(write())
  await page.keyboard.press('Enter')
  await shows(editor().getByText('The message says nothing yet.'))
  await page.keyboard.type(words)
  await page.keyboard.press('Escape')
  await backOn('Send message')
}
