import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, type Windows } from '../house/browser.ts'
import { type House, openHouse } from '../house/house.ts'
import { hides, isSent, message, openChat, shows, writes } from '../house/screens.ts'
import { hostPage, openSite, type Site } from '../house/site.ts'

let house: House
let windows: Windows
let site: Site
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  site = await openSite()
})
afterAll(async () => {
  await windows?.end()
  await site?.stop()
  await house?.stop()
})

/** A line that looks healthy: from `fails` on it loses messages on their way here and holds back what asks for them. */
async function poorLine(page: Page): Promise<{ fails: () => void; recovers: () => void }> {
  let poor = false
  const held: (() => void)[] = []
  await page.routeWebSocket(/socket\.io/, socket => {
    const server = socket.connectToServer()
    server.onMessage(frame => {
      if (!(poor && String(frame).includes('["message",'))) socket.send(frame)
    })
    socket.onMessage(frame => {
      if (poor && String(frame).includes('"conversation:sync"')) held.push(() => server.send(frame))
      else server.send(frame)
    })
  })
  return {
    fails: () => {
      poor = true
    },
    recovers: () => {
      poor = false
      for (const send of held.splice(0)) send()
    },
  }
}

test('S3: a message lost on a healthy-looking line is missed by number, said to be on its way, and fetched', async () => {
  const team = await house.bareTeam()
  const agent = await team.agent()
  const page = await windows.window()
  const line = await poorLine(page)
  await page.goto(site.page('/', hostPage(team)))
  const chat = await openChat(page)
  await writes(chat, 'Do you ship to Norway?')
  await isSent(chat, 'Do you ship to Norway?')
  const { id } = await agent.sees(row => row.number === 1)
  line.fails()
  await agent.replies(id, 'We do.')
  await shows(chat.getByText('Catching up …'))
  expect(await message(chat, 'We do.').count()).toBe(0)
  line.recovers()
  await shows(message(chat, 'We do.'))
  await hides(chat.getByText('Catching up …'))
  await page.context().close()
})
