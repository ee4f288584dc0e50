import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { openBrowser, type Windows } from '../house/browser.ts'
import { assigns, emails, filters, graph, is, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { hides, shows } from '../house/screens.ts'

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

const drawn = (inbox: string, more: object = {}) =>
  graph(
    [
      filters('city', is('attributes.city', 'Bergen'), { watch: 'once', position: { x: 200, y: 0 } }),
      sends('hello', 'How does it ride?', { position: { x: 0, y: 180 } }),
      waits('hold', { for: 'P1D', position: { x: 400, y: 180 } }),
      emails('mail', 'Still looking?', { subject: 'Still looking?', position: { x: 400, y: 340 } }),
      assigns('workshop', inbox, { position: { x: 0, y: 340 } }),
      waits('week', { for: 'P1W', position: { x: 0, y: 500 } }),
    ],
    ['city:matched > hello > workshop > week', 'city:unmatched > hold > mail'],
    {
      name: 'First month with a new bike',
      audience: is('type', 'signup'),
      exits: [{ id: 'bought', name: 'Bought a bike', filter: is('attributes.bought', true) }],
      ...more,
    },
  )
const total = (name: string) => page.locator('.totals > a').filter({ hasText: name }).locator('b')
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
  await shows(page.getByRole('img', { name: /7 entered/ }))
  expect(await look(page, 'statistics')).toEqual([])
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
  await page.getByRole('searchbox').fill('theo')
  await hides(page.getByRole('link', { name: /^Vera/ }))
  expect(await people()).toEqual(['Theo Wannink'])
  await page.reload()
  await shows(page.getByRole('link', { name: /^Vera/ }))
  await page.keyboard.press('Escape')
  await shows(page.getByRole('heading', { name: 'Look at first' }))
})

test('T4: the numbers move while the screen is open', async () => {
  await page.getByRole('link', { name: /^Entered/ }).click()
  await asks(team, 'PUT', '/people/later', { name: 'Lotte Maarsen', attributes: { city: 'Bergen' } })
  await shows(total('Entered').getByText('8'))
  await shows(node('city').getByRole('link', { name: '4 matched' }))
  await shows(page.getByRole('link', { name: /^Lotte Maarsen/ }))
})

test('whoever is chosen is put into a campaign that is entered by hand, exported, and taken out of this one', async () => {
  await team.campaign(graph([sends('thanks', 'Thank you')], [], { name: 'Thank them', startable: true }))
  await page.reload()
  await page.getByRole('checkbox', { name: 'Choose Lotte Maarsen' }).check({ force: true })
  await page.getByRole('button', { name: 'Add to …' }).click()
  await page.getByRole('menuitem', { name: 'Thank them' }).click()
  await shows(page.getByText('1 person added to “Thank them”').first())
  await page.getByRole('checkbox', { name: 'Choose =1+1' }).check({ force: true })
  expect(await look(page, 'statistics-chosen')).toEqual([])
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export', exact: true }).click(),
  ])
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain("'=1+1")
  await page.getByRole('checkbox', { name: 'Choose =1+1' }).uncheck({ force: true })
  await page.getByRole('checkbox', { name: 'Choose Lotte Maarsen' }).check({ force: true })
  await page.getByRole('button', { name: 'Remove …' }).click()
  await page.getByRole('button', { name: 'Remove them' }).click()
  await shows(total('Removed').getByText('1'))
})

test('a time is played back: the numbers are as they were at each moment', async () => {
  await page.goto(`${house.url}/campaigns/${id}/statistics`)
  await page.getByRole('button', { name: 'Time-lapse' }).click()
  const moment = page.getByRole('slider', { name: 'Moment' })
  await shows(node('hold').getByRole('link', { name: '0 passed' }))
  await moment.fill('5')
  await shows(node('hold').getByRole('link', { name: '4 waiting' }))
  await moment.fill('20')
  await shows(node('hold').getByRole('link', { name: '4 passed' }))
  await moment.fill('9')
  const player = page.getByRole('group', { name: 'Time-lapse' })
  await player.getByRole('button', { name: 'Play' }).click()
  await player.getByRole('button', { name: 'Pause' }).click()
  expect(await look(page, 'statistics-lapse')).toEqual([])
  await page.getByRole('button', { name: 'End the time-lapse' }).click()
  await shows(node('city').getByRole('link', { name: '4 matched' }))
})

test('a version and a period are chosen, and stand in the address', async () => {
  const inbox = await asks(team, 'POST', '/inboxes', { name: 'Workshop', agents: [] })
  await team.campaign(drawn(String(inbox.body.id), { name: 'First month' }), id)
  await asks(team, 'PUT', '/people/newest', { name: 'Emil Karsch', attributes: { city: 'Bergen' } })
  await page.goto(`${house.url}/campaigns/${id}/statistics`)
  await shows(total('Entered').getByText('9'))
  await page.getByRole('button', { name: /All versions$/ }).click()
  await page.getByRole('menuitem', { name: 'Version 2' }).click()
  await shows(total('Entered').getByText('1', { exact: true }))
  expect(page.url()).toContain('version=2')
  await page.getByRole('button', { name: /All time$/ }).click()
  await page.getByRole('menuitem', { name: 'Last 7 days' }).click()
  expect(page.url()).toContain('period=week')
  await page.reload()
  await shows(page.getByRole('button', { name: /Last 7 days$/ }))
  await page.getByRole('link', { name: 'Versions' }).click()
  await shows(page.getByRole('dialog').getByText('Compared with'))
})
