import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser, type Windows } from '../house/browser.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { frame, hides, isSent, launcher, message, openChat, shows, writes } from '../house/screens.ts'
import { hostPage, openSite, type Site } from '../house/site.ts'

let house: House
let windows: Windows
let site: Site
let team: TestTeam
let page: Page
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  site = await openSite()
})
beforeEach(async () => {
  team = await house.team()
  page = await windows.window()
})
afterEach(() => page.context().close())
afterAll(async () => {
  await windows?.end()
  await site?.stop()
  await house?.stop()
})

/** The page's own call of the snippet. */
const pavior = (...call: unknown[]) => page.evaluate(given => Object(window).pavior(...given), call)

test('the page toggles the chat and hears what it asked for, until it asks no more', async () => {
  await page.goto(site.page('/', hostPage(team)))
  await shows(launcher(page))
  const heard: string[] = []
  await page.exposeFunction('heard', (what: string) => heard.push(what))
  await page.evaluate(() => {
    const opened = () => Object(window).heard('open')
    Object(window).opened = opened
    Object(window).pavior('on', 'open', opened)
    Object(window).pavior('on', 'close', () => Object(window).heard('close'))
    Object(window).pavior('on', 'message', () => Object(window).heard('message'))
    Object(window).pavior('on', 'form', () => Object(window).heard('form'))
  })
  await pavior('toggle')
  await shows(frame(page).getByRole('dialog'))
  const chat = frame(page)
  await writes(chat, 'Is anybody in?')
  await shows(message(chat, 'How can we reach you'))
  await chat.getByLabel('Email').fill('ada@example.com')
  await chat.getByRole('log').getByRole('button', { name: 'Send' }).click()
  await expect.poll(() => heard).toEqual(expect.arrayContaining(['open', 'message', 'form']))
  await pavior('toggle')
  await hides(page.locator('pavior-widget iframe'))
  await expect.poll(() => heard.at(-1)).toBe('close')
  await page.evaluate(() => Object(window).pavior('off', 'open', Object(window).opened))
  const before = heard.length
  await pavior('open')
  await shows(frame(page).getByRole('dialog'))
  await pavior('close')
  await expect.poll(() => heard.slice(before)).toEqual(['close'])
})

test('what the page tells of its visitor, all at once, stands on one person', async () => {
  await page.goto(site.page('/', hostPage(team)))
  await shows(launcher(page))
  await pavior('track', 'Added to basket', { bike: 'Barge' })
  await pavior('update', { attributes: { size: 'M' } })
  await pavior('track', 'Asked for a test ride')
  const people = async () => (await (await team.api('/people')).json()).data
  await expect.poll(people).toMatchObject([{ type: 'anonymous', attributes: { size: 'M' } }])
  const [{ id }] = await people()
  const journal = async () => (await (await team.api(`/people/${id}/journal`)).json()).data
  await expect.poll(journal).toContainEqual(expect.objectContaining({ name: 'Asked for a test ride' }))
  expect(await journal()).toContainEqual(
    expect.objectContaining({ kind: 'event-tracked', name: 'Added to basket', properties: { bike: 'Barge' } }),
  )
})

test('subdomains share the visitor where the site asks for it', async () => {
  const html = hostPage({ ...team, boot: { cookieDomain: 'tidewheel.localhost' } })
  // Browsers find every name below localhost on this machine.
  const on = (name: string) => site.page('/', html).replace('127.0.0.1', `${name}.tidewheel.localhost`)
  await page.goto(on('shop'))
  const chat = await openChat(page)
  await writes(chat, 'From the shop')
  await isSent(chat, 'From the shop')
  expect(await page.context().cookies()).toMatchObject([{ domain: '.tidewheel.localhost', sameSite: 'Lax' }])
  await page.goto(on('help'))
  const there = await openChat(page)
  // What is unread is opened at once, if it is known by then; otherwise it is in the list.
  const listed = there.getByRole('navigation', { name: 'Your conversations' }).getByRole('button').first()
  const said = message(there, 'From the shop')
  await listed.or(said).first().waitFor()
  if (await listed.isVisible()) await listed.click()
  await shows(said)
})

test('nothing moves for who wants no motion', async () => {
  const agent = await team.agent()
  const running = async (reducedMotion: 'reduce' | 'no-preference') => {
    await page.emulateMedia({ reducedMotion })
    const all = page.frames().map(one => one.evaluate(() => document.getAnimations().length))
    return (await Promise.all(all)).reduce((sum, count) => sum + count, 0)
  }
  await page.goto(site.page('/', hostPage(team)))
  const chat = await openChat(page)
  await writes(chat, 'Does it take long?')
  const { id } = await agent.sees(row => row.number > 0)
  await agent.watches(id)
  await agent.socket.emitWithAck('typing', { conversation: id, on: true })
  await shows(chat.getByText('is typing'))
  expect(await running('no-preference')).toBeGreaterThan(0)
  await expect.poll(() => running('reduce')).toBe(0)
})

test('nothing sounds until it is asked to', async () => {
  await page.addInitScript(() => {
    Object(window).sounds = 0
    const Before = AudioContext
    window.AudioContext = class extends Before {
      constructor() {
        super()
        Object(window).sounds++
      }
    }
  })
  const agent = await team.agent()
  const sounds = () =>
    page
      .frames()
      .at(-1)
      ?.evaluate(() => Number(Object(window).sounds))
  await page.goto(site.page('/', hostPage(team)))
  const chat = await openChat(page)
  await writes(chat, 'Quiet, please')
  const { id } = await agent.sees(row => row.number > 0)
  await agent.replies(id, 'Of course')
  await shows(message(chat, 'Of course'))
  expect(await sounds()).toBe(0)
  await chat.getByRole('button', { name: 'Back to the overview' }).click()
  const bell = chat.getByRole('button', { name: /sound/i })
  expect(await bell.getAttribute('aria-pressed')).toBe('false')
  await bell.click()
  expect(await bell.getAttribute('aria-pressed')).toBe('true')
  const before = (await sounds()) ?? 0
  await agent.replies(id, 'And now?')
  await expect.poll(sounds).toBeGreaterThan(before)
})
