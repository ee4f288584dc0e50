import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, type Windows } from '../house/browser.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import {
  composer,
  frame,
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
let page: Page
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  site = await openSite()
  team = await house.team()
  page = await windows.window()
  const style = '<style>:root { color-scheme: light dark } body { font: 16px system-ui; margin: 40px }</style>'
  await page.goto(site.page('/', hostPage({ ...team, head: style, body: '<p>Bicycles for wet cities.</p>' })))
})
afterAll(async () => {
  await windows?.end()
  await site?.stop()
  await house?.stop()
})

const inside = () => {
  const found = page.frames().find(one => one.url().startsWith(house.url))
  if (!found) throw new Error('the chat has no frame')
  return found
}

test('no screen of the chat has a serious barrier, light or dark, on a desk or on a phone', async () => {
  const agent = await team.agent()
  const found: string[] = []
  const at = async (name: string) => {
    found.push(...(await look(page, `widget-${name}`, inside)))
    // The chat hears a moment later that it is on no phone any more, and moves what is to be clicked next.
    await hides(frame(page).locator('.phone'))
  }

  const chat = await openChat(page)
  await shows(chat.getByText('Your conversations will be kept here, on this device.'))
  await shows(chat.getByText('Tidewheel Cycles', { exact: true }))
  await at('home-empty')
  await writes(chat, 'Do you ship the Barge to Norway? We are two, and the little one is four.')
  await isSent(chat, 'Do you ship')
  await shows(message(chat, 'How can we reach you'))
  await at('form')
  await chat.getByLabel('Name').fill('Okan Demirel')
  await chat.getByLabel('Email').fill('okan.d@postfach')
  await log(chat).getByRole('button', { name: 'Send' }).click()
  await shows(chat.getByText('That address has no ending, like “.com”.'))
  await at('form-refused')
  await chat.getByLabel('Email').fill('okan.d@postfach.example')
  await log(chat).getByRole('button', { name: 'Send' }).click()
  await shows(log(chat).getByText('Sent. We write there if you are gone.'))

  const { id } = await agent.sees(row => row.person.name === 'Okan Demirel')
  await agent.replies(id, 'Yes, within five days. https://tidewheel.example/delivery has the details.')
  await shows(message(chat, 'Yes, within five days.'))
  await agent.watches(id)
  await agent.socket.emitWithAck('typing', { conversation: id, on: true })
  await shows(log(chat).getByText('Mara Lindqvist is typing'))
  await at('conversation')
  await page.context().setOffline(true)
  await shows(chat.getByText('No connection.'))
  await writes(chat, 'And how do I pay?')
  await at('offline')
  await page.context().setOffline(false)
  await isSent(chat, 'And how do I pay?')

  await chat.getByRole('button', { name: 'Back to the overview' }).click()
  await shows(chat.getByRole('navigation', { name: 'Your conversations' }))
  await at('home')
  // An answer elsewhere shows at the way back, and is gone once it is read.
  await writes(chat, 'Something else: do you buy old bikes?')
  await isSent(chat, 'Something else')
  await agent.replies(id, 'And it has lights.')
  await chat.getByRole('button', { name: 'Back to the overview, 1 unread message' }).click()
  await chat.getByRole('button', { name: 'And it has lights.' }).click()
  await shows(message(chat, 'And it has lights.'))
  await shows(chat.getByRole('button', { name: 'Back to the overview', exact: true }))
  await launcher(page).click()
  await hides(page.locator('pavior-widget iframe'))
  await agent.replies(id, 'By card, by invoice, or when the bike stands in front of your door.')
  await shows(preview(page))
  found.push(...(await look(page, 'widget-preview')))
  expect(found).toEqual([])
})

test('by keyboard alone: open, write, answer the form, leave with Escape, and be where one was', async () => {
  const keys = await windows.window()
  await keys.goto(site.page('/keys', hostPage({ ...team, body: '<a href="#top">The last link</a>' })))
  await shows(launcher(keys))
  await keys.getByRole('link').focus()
  await keys.keyboard.press('Tab')
  expect(await launcher(keys).evaluate(one => one.matches(':focus-visible'))).toBe(true)
  expect(await launcher(keys).getAttribute('aria-label')).toBe('Open the chat')
  await keys.keyboard.press('Enter')
  const chat = frame(keys)
  await expect.poll(() => focused(keys)).toContain('Send us a message')
  await pressToLeave(keys, 'Send us a message')
  await expect.poll(() => focused(keys)).toBe('Write a message')
  await keys.keyboard.type('Only keys here')
  await keys.keyboard.press('Enter')
  await isSent(chat, 'Only keys here')
  await shows(message(chat, 'How can we reach you'))
  await tabTo(keys, 'Email', 'Shift+Tab')
  await keys.keyboard.type('keys@example.com')
  await tabTo(keys, 'Send', 'Tab')
  await keys.keyboard.press('Enter')
  await shows(log(chat).getByText('Sent. We write there if you are gone.'))
  await keys.keyboard.press('Escape')
  await hides(keys.locator('pavior-widget iframe'))
  expect(await launcher(keys).evaluate(one => one.matches(':focus'))).toBe(true)
  await keys.context().close()
})

/** The name of what has the focus in the chat. */
const focused = async (on: Page): Promise<string> =>
  (await on
    .frames()
    .at(-1)
    ?.evaluate(() => {
      const at = document.hasFocus() ? document.activeElement : null
      const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : undefined
      return label ?? at?.getAttribute('aria-label') ?? at?.textContent ?? ''
    })) ?? ''

/** Presses Enter on what has the focus. A key in the instant in which focus crosses into a frame may reach neither side: then again. */
async function pressToLeave(on: Page, name: string): Promise<void> {
  await expect
    .poll(async () => {
      if ((await focused(on)).includes(name)) await on.keyboard.press('Enter')
      return await focused(on)
    })
    .not.toContain(name)
}

async function tabTo(on: Page, name: string, key: string): Promise<void> {
  for (let steps = 0; steps < 12; steps++) {
    await on.keyboard.press(key)
    if ((await focused(on)).startsWith(name)) return
  }
  throw new Error(`${key} never came to ${name}`)
}

test('on a phone the chat fills the screen, nothing zooms, and the keyboard leaves the composer in view', async () => {
  const phone = await windows.window({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  await phone.goto(site.page('/phone', hostPage(team)))
  const chat = await openChat(phone)
  expect(await phone.locator('pavior-widget .frame').boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 })
  await writes(chat, 'From a phone')
  await shows(message(chat, 'How can we reach you'))
  for (const field of await chat.getByRole('textbox').all())
    expect(await field.evaluate(one => Number.parseFloat(getComputedStyle(one).fontSize))).toBeGreaterThanOrEqual(16)
  // What was refused is put right by keyboard, with the hand on the button: that stays where it is.
  const send = log(chat).getByRole('button', { name: 'Send' })
  await chat.getByLabel('Email').fill('jane@')
  await send.click()
  await shows(log(chat).locator('.why'))
  const refusing = await send.boundingBox()
  await phone.mouse.move((refusing?.x ?? 0) + 20, (refusing?.y ?? 0) + (refusing?.height ?? 0) - 4)
  await chat.getByLabel('Email').press('End')
  await phone.keyboard.type('shop.example')
  await hides(log(chat).locator('.why'))
  expect(await send.boundingBox()).toEqual(refusing)
  await phone.mouse.down()
  await phone.mouse.up()
  await shows(log(chat).locator('.formstate.good'))
  // The keyboard comes up: the page keeps its size, what is seen of it shrinks.
  await phone.evaluate(() => {
    const view = window.visualViewport
    if (!view) throw new Error('no visualViewport')
    Object.defineProperty(view, 'height', { value: 500, configurable: true })
    Object.defineProperty(view, 'offsetTop', { value: 40, configurable: true })
    view.dispatchEvent(new Event('resize'))
  })
  await expect
    .poll(() => phone.locator('pavior-widget .frame').boundingBox())
    .toEqual({ x: 0, y: 40, width: 390, height: 500 })
  const box = await composer(chat).boundingBox()
  expect((box?.y ?? 999) + (box?.height ?? 999)).toBeLessThanOrEqual(540)
  await shows(message(chat, 'From a phone'))
  await phone.context().close()
})

test('the launcher opens the chat, the chat is a dialog with a name, and its messages are a log', async () => {
  const other = await windows.window({ locale: 'de-DE' })
  await other.goto(site.page('/deutsch', hostPage(team)))
  await shows(other.getByRole('button', { name: 'Chat öffnen' }))
  await other.getByRole('button', { name: 'Chat öffnen' }).click()
  await shows(frame(other).getByRole('dialog', { name: 'Chat mit Tidewheel Cycles' }))
  await frame(other).locator('.card.go').click()
  await shows(frame(other).getByRole('log'))
  expect(await frame(other).locator('html').getAttribute('lang')).toBe('de')
  await other.context().close()
})
