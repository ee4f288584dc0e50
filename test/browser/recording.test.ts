import type { Interaction } from '@pavior/shared/journal/interaction.ts'
import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser, type Windows } from '../house/browser.ts'
import { graph, hears, offering, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import {
  composer,
  frame,
  hides,
  isSent,
  launcher,
  message,
  openChat,
  preview,
  shows,
  writes,
} from '../house/screens.ts'
import { hostPage, openSite, type Site } from '../house/site.ts'
import { numbers } from '../house/steering.ts'

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
  page = await windows.window({ colorScheme: 'dark' })
})
afterEach(() => page.context().close())
afterAll(async () => {
  await windows?.end()
  await site?.stop()
  await house?.stop()
})

/** Everything that is written down of anybody in the team, as text. */
async function written(): Promise<string> {
  const rows = await team.sql`
    select to_jsonb(j)::text as row from journal j where team_id = ${team.id}
    union all select to_jsonb(f)::text from facts f where team_id = ${team.id}
    union all select to_jsonb(p)::text from people p where team_id = ${team.id}`
  return rows.map(({ row }) => String(row)).join('\n')
}

const recorded = async (): Promise<Interaction[]> => {
  const rows = await team.sql`
    select data -> 'what' as what from journal where team_id = ${team.id} and kind = 'interacted' order by at, number`
  return rows.map(({ what }) => what)
}
const deeds = async (): Promise<string[]> => (await recorded()).map(({ does }) => does)

const email = (chat: FrameLocator) => chat.getByLabel('Email')
const send = (chat: FrameLocator) => chat.getByRole('log').getByRole('button', { name: 'Send' })

async function meetsTheForm(): Promise<FrameLocator> {
  await page.goto(site.page('/', hostPage(team)))
  await shows(launcher(page))
  const chat = await openChat(page)
  await writes(chat, 'Is anybody in?')
  await shows(message(chat, 'How can we reach you'))
  return chat
}

test('R2, R3: a visitor who stumbles over the form is recorded, without a word that they did not send', async () => {
  const chat = await meetsTheForm()
  await composer(chat).pressSequentially('my-secret-draft')
  await composer(chat).fill('')
  await email(chat).pressSequentially('jane-secret@')
  await send(chat).click()
  await shows(chat.locator('.why'))
  await expect.poll(deeds, { timeout: 10_000 }).toContain('form-refused')
  // The focus went back by itself: nobody visited the field again.
  expect((await deeds()).filter(does => does === 'field-focused')).toHaveLength(1)
  // What stands in the form still when the page comes anew is told of the new tab, too.
  await page.reload()
  await shows(chat.locator('.why'))
  await expect
    .poll(async () => (await recorded()).slice((await deeds()).lastIndexOf('began')), { timeout: 10_000 })
    .toContainEqual(
      expect.objectContaining({ does: 'field-left', filled: true, refused: expect.stringMatching(/email/i) }),
    )
  await email(chat).fill('jane@example.com')
  await email(chat).press('Enter')
  await shows(chat.getByText('jane@example.com'))
  await expect.poll(deeds, { timeout: 10_000 }).toContain('form-sent')
  const all = await recorded()
  expect(all[0]).toMatchObject({
    does: 'began',
    viewport: { width: 1440, height: 900 },
    phone: false,
    language: 'en-GB',
    theme: 'dark',
    open: true,
    url: `${site.url}/`,
    title: 'A shop',
  })
  const form = all.flatMap(what => ('message' in what ? [what.message] : []))[0]
  expect(all).toContainEqual({
    does: 'form-refused',
    message: form,
    refused: { email: expect.stringMatching(/email/i) },
    filled: ['email'],
    focused: 'email',
  })
  const order = all.map(({ does }) => does)
  expect(order).toEqual(expect.arrayContaining(['showed', 'form-shown', 'field-focused', 'field-left', 'form-refused']))
  expect(order.indexOf('field-focused')).toBeLessThan(order.indexOf('form-refused'))
  expect(order.indexOf('form-refused')).toBeLessThan(order.indexOf('form-sent'))
  // The recording and the form are two frames: either may be written first.
  await expect.poll(written, { timeout: 10_000 }).toContain('jane@example.com')
  const everything = await written()
  for (const secret of ['my-secret-draft', 'jane-secret']) expect(everything).not.toContain(secret)
  await holds(team)
})

test('R2: closing, a preview and what is clicked are recorded, in the tab where they were done', async () => {
  const chat = await meetsTheForm()
  const agent = await team.agent()
  await expect.poll(recorded).toContainEqual(expect.objectContaining({ does: 'message-seen', number: 2 }))
  await launcher(page).click()
  await hides(page.locator('pavior-widget iframe'))
  const [row] = await team.sql`select id from conversations where team_id = ${team.id}`
  await agent.replies(String(row?.id), 'See https://shop.example/bikes for more')
  await shows(preview(page))
  await preview(page).getByRole('button', { name: 'Reply' }).click()
  const popup = page.waitForEvent('popup')
  await chat.getByRole('link', { name: 'https://shop.example/bikes' }).click()
  await (await popup).close()
  await page.setViewportSize({ width: 1200, height: 700 })
  await expect.poll(deeds, { timeout: 10_000 }).toContain('resized')
  // Of the agent's reply, whatever was shown before it.
  const all = (await recorded()).filter(what => what.does !== 'preview-shown' || what.number === 3)
  const order = all.map(({ does }) => does)
  const told = ['closed', 'preview-shown', 'preview-clicked', 'opened', 'link-clicked', 'resized']
  expect(order.filter(does => told.includes(does))).toEqual(told)
  expect(all).toContainEqual(expect.objectContaining({ does: 'link-clicked', url: 'https://shop.example/bikes' }))
  expect(all).toContainEqual(expect.objectContaining({ does: 'resized', viewport: { width: 1200, height: 700 } }))
  // T1: each message has a second of its own until it was seen, also while others keep coming.
  const seen = async () => {
    const [row] = await team.sql`select seen_by_person as seen from conversations where team_id = ${team.id}`
    return Number(row?.seen)
  }
  for (let more = 0; more < 8 && (await seen()) < 4; more++) {
    await agent.replies(String(row?.id), `And ${more}`)
    await page.waitForTimeout(400)
  }
  expect(await seen()).toBeGreaterThanOrEqual(4)
  agent.leaves()
})

test('nothing is recorded of a visitor whose browser asks not to be tracked; what they write and press is kept', async () => {
  const offer = offering('See https://shop.example/bikes', { id: 'docs', label: 'Docs', url: 'https://d.example/' })
  const { id } = await team.campaign(graph([hears('chat'), sends('offer', offer)], ['chat > offer']))
  await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }))
  const chat = await meetsTheForm()
  await email(chat).fill('nobody@')
  await send(chat).click()
  await shows(chat.locator('.why'))
  await email(chat).fill('jane@example.com')
  await email(chat).press('Enter')
  await shows(chat.getByText('jane@example.com'))
  await writes(chat, 'Thank you')
  await isSent(chat, 'Thank you')
  // T1: links are opened at once, and told of once there is a line again, on the next page.
  await page.context().setOffline(true)
  for (const name of ['https://shop.example/bikes', 'Docs']) {
    const popup = page.waitForEvent('popup')
    await chat.getByRole('link', { name }).click()
    await (await popup).close()
  }
  await page.context().setOffline(false)
  await page.goto(site.page('/next', hostPage(team)))
  const pressed = () => team.sql`
    select data ->> 'button' as button from journal
    where team_id = ${team.id} and kind = 'engaged' and data ->> 'outcome' = 'clicked' order by number`
  await expect.poll(pressed, { timeout: 10_000 }).toEqual([{ button: null }, { button: 'docs' }])
  expect(await numbers(team, id)).toMatchObject({ components: { offer: { clicked: 1 } } })
  expect(await chat.locator('.msg.mine').count()).toBe(2)
  // As long as whatever was gathered would have needed to come.
  await page.waitForTimeout(2500)
  expect(await recorded()).toEqual([])
})

test('what somebody did before they were known comes with their first message; before that nobody is', async () => {
  await page.goto(site.page('/', hostPage(team)))
  await shows(launcher(page))
  const chat = await openChat(page)
  await chat.getByRole('button', { name: /^Send us a message/ }).click()
  await launcher(page).click()
  await hides(page.locator('pavior-widget iframe'))
  await page.waitForTimeout(1500)
  expect(await team.sql`select from people where team_id = ${team.id}`).toEqual([])
  await launcher(page).click()
  await shows(frame(page).getByRole('dialog'))
  await writes(chat, 'Here I am')
  await isSent(chat, 'Here I am')
  await expect.poll(deeds).toEqual(expect.arrayContaining(['began', 'showed', 'closed', 'opened']))
  expect((await deeds())[0]).toBe('began')
})
