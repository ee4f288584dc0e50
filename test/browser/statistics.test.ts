import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { keepPicture, NARROW, openBrowser, type Windows } from '../house/browser.ts'
import { assigns, emails, filters, graph, is, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { hides, shows } from '../house/screens.ts'

let house: House
let windows: Windows
let team: TestTeam
let page: Page
let phone: Page
let id: string
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  team = await house.bareTeam()
  const agent = await team.agent()
  page = await windows.window({ signedIn: agent })
  phone = await windows.window({ signedIn: agent, viewport: NARROW, hasTouch: true, isMobile: true })
  agent.leaves()
  const inbox = await asks(team, 'POST', '/inboxes', { name: 'Workshop', agents: [] })
  const campaign = await team.campaign(drawn(String(inbox.body.id)))
  id = campaign.id
  await asks(team, 'DELETE', `/inboxes/${inbox.body.id}`)
  for (const [index, name] of names.entries())
    await asks(team, 'PUT', `/people/${index}`, {
      name,
      attributes: { city: index % 3 === 0 ? 'Bergen' : 'Oslo' },
      ...(index !== 2 && { email: `${index}@mailbox.example` }),
    })
  await house.clock.passes('P2D')
  await asks(team, 'PUT', '/people/3', { attributes: { bought: true } })
})
afterAll(async () => {
  await windows?.end()
  await house?.stop()
})

const names = [
  'Freya Nordahl',
  'Theo Wannink',
  'Selma Okafor-Lind',
  'Bram Hoekman',
  'Vera Almstedt',
  '=1+1',
  'Jorge Pinhal',
]

const drawn = (inbox: string, more: object = {}, without?: string) =>
  graph(
    [
      filters('city', is('attributes.city', 'Bergen'), { watch: 'once', position: { x: 200, y: 0 } }),
      sends('hello', 'How does it ride?', { position: { x: 0, y: 180 } }),
      waits('hold', { for: 'P1D', position: { x: 400, y: 180 } }),
      emails('mail', 'Still looking?', { subject: 'Still looking?', position: { x: 400, y: 340 } }),
      assigns('workshop', inbox, { position: { x: 0, y: 340 } }),
      waits('week', { for: 'P1W', position: { x: 0, y: 500 } }),
    ].filter(one => one.id !== without),
    [`city:matched > hello > workshop${without === 'week' ? '' : ' > week'}`, 'city:unmatched > hold > mail'],
    {
      name: 'First month with a new bike',
      audience: is('type', 'signup'),
      exits: [{ id: 'bought', name: 'Bought a bike', filter: is('attributes.bought', true) }],
      ...more,
    },
  )
const total = (name: string) => page.locator('.totals a').filter({ hasText: name }).locator('b')
const node = (component: string) => page.locator(`.react-flow__node[data-id="${component}"]`)
const people = () => page.locator('[data-person] b').allTextContents()

test('before anything is published the numbers say when they begin', async () => {
  const draft = await asks(team, 'POST', '/campaigns', graph([sends('hello', 'Hello')], [], { name: 'Not yet' }))
  await page.goto(`${house.url}/campaigns/${draft.body.id}`)
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Statistics' }).click()
  await shows(page.getByText('There are no numbers yet'))
  expect(await look(page, 'statistics-none')).toEqual([])
  await page.getByRole('link', { name: 'To the draft' }).click()
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/)
})

test('T2: who entered is the sum of what became of them, and each component shows its numbers', async () => {
  await page.goto(`${house.url}/campaigns/${id}/statistics`)
  await shows(total('Entered').getByText('7'))
  await shows(total('Active now').getByText('2'))
  await shows(total('Completed').getByText('4'))
  await shows(total('Exited: bought a bike').getByText('1'))
  await shows(node('city').getByRole('link', { name: '3 matched' }))
  await shows(node('workshop').getByRole('link', { name: '3 failed' }))
  await shows(node('mail').getByRole('link', { name: '1 skipped' }))
  await shows(page.getByRole('link', { name: /3 people failed at Assign to/ }))
  const chart = page.getByRole('img', { name: /7 entered/ })
  await shows(chart)
  expect(await look(page, 'statistics')).toEqual([])
  await chart.hover({ position: { x: 45, y: 100 } })
  await shows(page.locator('.chart-tip').getByText(/^Entered\s+7$/))
  await page.mouse.move(0, 0)
  await hides(page.locator('.chart-tip'))
})

test('T1: under the pointer a component tells what became of everybody who arrived', async () => {
  // Screenshots made the window another one, and the graph moves when it fits again.
  await page.reload()
  await node('mail').getByRole('button').hover()
  await shows(page.getByText(/4 arrived = 3 acted \+ 1 skipped/))
  await page.mouse.move(0, 0)
  await hides(page.getByText(/4 arrived =/))
})

test('T3: a number opens exactly its people, searchable, each with their time, reason, and rewind', async () => {
  await node('mail').getByRole('link', { name: '1 skipped' }).click()
  await shows(page.getByRole('heading', { name: 'Send email' }))
  await shows(page.locator('[data-person]').first())
  expect(await people()).toEqual(['Selma Okafor-Lind'])
  expect(page.url()).toContain('component=mail&count=skipped')
  await page.getByRole('radio', { name: /^Arrived/ }).check()
  await shows(page.getByRole('link', { name: /^Theo/ }))
  expect((await people()).sort()).toEqual(['=1+1', 'Selma Okafor-Lind', 'Theo Wannink', 'Vera Almstedt'])
  expect(await page.getByRole('link', { name: 'Rewind Theo Wannink' }).getAttribute('href')).toMatch(
    /^\/rewind\/enrollment\/[0-9a-f-]{36}\?/,
  )
  expect(await look(page, 'statistics-people')).toEqual([])
  await page.keyboard.press('/')
  await page.keyboard.type('theo')
  expect(await page.getByRole('searchbox').inputValue()).toBe('theo')
  await hides(page.getByRole('link', { name: /^Vera/ }))
  expect(await people()).toEqual(['Theo Wannink'])
  // That nobody is called so is no answer to the next search, which can't be answered now.
  const search = page.getByRole('searchbox')
  await search.fill('zzz')
  await shows(page.getByText('Nobody like that'))
  await page.route('**/people?*', route => route.abort())
  await search.fill('vera')
  await shows(page.getByText('Looking for “vera” …'))
  expect(await page.getByText('Nobody like that').count()).toBe(0)
  await shows(page.getByText('The people could not be read'))
  await page.unroute('**/people?*')
  await page.reload()
  await page.getByRole('link', { name: /^Vera/ }).hover()
  await page.getByRole('button', { name: 'Why: Vera Almstedt' }).click()
  await shows(page.getByRole('dialog', { name: 'Vera Almstedt' }).getByRole('list', { name: 'What happened' }))
  await page.keyboard.press('Escape')
  await hides(page.getByRole('dialog'))
  // The keyboard is theirs again who opened it.
  await shows(page.locator('button:focus').and(page.getByRole('button', { name: 'Why: Vera Almstedt' })))
  await page.keyboard.press('Escape')
  await shows(page.getByRole('heading', { name: 'Look at first' }))
})

test('T4: the numbers move while the screen is open', async () => {
  await page.getByRole('link', { name: /^Entered/ }).click()
  await asks(team, 'PUT', '/people/later', { name: 'Lotte Maarsen', attributes: { city: 'Bergen' } })
  await shows(total('Entered').getByText('8'))
  await shows(node('city').getByRole('link', { name: '4 matched' }))
  await shows(page.getByRole('link', { name: /^Lotte Maarsen/ }))
  // What is drawn of them follows.
  await shows(page.getByRole('img', { name: /8 entered/ }))
})

test('where the screen can not be read that is said, and it comes once it can', async () => {
  const refused = /\/versions$/
  await page.route(refused, route => route.fulfill({ status: 400, json: { detail: 'Not today.' } }))
  await page.reload()
  await shows(page.getByText('The campaign could not be read'))
  await shows(page.getByText('Not today.'))
  await page.unroute(refused)
  await page.getByRole('button', { name: 'Try again' }).click()
  await shows(total('Entered').getByText('8'))
})

test('C24: paused or resumed elsewhere, each window says so at once and offers what goes with it', async () => {
  const other = await page.context().newPage()
  await other.goto(`${house.url}/campaigns/${id}`)
  await shows(other.getByText('Live, version 1'))
  await asks(team, 'POST', `/campaigns/${id}/pause`)
  await shows(other.getByText('Paused, version 1'))
  await shows(page.getByRole('button', { name: 'Resume …' }))
  await other.getByRole('button', { name: 'More for First month with a new bike' }).click()
  await other.getByRole('menuitem', { name: 'Resume …' }).click()
  await other.getByRole('dialog').getByRole('button', { name: 'Resume' }).click()
  await shows(page.getByRole('button', { name: 'Pause', exact: true }))
  await shows(other.getByText('Live, version 1'))
  await other.close()
})

test('T3: where the people can not be read, that is said, and they come once they can', async () => {
  await page.route('**/people?*', route => route.fulfill({ status: 500, json: {} }))
  await page.reload()
  await shows(page.getByText('The people could not be read'))
  await page.unroute('**/people?*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await shows(page.getByRole('link', { name: /^Lotte Maarsen/ }))
})

test('where the chart can not be drawn the numbers and their people are there all the same', async () => {
  const other = await page.context().newPage()
  // As a browser without a locale of its own tells it: the chart does without.
  await other.addInitScript(() => Object.defineProperty(navigator, 'language', { value: 'en-US@posix' }))
  await other.goto(`${house.url}/campaigns/${id}/statistics`)
  await shows(other.getByRole('img', { name: /8 entered/ }))
  await other.route(/\/chart-[^/]*\.js$/, route => route.abort())
  await other.reload()
  await shows(other.getByText('The chart could not be drawn in this browser.'))
  await other.getByRole('link', { name: /people failed at Assign to/ }).click()
  await shows(other.getByRole('link', { name: /^Lotte Maarsen/ }))
  await other.close()
})

test('T4: without a connection the numbers are looked at by the clock', async () => {
  await phone.routeWebSocket(/socket\.io/, socket => socket.close())
  await phone.goto(`${house.url}/campaigns/${id}/statistics?count=entered`)
  await shows(phone.getByRole('link', { name: /^Lotte Maarsen/ }))
  await asks(team, 'PUT', '/people/unheard', { name: 'Una Heard', attributes: { city: 'Bergen' } })
  await shows(phone.getByRole('link', { name: /^Una Heard/ }))
})

test('under a finger: a number tells what became of its people, they are chosen, and all can be done with them', async () => {
  await phone.goto(`${house.url}/campaigns/${id}/statistics`)
  await shows(phone.getByRole('heading', { name: 'Look at first' }))
  const bar = await phone.locator('.numbers-bar').boundingBox()
  expect(bar?.height).toBeLessThan(104)
  for (const [does, status] of [
    ['Pause', 'Paused'],
    ['Resume …', 'Live'],
  ] as const) {
    await phone.getByRole('button', { name: 'More for First month with a new bike' }).tap()
    await shows(phone.getByRole('menuitem', { name: 'Delete …' }))
    await keepPicture(phone, 'statistics-phone-menu')
    await phone.getByRole('menuitem', { name: does }).tap()
    if (status === 'Live') await phone.getByRole('dialog').getByRole('button', { name: 'Resume' }).tap()
    await shows(phone.locator('.numbers-bar .tag').getByText(status))
  }
  await phone.locator('.react-flow__node[data-id="mail"]').getByRole('button').tap()
  await shows(phone.getByText(/4 arrived = 3 acted \+ 1 skipped/))
  await phone.getByRole('link', { name: /^Sent\s*3/ }).tap()
  await phone.getByRole('checkbox', { name: 'Choose Theo Wannink' }).tap()
  for (const name of [/^Add to/, /^Remove/]) {
    const box = await phone.getByRole('button', { name }).boundingBox()
    expect(box && box.x >= 0 && box.x + box.width <= NARROW.width && box.y + box.height <= NARROW.height).toBe(true)
  }
  await keepPicture(phone, 'statistics-phone-chosen')
  await phone.getByRole('button', { name: 'Choose nobody' }).tap()
  await phone.getByRole('link', { name: 'Rewind Theo Wannink' }).tap()
  await phone.waitForURL(/\/rewind\/enrollment\//)
})

test('whoever is chosen is put into a campaign that is entered by hand, exported, and taken out of this one', async () => {
  await team.campaign(graph([sends('thanks', 'Thank you')], [], { name: 'Thank them', startable: true }))
  await page.reload()
  const adds = async () => {
    await page.getByRole('checkbox', { name: 'Choose Lotte Maarsen' }).check({ force: true })
    await page.getByRole('button', { name: 'Add to …' }).click()
    await page.getByRole('menuitem', { name: 'Thank them' }).click()
    await page.getByRole('button', { name: 'Add them' }).click()
  }
  await adds()
  await shows(page.getByText('1 person added to “Thank them”').first())
  // A second time they may not, and it is said why.
  await adds()
  await shows(page.getByText('0 people added to “Thank them”; 1 may not enter it').first())
  await shows(
    page
      .getByRole('list', { name: 'Who was not added' })
      .getByText('Lotte Maarsen: They completed it, and it lets everybody in once only.'),
  )
  await keepPicture(page, 'statistics-not-added')
  await page.getByRole('checkbox', { name: 'Choose =1+1' }).check({ force: true })
  expect(await look(page, 'statistics-chosen')).toEqual([])
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export', exact: true }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/_1-chosen_all-versions_until-\d{4}-\d\d-\d\d\.csv$/)
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain("'=1+1")
  await page.getByRole('checkbox', { name: 'Choose =1+1' }).uncheck({ force: true })
  await page.getByRole('checkbox', { name: 'Choose Lotte Maarsen' }).check({ force: true })
  await page.getByRole('button', { name: 'Remove …' }).click()
  await page.getByRole('button', { name: 'Remove them' }).click()
  await shows(total('Removed').getByText('1'))
})

/** People are on their way: something is drawn over the lines. */
const hasDots = () => {
  const canvas = document.querySelector<HTMLCanvasElement>('canvas.dots')
  const drawn = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
  return drawn?.some(value => value > 0) ?? false
}

test('a time is played back: the numbers are as they were at each moment', async () => {
  await page.goto(`${house.url}/campaigns/${id}/statistics`)
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  await page.getByRole('button', { name: 'Time-lapse' }).click()
  const player = page.getByRole('group', { name: 'Time-lapse' })
  // It plays from the start, and what does not follow says so.
  await shows(player.getByRole('button', { name: 'Pause' }))
  await shows(page.getByText('Only the graph follows the time-lapse.'))
  const moment = page.getByRole('slider', { name: 'Moment' })
  await shows(node('hold').getByRole('link', { name: '0 passed' }))
  await moment.fill('0.3')
  await page.waitForFunction(hasDots)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await moment.fill('5')
  await shows(node('hold').getByRole('link', { name: '4 waiting' }))
  await moment.fill('20')
  await shows(node('hold').getByRole('link', { name: '4 passed' }))
  await moment.fill('9')
  await player.getByRole('button', { name: 'Play' }).click()
  await player.getByRole('button', { name: 'Pause' }).click()
  expect(await look(page, 'statistics-lapse')).toEqual([])
  await page.getByRole('button', { name: 'End the time-lapse' }).click()
  await shows(node('city').getByRole('link', { name: '5 matched' }))
})

test('T2: of all versions, what is no longer in the graph stands below it, and each of its numbers opens', async () => {
  const inbox = await asks(team, 'POST', '/inboxes', { name: 'Workshop', agents: [] })
  const newer = drawn(String(inbox.body.id), { name: 'First month' }, 'week')
  await team.campaign(newer, id)
  await asks(team, 'PUT', '/people/newest', { name: 'Emil Karsch', attributes: { city: 'Bergen' } })
  await page.goto(`${house.url}/campaigns/${id}/statistics`)
  await shows(total('Entered').getByText('10'))
  await shows(node('workshop'))
  expect(await node('week').count()).toBe(0)
  const gone = page.getByRole('region', { name: 'No longer in the graph' })
  const waiting = gone.getByRole('link', { name: /^\d waiting/ })
  const told = Number((await waiting.textContent())?.split(' ')[0])
  expect(told).toBeGreaterThan(0)
  expect(await look(page, 'statistics-gone')).toEqual([])
  await waiting.click()
  await shows(page.getByText('Last in version 1: Wait 1 week'))
  await shows(page.locator('[data-person]').first())
  expect((await people()).length).toBe(told)
})

test('a version and a period are chosen, and stand in the address', async () => {
  await page.goto(`${house.url}/campaigns/${id}/statistics`)
  await page.getByRole('button', { name: /All versions$/ }).click()
  await page.getByRole('menuitem', { name: 'Version 2' }).click()
  await shows(total('Entered').getByText('1', { exact: true }))
  expect(page.url()).toContain('version=2')
  await page.getByRole('button', { name: /All time$/ }).click()
  await page.getByRole('menuitem', { name: 'Last 7 days' }).click()
  expect(page.url()).toContain('period=week')
  await page.reload()
  await page.getByRole('button', { name: /Last 7 days$/ }).click()
  await page.getByRole('menuitem', { name: /^From a day/ }).click()
  const days = page.getByRole('dialog')
  await days.getByLabel('From').fill('2026-03-09')
  await days.getByLabel('To').fill('2026-03-08')
  await shows(days.getByText('The first day has to come before the last.'))
  expect(await days.getByRole('button', { name: 'Show' }).isEnabled()).toBe(false)
  await days.getByLabel('From').fill('2026-03-07')
  await days.getByRole('button', { name: 'Show' }).click()
  await shows(total('Entered').getByText('0', { exact: true }))
  expect(page.url()).toContain('from=2026-03-07&to=2026-03-08')
  await page.reload()
  await shows(page.getByRole('button', { name: /7 Mar.* – 8 Mar/ }))
  const here = page.url()
  await page.getByRole('button', { name: 'Versions' }).click()
  await shows(page.getByRole('dialog').getByText('Compared with'))
  expect(page.url()).toBe(`${here}&versions=`)
  await page.goBack()
  await hides(page.getByRole('dialog'))
  expect(page.url()).toBe(here)
  await page.goto(`${house.url}/campaigns/${id}/statistics?from=2026-02-31&to=2026-03-08&component=nobody&count=sent`)
  await shows(page.getByText('The address asks for “2026-02-31”, which is no day like 2026-11-25: all time is shown.'))
  await shows(page.getByText('which no version has: no number is open.'))
  await shows(page.getByRole('heading', { name: 'Look at first' }))
})

test('a version that becomes the draft again is gone on with in Build, where Undo brings back what was there', async () => {
  await page.getByRole('button', { name: 'Versions', exact: true }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Version 1/ })
    .click()
  await page.getByRole('button', { name: 'Make it the draft again' }).click()
  await page.getByRole('button', { name: 'Make it the draft', exact: true }).click()
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/)
  await shows(node('week'))
  await page.getByRole('button', { name: 'Undo' }).click()
  await hides(node('week'))
})
