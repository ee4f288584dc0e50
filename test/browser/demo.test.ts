import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { keepPicture, openBrowser, type Windows } from '../house/browser.ts'
import { type House, openHouse } from '../house/house.ts'
import { look } from '../house/look.ts'
import { isSent, launcher, openChat, row, shows, signIn, thread, writes } from '../house/screens.ts'

let house: House
let windows: Windows
let shop: Page
beforeAll(async () => {
  house = await openHouse({ DEMO: '1' })
  windows = await openBrowser()
  shop = await windows.window()
})
afterAll(async () => {
  await windows?.end()
  await house?.stop()
})

const Demo = z.object({ agent: z.object({ email: z.string(), password: z.string() }) })

test('in the demo shop a visitor signs in, does things and signs out, and the agent sees all of it', async () => {
  const demo = Demo.parse(JSON.parse(readFileSync(join(house.environment.dataDir, 'demo.json'), 'utf8')))
  await shop.goto(`${house.url}/demo`)
  const told = shop.getByRole('status').filter({ hasText: 'You are' })
  await shows(told.getByText('You are an anonymous visitor.'))
  await shows(launcher(shop))
  expect(await look(shop, 'demo')).toEqual([])

  await shop.getByRole('button', { name: 'Sign in' }).click()
  await shows(shop.getByText('You are signed in as Maya Lindqvist (maya@example.com).'))
  await shop.getByRole('button', { name: 'Book a test ride' }).click()
  await shop.getByRole('button', { name: 'Join the club' }).click()
  await shop.getByRole('link', { name: /^See the Harbour 7/ }).click()
  await shop.getByRole('button', { name: 'Add to basket' }).click()
  await shop.getByRole('button', { name: 'Ask about it' }).click()
  const chat = shop.frameLocator('pavior-widget iframe')
  const words = 'I have a question about the Harbour 7: is it heavy?'
  await shows(chat.getByRole('textbox', { name: 'Write a message' }))
  await writes(chat, words)
  await isSent(chat, words)

  const desk = await windows.window()
  await desk.goto(`${house.url}/inbox/all`)
  await signIn(desk, demo.agent)
  await row(desk, 'Maya Lindqvist').click()
  await shows(thread(desk).getByText(words))
  const pane = desk.getByRole('complementary', { name: 'Maya Lindqvist' })
  await shows(pane.getByText('signup', { exact: true }))
  await shows(pane.getByText('maya@example.com'))
  await shows(pane.getByText('Club', { exact: true }))
  await desk.getByRole('link', { name: 'Open the person’s page' }).click()
  await shows(desk.getByText(/Test ride booked/))
  await shows(desk.getByText(/Added to basket/))
  await keepPicture(desk, 'demo-person')

  await shop.getByRole('button', { name: 'Sign out' }).click()
  await shows(shop.getByText('Signed out: this device is an anonymous visitor again.'))
  expect(await shop.evaluate(() => Object.keys(localStorage).filter(key => key.startsWith('pavior')))).toEqual([])
  await shows(launcher(shop))
  await shows((await openChat(shop)).getByText('Your conversations will be kept here, on this device.'))
})
