import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestAgent } from '../house/agent.ts'
import { openBrowser, type Windows } from '../house/browser.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import {
  composer,
  type frame,
  hides,
  isSent,
  launcher,
  log,
  message,
  openChat,
  preview,
  shows,
  writes,
} from '../house/screens.ts'
import { hostPage, openSite, type Site } from '../house/site.ts'

let house: House
let windows: Windows
let site: Site
let team: TestTeam
let agent: TestAgent
let page: Page
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  site = await openSite()
})
beforeEach(async () => {
  team = await house.bareTeam()
  agent = await team.agent()
  page = await windows.window()
  await page.goto(site.page('/', hostPage(team)))
})
afterEach(() => page.context().close())
afterAll(async () => {
  await windows?.end()
  await site?.stop()
  await house?.stop()
})

const call = (on: Page, ...given: unknown[]) => on.evaluate(given => Object(window).pavior(...given), given)
const kept = () => page.evaluate(() => Object.keys(localStorage))
const talks = (chat: ReturnType<typeof frame>) => chat.getByRole('navigation', { name: 'Your conversations' })

test('another user on the same browser starts fresh and sees nothing of the one before', async () => {
  await call(page, 'identify', await team.identity('okan', { name: 'Okan' }))
  const chat = await openChat(page)
  await writes(chat, 'A secret of Okan')
  await isSent(chat, 'A secret of Okan')
  await composer(chat).fill('Half a secr')
  await call(page, 'identify', await team.identity('freya', { name: 'Freya' }))
  await hides(chat.getByText('A secret of Okan'))
  await shows(chat.getByText('Your conversations will be kept here.'))
  await writes(chat, 'I am Freya')
  await isSent(chat, 'I am Freya')
  expect(await composer(chat).inputValue()).toBe('')
  const okan = await agent.sees(row => row.person.name === 'Okan')
  const freya = await agent.sees(row => row.person.name === 'Freya')
  expect(okan.person.id).not.toBe(freya.person.id)
  // And back: everything of Okan's is where it was, also what he had not sent.
  await call(page, 'identify', await team.identity('okan'))
  await hides(chat.getByText('I am Freya'))
  await talks(chat).getByRole('button').click()
  await shows(message(chat, 'A secret of Okan'))
  expect(await composer(chat).inputValue()).toBe('Half a secr')
})

test('shutdown forgets the visitor on this device', async () => {
  const chat = await openChat(page)
  await writes(chat, 'Before I go')
  await isSent(chat, 'Before I go')
  expect((await kept()).length).toBeGreaterThan(0)
  await call(page, 'shutdown')
  await hides(launcher(page))
  expect(await kept()).toEqual([])
  await call(page, 'boot', { team: team.id })
  await openChat(page)
  await shows(chat.getByText('Your conversations will be kept here, on this device.'))
  expect(await talks(chat).count()).toBe(0)
})

test('a signup sees the same conversations on a second device, live', async () => {
  await call(page, 'identify', await team.identity('okan', { name: 'Okan' }))
  const chat = await openChat(page)
  await writes(chat, 'From my desk')
  await isSent(chat, 'From my desk')
  const phone = await windows.window()
  const identity = await team.identity('okan')
  await phone.goto(site.page('/phone', hostPage({ ...team, boot: { identity } })))
  const there = await openChat(phone)
  await talks(there).getByRole('button').click()
  await shows(message(there, 'From my desk'))
  await writes(there, 'From my phone')
  await shows(message(chat, 'From my phone'))
  await phone.context().close()
})

test('who writes first and signs up later keeps the conversation', async () => {
  const chat = await openChat(page)
  await writes(chat, 'Before I had an account')
  await isSent(chat, 'Before I had an account')
  await call(page, 'identify', await team.identity('ada', { name: 'Ada' }))
  await agent.sees(row => row.person.name === 'Ada')
  await shows(message(chat, 'Before I had an account'))
  await writes(chat, 'And now with one')
  await isSent(chat, 'And now with one')
})

test('an identity that is forged changes nothing, and the visitor may write all the same', async () => {
  const forged = await team.identity('admin', { name: 'The boss' }, { secret: 'a guess that is long enough to sign' })
  await page.goto(site.page('/forged', hostPage({ ...team, boot: { identity: forged } })))
  const chat = await openChat(page)
  await writes(chat, 'Let me in')
  await isSent(chat, 'Let me in')
  const row = await agent.sees(one => one.last?.text === 'Let me in')
  expect(row.person.type).toBe('anonymous')
})

test('a socket that was dropped: the chat comes back by itself and asks for what it missed by number', async () => {
  const chat = await openChat(page)
  await writes(chat, 'Are you there?')
  await isSent(chat, 'Are you there?')
  const { id } = await agent.sees(row => row.last?.text === 'Are you there?')
  await page.context().setOffline(true)
  await shows(chat.getByText('No connection.'))
  for (const text of ['One', 'Two', 'Three']) await agent.replies(id, text)
  await page.context().setOffline(false)
  await shows(message(chat, 'Three'))
  await hides(chat.getByText('No connection.'))
  expect(await log(chat).locator('.msg .bubble').allInnerTexts()).toEqual(['Are you there?', 'One', 'Two', 'Three'])
})

test('open stays open on the next page, and an unread reply shows at the closed launcher until it is read', async () => {
  const told = () => page.evaluate(() => document.title)
  const chat = await openChat(page)
  await writes(chat, 'Once')
  await isSent(chat, 'Once')
  const { id } = await agent.sees(row => row.last?.text === 'Once')
  await page.goto(site.page('/second', hostPage({ ...team, title: 'A second page' })))
  await shows(message(chat, 'Once'))
  await launcher(page).click()
  await hides(page.locator('pavior-widget iframe'))
  await page.evaluate(() =>
    Object(window).pavior('on', 'unread', (number: number) => {
      document.title = `${number} unread`
    }),
  )
  await agent.replies(id, 'Twice')
  await shows(preview(page).getByText('Twice'))
  await shows(launcher(page).getByText('1', { exact: true }))
  await expect.poll(told).toBe('1 unread')
  expect(await launcher(page).getAttribute('aria-label')).toBe('Open the chat, 1 unread')
  await page.goto(site.page('/third', hostPage({ ...team, title: 'A third page' })))
  await shows(preview(page).getByText('Twice'))
  await preview(page).getByRole('button', { name: 'Reply' }).click()
  await shows(message(chat, 'Twice'))
  await agent.sees(row => row.seenByPerson === row.number)
  await hides(preview(page))
  await launcher(page).click()
  await hides(page.locator('pavior-widget iframe'))
  await hides(launcher(page).locator('.badge'))
})

test('nothing an agent or a visitor writes becomes HTML in the chat', async () => {
  const chat = await openChat(page)
  const evil = '<img src=x onerror=alert(1)> <b>bold</b> javascript:alert(1) https://ok.example/a'
  await writes(chat, evil)
  await isSent(chat, '<b>bold</b>')
  const { id } = await agent.sees(row => row.last?.text === evil)
  await agent.replies(id, `${evil} again`)
  await shows(message(chat, 'again'))
  expect(await log(chat).locator('img, b, script').count()).toBe(0)
  const links = await log(chat)
    .locator('a')
    .evaluateAll(all => all.map(one => [Object(one).href, Object(one).rel, Object(one).target]))
  expect(links).toHaveLength(2)
  for (const [href, rel, target] of links) {
    expect(href).toBe('https://ok.example/a')
    for (const word of ['noopener', 'nofollow', 'ugc']) expect(rel).toContain(word)
    expect(target).toBe('_blank')
  }
})
