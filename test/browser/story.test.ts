import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser, type Windows } from '../house/browser.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import {
  account,
  composer,
  frame,
  hides,
  isSent,
  launcher,
  log,
  message,
  openChat,
  reply,
  row,
  rows,
  shows,
  signIn,
  thread,
  writes,
} from '../house/screens.ts'
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
  await agent.goto(`${house.url}/inbox/unassigned`)
  await signIn(agent, await account(team))
  await shows(agent.getByRole('heading', { name: 'Unassigned' }))
})
afterEach(async () => {
  await visitor.context().close()
  await agent.context().close()
})
afterAll(async () => {
  await windows?.end()
  await site?.stop()
  await house?.stop()
})

test('a visitor writes, Pavior answers at once, an agent takes over live', async () => {
  const chat = await openChat(visitor)
  await writes(chat, 'Do you ship to Norway?')
  await isSent(chat, 'Do you ship to Norway?')
  await shows(message(chat, 'How can we reach you if you have to leave?'))

  // It arrives in front of the agent, who reloads nothing.
  await rows(agent).click()
  await shows(thread(agent).getByText('Do you ship to Norway?'))
  await shows(log(chat).getByText('Seen'))

  await chat.getByLabel('Name').fill('Okan Demirel')
  await chat.getByLabel('Email').fill('okan.d@postfach.example')
  await log(chat).getByRole('button', { name: 'Send' }).click()
  await shows(log(chat).getByText('Sent. We write there if you are gone.'))
  await shows(agent.getByRole('heading', { name: 'Okan Demirel' }))
  await shows(row(agent, 'Okan Demirel'))
  await shows(agent.getByRole('complementary', { name: 'Okan Demirel' }).getByText('okan.d@postfach.example'))

  await composer(chat).pressSequentially('And how lo')
  await shows(thread(agent).getByText('Okan is typing'))
  await reply(agent).pressSequentially('Yes, within five days.')
  await shows(log(chat).getByText('Mara Lindqvist is typing'))
  await reply(agent).press('Control+Enter')
  await shows(message(chat, 'Yes, within five days.').getByText(/^Mara ·/))
  await shows(thread(agent).getByText(/· Seen$/))
  await hides(log(chat).getByText('is typing'))
})

test('who looks at their own list is told live that somebody waits, and is there in one step', async () => {
  await agent.goto(house.url)
  await shows(agent.getByText('New conversations appear in'))
  const chat = await openChat(visitor)
  await writes(chat, 'Anybody there?')
  await shows(agent.getByText('One conversation waits for an agent.'))
  await agent.getByRole('link', { name: 'Go to Unassigned' }).click()
  await rows(agent).click()
  await shows(thread(agent).getByText('Anybody there?'))
})

test('a refresh in the middle keeps everything, also what is typed and not sent', async () => {
  const chat = await openChat(visitor)
  await writes(chat, 'Does the Spindrift take 45 mm tyres?')
  await isSent(chat, 'Does the Spindrift take 45 mm tyres?')
  await chat.getByLabel('Name').fill('Ada')
  await composer(chat).fill('I mean on the front wh')
  await rows(agent).click()
  await reply(agent).fill('It does, with')

  await Promise.all([visitor.reload(), agent.reload()])
  await shows(message(chat, 'Does the Spindrift take 45 mm tyres?'))
  expect(await composer(chat).inputValue()).toBe('I mean on the front wh')
  expect(await chat.getByLabel('Name').inputValue()).toBe('Ada')
  await shows(thread(agent).getByText('Does the Spindrift take 45 mm tyres?'))
  expect(await reply(agent).inputValue()).toBe('It does, with')

  await composer(chat).press('Enter')
  await shows(thread(agent).getByText('I mean on the front wh'))
  await reply(agent).press('Control+Enter')
  await shows(message(chat, 'It does, with'))
})

test('without a connection what is written waits, says so, and is sent once when it is back', async () => {
  const chat = await openChat(visitor)
  await writes(chat, 'Before')
  await isSent(chat, 'Before')
  await rows(agent).click()
  await visitor.context().setOffline(true)
  await shows(chat.getByText('No connection. What you write is kept and sent when you are back.'))
  await writes(chat, 'Written under the bridge')
  await shows(message(chat, 'Written under the bridge').getByText('Waits for the connection'))
  await visitor.context().setOffline(false)
  await isSent(chat, 'Written under the bridge')
  await hides(chat.getByText('No connection.'))
  await shows(thread(agent).getByText('Written under the bridge'))
  expect(await thread(agent).getByText('Written under the bridge').count()).toBe(1)

  await agent.context().setOffline(true)
  await shows(agent.getByText('No connection. What you write is kept.'))
  await reply(agent).fill('From the train')
  await reply(agent).press('Control+Enter')
  await shows(agent.getByText('No connection. One message waits to be sent.'))
  await shows(thread(agent).getByText('Waits for the connection'))
  // What comes meanwhile is caught up with.
  await writes(chat, 'While you were away')
  await agent.context().setOffline(false)
  await shows(message(chat, 'From the train'))
  await shows(thread(agent).getByText('While you were away'))
  await hides(agent.getByText('No connection.'))
  expect(await message(chat, 'From the train').count()).toBe(1)
})

test('both sides come back by themselves after the server was restarted, and lose nothing', async () => {
  const chat = await openChat(visitor)
  await writes(chat, 'Before the restart')
  await isSent(chat, 'Before the restart')
  await rows(agent).click()
  await shows(thread(agent).getByText('Before the restart'))
  await house.away(async () => {
    await writes(chat, 'While it was down')
    await reply(agent).fill('Me too')
    await reply(agent).press('Control+Enter')
    await shows(message(chat, 'While it was down').getByText(/Waits for the connection|Sending/))
    await shows(thread(agent).getByText(/Waits for the connection|Sending/))
    // A page that is opened meanwhile keeps what waits; its chat comes when the server does.
    await visitor.reload()
    await shows(visitor.getByRole('heading', { name: 'A shop' }))
  })
  await isSent(frame(visitor), 'While it was down')
  await shows(message(frame(visitor), 'Me too'))
  await shows(thread(agent).getByText('While it was down'))
  expect(await message(frame(visitor), 'While it was down').count()).toBe(1)
  expect(await thread(agent).getByText('Me too').count()).toBe(1)
})

test('two tabs stay in step: open, messages, drafts, and a form that the other one answered', async () => {
  const other = await visitor.context().newPage()
  await other.goto(site.page('/other', hostPage({ ...team, title: 'Another page' })))
  await visitor.bringToFront()
  const here = await openChat(visitor)
  const there = frame(other)
  await shows(there.getByRole('button', { name: /^Send us a message/ }))
  await writes(here, 'In two tabs')
  await isSent(here, 'In two tabs')
  await shows(message(there, 'In two tabs'))
  await composer(here).fill('A thought not yet fin')
  await expect.poll(() => composer(there).inputValue(), { timeout: 10_000 }).toBe('A thought not yet fin')

  await there.getByLabel('Email').fill('ada@example.com')
  await expect.poll(() => here.getByLabel('Email').inputValue(), { timeout: 10_000 }).toBe('ada@example.com')
  await log(there).getByRole('button', { name: 'Send' }).click()
  await shows(log(here).getByText('Sent. We write there if you are gone.'))

  await rows(agent).click()
  await reply(agent).fill('Seen in both')
  await reply(agent).press('Control+Enter')
  await shows(message(here, 'Seen in both'))
  await shows(message(there, 'Seen in both'))
  await launcher(visitor).click()
  await hides(other.locator('pavior-widget iframe'))
})
