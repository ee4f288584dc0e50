import type { FrameLocator, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser, type Windows } from '../house/browser.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { account, isSent, message, openChat, rows, shows, signIn, writes } from '../house/screens.ts'
import { hostPage, openSite, type Site } from '../house/site.ts'

let house: House
let windows: Windows
let site: Site
let team: TestTeam
let visitor: Page
let agent: Page
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  site = await openSite()
})
beforeEach(async () => {
  team = await house.team()
  visitor = await windows.window()
  agent = await windows.window()
  await visitor.goto(site.page('/', hostPage(team)))
})
afterAll(async () => {
  await windows?.end()
  await site?.stop()
  await house?.stop()
})

const widget = (page: Page): FrameLocator => page.frameLocator('iframe[title="The widget, as they had it"]')
const moment = (page: Page): Locator => page.getByRole('slider', { name: 'Moment' })
const spoken = async (page: Page): Promise<string> => String(await moment(page).getAttribute('aria-valuetext'))
const journal = (page: Page): Locator => page.getByRole('region', { name: 'Journal' })
const node = (page: Page, type: string): Locator => page.locator('.react-flow__node .node').filter({ hasText: type })

const enters = async (page: Page): Promise<void> => {
  await page.goto(`${house.url}/inbox/all`)
  await signIn(page, await account(team))
  await shows(page.getByRole('heading', { name: 'All', exact: true }))
}

/** What is on the widget's screen, from its head on: which parts, in which state, with which words, in their order. */
const drawn = (chat: FrameLocator): Promise<string[]> =>
  chat.locator(':is(.chat-bar, .thread) *').evaluateAll(all =>
    all.map(element => {
      const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
      return `${element.localName} ${element.className} ${element.ariaInvalid ?? ''} ${own.map(({ textContent }) => textContent).join('')}`
    }),
  )

test('what was not recorded rewinds, too: messages and forms as they stood, step by step, played, by a link for the whole team', async () => {
  const chat = await openChat(visitor)
  await writes(chat, 'Is the Harbour 8 in stock?')
  await isSent(chat, 'Is the Harbour 8 in stock?')
  await shows(message(chat, 'How can we reach you if you have to leave?'))
  const before = await drawn(chat)
  await chat.getByLabel('Email').fill('jane@shop.example')
  await chat.locator('form.ask').getByRole('button').click()
  await shows(chat.locator('.formstate.good'))
  // As if they had thought about it for a while.
  await team.sql`update journal set at = at - interval '32 seconds' where team_id = ${team.id} and number = 1`

  await enters(agent)
  await rows(agent).first().click()
  await agent.getByRole('link', { name: 'Rewind', exact: true }).first().click()
  await shows(widget(agent).locator('.formstate.good'))
  await journal(agent)
    .getByRole('button', { name: /sent a message/ })
    .first()
    .click()
  await shows(widget(agent).locator('form.ask'))
  await shows(widget(agent).locator('.chat-bar').getByText('Presence was not recorded'))
  expect((await drawn(widget(agent))).filter(isKept)).toEqual(before.filter(isKept))
  await shows(agent.getByText('Not set until').first())
  await shows(node(agent, 'Send message').getByText('Sent'))
  expect(await look(agent, 'rewind')).toEqual([])

  const here = await spoken(agent)
  await agent.keyboard.press('ArrowLeft')
  await expect.poll(() => spoken(agent)).not.toBe(here)
  await agent.keyboard.press('ArrowRight')
  await expect.poll(() => spoken(agent)).toBe(here)
  const number = await moment(agent).getAttribute('aria-valuenow')
  await expect.poll(() => agent.url()).toContain(`at=${number}`)

  // Keys that are pressed in the widget are the timeline's, and go on from where it is.
  await widget(agent).getByRole('log').focus()
  await agent.keyboard.press('ArrowLeft')
  await expect.poll(() => moment(agent).getAttribute('aria-valuenow')).toBe(String(Number(number) - 1))
  await agent.keyboard.press('ArrowRight')
  await expect.poll(() => moment(agent).getAttribute('aria-valuenow')).toBe(number)
  await expect.poll(() => agent.url()).toContain(`at=${number}`)

  const other = await windows.window()
  await enters(other)
  await other.goto(agent.url())
  await shows(widget(other).locator('form.ask'))
  expect(await spoken(other)).toBe(here)
  await other.context().close()

  await agent.keyboard.press('Home')
  await expect.poll(() => moment(agent).getAttribute('aria-valuenow')).toBe('1')
  const skipped = await saysInPassing(agent, '.player-skipped')
  await agent.keyboard.press('Space')
  expect(await skipped()).toBe('32 s skipped')
  await shows(agent.getByRole('button', { name: 'Pause' }))
  await agent.getByText('16×').click()
  await shows(agent.getByRole('button', { name: 'Play', exact: true }))
  await expect
    .poll(() => moment(agent).getAttribute('aria-valuenow'))
    .toBe(await moment(agent).getAttribute('aria-valuemax'))
  await shows(widget(agent).locator('.formstate.good'))
})

/** Gives what comes up at a place from now on, be it for less than a second. */
async function saysInPassing(page: Page, place: string): Promise<() => Promise<string>> {
  // Held in an object: a promise alone would be waited for.
  const handle = await page.evaluateHandle(
    place => ({
      said: new Promise<string>(resolve => {
        new MutationObserver(() => {
          const text = document.querySelector(place)?.textContent
          if (text) resolve(text)
        }).observe(document.body, { subtree: true, childList: true })
      }),
    }),
    place,
  )
  return () => handle.evaluate(({ said }) => said)
}

/** Neither sent or seen (whether the agent who looks on had looked by then) nor what is recorded only. */
const isKept = (line: string): boolean => !/^(footer|small) /.test(line)

test('what is not there says so: of another team, made up, erased since', async () => {
  const chat = await openChat(visitor)
  await writes(chat, 'Forget me')
  await isSent(chat, 'Forget me')
  const [person] = await team.sql`select id from people where team_id = ${team.id}`
  const [conversation] = await team.sql`select id from conversations where team_id = ${team.id}`
  await enters(agent)
  await agent.goto(`${house.url}/rewind/person/${person?.id}?at=999999`)
  await shows(agent.getByText('There is no entry 999999: this is the last.'))
  expect(await moment(agent).getAttribute('aria-valuenow')).toBe(await moment(agent).getAttribute('aria-valuemax'))
  await agent.goto(`${house.url}/rewind/person/${person?.id}?at=zzz`)
  await shows(agent.getByText('The moment of this link can’t be read.'))
  await agent.goto(`${house.url}/rewind/conversation/${crypto.randomUUID()}`)
  await shows(agent.getByText('There is nothing to rewind here'))
  await agent.goto(`${house.url}/rewind/thing/${person?.id}`)
  await shows(agent.getByText('There is nothing at this address'))
  await agent.goto(`${house.url}/rewind/conversation/${conversation?.id}`)
  await shows(moment(agent))
  const theirs = await agent.context().newPage()
  await theirs.goto(`${house.url}/people/${person?.id}`)
  await shows(theirs.getByRole('heading', { name: 'Journal' }))
  // Whoever looks on is told at once, in each window.
  await team.api(`/people/${person?.id}`, { method: 'DELETE' })
  await shows(agent.getByText('This person was erased'))
  await shows(theirs.getByText('This person was erased'))
  expect(await theirs.getByRole('heading', { name: 'Journal' }).count()).toBe(0)
  await theirs.close()
  await agent.goto(`${house.url}/rewind/conversation/${conversation?.id}`)
  await shows(agent.getByText('This person was erased'))
  expect(await look(agent, 'rewind-erased')).toEqual([])
})

/** Told by the widget within a second or two, and written. */
const recorded = async (does: string): Promise<void> => {
  await expect
    .poll(
      async () => {
        const [row] = await team.sql`
        select count(*)::int as count from journal where team_id = ${team.id} and kind = 'interacted'
          and data -> 'what' ->> 'does' = ${does}`
        return row?.count
      },
      { timeout: 10_000 },
    )
    .toBeGreaterThan(0)
}

test('a refused form is watched as it happened: the head, the field with its reason, the way, the person; what goes on is offered', async () => {
  const colleague = await team.agent()
  const chat = await openChat(visitor)
  await writes(chat, 'Is the Harbour 8 in stock?')
  await isSent(chat, 'Is the Harbour 8 in stock?')
  await shows(message(chat, 'How can we reach you if you have to leave?'))
  await chat.getByLabel('Email').fill('jane@')
  await chat.locator('form.ask').getByRole('button').click()
  await shows(chat.locator('.why'))
  const refusal = String(await chat.locator('.why').textContent())
  await recorded('form-refused')
  await shows(chat.locator('.chat-bar').getByText('We are here now'))
  const before = await drawn(chat)
  await colleague.sends('available', { available: false })
  await shows(chat.locator('.chat-bar').getByText('We answer here as soon as we can'))
  await chat.getByLabel('Email').fill('jane@shop.example')
  await chat.locator('form.ask').getByRole('button').click()
  await shows(chat.locator('.formstate.good'))
  await recorded('form-sent')

  await enters(agent)
  await rows(agent).first().click()
  await agent.getByRole('link', { name: 'Rewind', exact: true }).first().click()
  await shows(moment(agent))
  await shows(widget(agent).locator('.formstate.good'))
  await journal(agent)
    .getByRole('button', { name: /refused/ })
    .first()
    .click()
  await shows(widget(agent).locator('.why'))
  expect(await widget(agent).locator('.why').textContent()).toBe(refusal)
  await shows(widget(agent).getByPlaceholder('Filled, value not recorded'))
  expect(await drawn(widget(agent))).toEqual(before)
  expect(await widget(agent).locator('body').textContent()).not.toContain('jane@')
  await shows(agent.getByText('Not set until').first())
  await shows(node(agent, 'Send message').getByText('Sent'))
  expect(await look(agent, 'rewind-refused')).toEqual([])
  expect(await agent.getByRole('link', { name: 'Open version 1' }).getAttribute('href')).toMatch(/\?versions=1$/)

  const refused = await spoken(agent)
  await agent.keyboard.press('ArrowLeft')
  await expect.poll(() => spoken(agent)).not.toBe(refused)
  await agent.keyboard.press('ArrowRight')
  await expect.poll(() => spoken(agent)).toBe(refused)
  const number = await moment(agent).getAttribute('aria-valuenow')
  await expect.poll(() => agent.url()).toContain(`at=${number}`)

  const other = await windows.window()
  await enters(other)
  await other.goto(agent.url())
  await shows(widget(other).locator('.why'))
  expect(await spoken(other)).toBe(refused)
  expect(await drawn(widget(other))).toEqual(before)
  await other.context().close()

  // As the list of the refused links to it: among all that was told at that moment, the refusal.
  const [counted] = await team.sql`
    select c.at, c.component, e.id from component_people c join enrollments e on e.team_id = c.team_id
    where c.team_id = ${team.id} and c.outcome = 'refused' and c.version = 0`
  const back = agent.url()
  await agent.goto(
    `${house.url}/rewind/enrollment/${counted?.id}?at=${counted?.at.toISOString()}&count=refused&component=${counted?.component}`,
  )
  await shows(widget(agent).locator('.why'))
  expect(await spoken(agent)).toMatch(/Form refused: email/)
  await agent.goto(back)
  await shows(widget(agent).locator('.why'))

  // They go on: it is offered, and taken in without moving from the moment.
  const last = Number(await moment(agent).getAttribute('aria-valuemax'))
  await writes(chat, 'And in blue?')
  await isSent(chat, 'And in blue?')
  const news = agent.getByRole('button', { name: /^\d+ new moments?$/ })
  await shows(news)
  expect(await moment(agent).getAttribute('aria-valuemax')).toBe(String(last))
  await news.click()
  await expect.poll(async () => Number(await moment(agent).getAttribute('aria-valuemax'))).toBeGreaterThan(last)
  expect(await spoken(agent)).toBe(refused)
  expect(await moment(agent).getAttribute('aria-valuenow')).toBe(number)
  await agent.keyboard.press('End')
  await shows(widget(agent).getByText('And in blue?'))

  await agent.keyboard.press('Home')
  await expect.poll(() => moment(agent).getAttribute('aria-valuenow')).toBe('1')
  await agent.keyboard.press('Space')
  await shows(agent.getByRole('button', { name: 'Pause' }))
  await agent.getByText('16×').click()
  await shows(agent.getByRole('button', { name: 'Play', exact: true }))
  await expect
    .poll(() => moment(agent).getAttribute('aria-valuenow'))
    .toBe(await moment(agent).getAttribute('aria-valuemax'))
  await shows(widget(agent).locator('.formstate.good'))
})
