import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { z } from 'zod'
import { executable } from '../../house/chromium.ts'
import { percentile } from '../builder/trace.ts'
import type { Bench } from '../engine/bench.ts'
import { measure, shown } from '../measure.ts'
import { type LongPast, longPast } from './long-past.ts'
import { signIn } from './sign-in.ts'

const Demo = z.object({
  team: z.string(),
  apiKey: z.string(),
  agent: z.object({ email: z.string(), password: z.string() }),
})

/** Goals are of 2,000 and of 10,000 entries; 100,000 is the most that anybody is meant to have. */
const LENGTHS = [2000, 10_000, 100_000]
const JUMPS = 30

/** Rewind: what the server takes to answer, and the browser from pressing to the picture. */
export async function rewinding({ sql, teams, start, dataDir }: Bench): Promise<void> {
  const path = await executable()
  if (path === '') throw new Error('There is no Chromium here: set CHROMIUM_PATH to one.')
  const product = await start()
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] })
  try {
    const { team, apiKey, agent } = Demo.parse(JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')))
    const [row] = await sql`select user_id from auth.member where organization_id = ${team} limit 1`
    const cookie = await signIn(product.url, agent)
    for (const entries of LENGTHS) {
      const past = await longPast(sql, teams, { team, agent: String(row?.user_id), entries })
      await sql`vacuum analyze journal`
      console.log(`\n  rewinding ${entries.toLocaleString('en')} entries of one person`)
      await reportServer(product.url, past, { authorization: `Bearer ${apiKey}` }, { cookie })
      await reportCalm(product.url, past, { authorization: `Bearer ${apiKey}` })
      const page = await opened(browser, product.url, cookie)
      await reportOpening(page, `${product.url}/rewind/conversation/${past.conversation}`)
      await reportJumps(page)
      await page.context().close()
    }
  } finally {
    await browser.close()
    await product.stop()
  }
}

const Part = z.object({ after: z.string(), more: z.boolean() })

async function reportServer(
  url: string,
  { conversation, entries }: LongPast,
  key: Record<string, string>,
  cookie: Record<string, string>,
): Promise<void> {
  const read = async (path: string, headers: Record<string, string>) => {
    const answer = await fetch(`${url}${path}`, { headers })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path}: ${text}`)
    return text
  }
  const screen = `/api/dashboard/rewind/conversation/${conversation}`
  const goal = entries <= 2000 ? ' (≤ 50 ms)' : ''
  const asked: [what: string, read: () => Promise<unknown>][] = [
    [`API, now${goal}`, () => read(`/api/v1/conversations/${conversation}/rewind`, key)],
    [
      `API, the middle${goal}`,
      () => read(`/api/v1/conversations/${conversation}/rewind?entry=${Math.round(entries / 2)}`, key),
    ],
    [
      `screen, all of it${goal}`,
      async () => {
        let part = Part.parse(JSON.parse(await read(screen, cookie)))
        while (part.more) part = Part.parse(JSON.parse(await read(`${screen}?after=${part.after}`, cookie)))
      },
    ],
  ]
  const times = entries <= 10_000 ? 50 : 3
  for (const [what, once] of asked) {
    await measure(times / 5, 1, once)
    console.log(`  ${what.padEnd(48)} ${shown(await measure(times, 1, once))}`)
  }
}

/** How long everybody else waits while the API rewinds. */
async function reportCalm(url: string, { conversation }: LongPast, headers: Record<string, string>): Promise<void> {
  const rewinds = { over: false }
  const others = async () => {
    const waits: number[] = []
    while (!rewinds.over) {
      const began = performance.now()
      await (await fetch(`${url}/healthz`)).text()
      waits.push(performance.now() - began)
    }
    return waits
  }
  const waited = others()
  for (let time = 0; time < 5; time++)
    await (await fetch(`${url}/api/v1/conversations/${conversation}/rewind`, { headers })).text()
  rewinds.over = true
  const waits = await waited
  console.log(
    `  ${'meanwhile others wait'.padEnd(48)} p50 ${percentile(waits, 0.5).toFixed(2)} ms   p99 ${percentile(waits, 0.99).toFixed(2)} ms`,
  )
}

async function opened(browser: Browser, url: string, cookie: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const cookies = cookie.split('; ').map(line => {
    const [name = '', value = ''] = line.split(/=(.*)/)
    return { name, value, url }
  })
  await context.addCookies(cookies)
  return context.newPage()
}

/** From the address to the widget as it was, the code in the browser's cache. */
async function reportOpening(page: Page, url: string): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < 4; round++) {
    const began = performance.now()
    await page.goto(url)
    await page.locator('.then-journal [aria-current]').waitFor()
    if (round > 0) times.push(performance.now() - began)
    await page.goto('about:blank')
  }
  await page.goto(url)
  await page.frameLocator('iframe.chat-frame').locator('.msg').first().waitFor()
  console.log(`  ${'opening it'.padEnd(48)} ${percentile(times, 0.5).toFixed(0)} ms`)
}

/**
 * All that the page's own thread does for a jump: script, style and layout.
 * What is pressed is pressed as a person does.
 */
async function reportJumps(page: Page): Promise<void> {
  const box = await page.locator('.timeline-box').boundingBox()
  if (!box) throw new Error('there is no timeline')
  const busy = await busyIn(page)
  const ways: [what: string, press: (time: number) => Promise<void>][] = [
    [
      'a press on the timeline',
      // Far from each other: hardly one lies where another one has been.
      time => page.mouse.click(box.x + box.width * ((time * 0.618_034) % 1), box.y + box.height / 2),
    ],
    [
      'a press on a line of the journal',
      time =>
        page
          .locator('.then-entries li')
          .nth(4 + (time % 6))
          .click(),
    ],
    ['a step on', () => page.keyboard.press('ArrowRight')],
    ['a step back', () => page.keyboard.press('ArrowLeft')],
    ['to the beginning, to the end', time => page.keyboard.press(time % 2 === 0 ? 'Home' : 'End')],
  ]
  for (const [what, press] of ways) {
    const times: number[] = []
    for (let time = 0; time < JUMPS; time++) {
      const before = await busy()
      await press(time)
      await page.waitForTimeout(PAINTED)
      times.push((await busy()) - before)
      await page.waitForTimeout(SETTLED)
    }
    const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)].map(ms => `${ms.toFixed(1)} ms`)
    console.log(`  ${`${what} (p95 ≤ 16 ms)`.padEnd(48)} p50 ${p50}   p95 ${p95}`)
  }
}

/** Until the jump is on screen; the address is written behind it, a quarter of a second after the press. */
const [PAINTED, SETTLED] = [200, 200]

/** As in the builder's bench: painting is the machine's. */
const WORK = new Set(['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'])

const Metrics = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) })

/** Milliseconds that the page's thread has worked until now. */
async function busyIn(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  // Of the thread's own clock: what else the machine does is not the page's.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = Metrics.parse(await session.send('Performance.getMetrics'))
    return metrics.reduce((sum, { name, value }) => (WORK.has(name) ? sum + value * 1000 : sum), 0)
  }
}
