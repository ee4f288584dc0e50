import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { type Browser, chromium, type Page } from 'playwright-core'
import { z } from 'zod'
import { executable } from '../house/chromium.ts'
import { largeCampaign } from './builder/large-campaign.ts'
import { framesIn, percentile } from './builder/trace.ts'
import { type Bench, withBench } from './engine/bench.ts'
import { people } from './engine/campaigns.ts'

/**
 * `pnpm bench builder`: the campaign that is as large as it gets, in a real browser. Dragging is measured by the
 * browser's own trace, per frame; an edit from the key to what stands on the canvas, layout included.
 */
export async function benchBuilder(): Promise<void> {
  reportSizes()
  await withBench(1, [inBrowser])
}

const Demo = z.object({
  team: z.string(),
  apiKey: z.string(),
  agent: z.object({ email: z.string(), password: z.string() }),
})
type Demo = z.output<typeof Demo>

const EDITS = 40
const OPENINGS = 5
const PEOPLE = 100_000

async function inBrowser({ sql, dataDir, start }: Bench): Promise<void> {
  const path = await executable()
  if (path === '') throw new Error('There is no Chromium here: set CHROMIUM_PATH to one.')
  const product = await start()
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] })
  try {
    const demo = Demo.parse(JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')))
    const [inbox] = await sql`select id from inboxes where team_id = ${demo.team} order by created_at limit 1`
    const cookies = await signIn(product.url, demo)
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: product.url })))
    const page = await context.newPage()
    const url = `${product.url}/campaigns/${await make(product.url, demo, String(inbox?.id))}`
    await reportOpening(page, url)
    await reportDragging(browser, page)
    await reportEdits(page)
    await people(sql, demo.team, PEOPLE)
    await sql`analyze`
    await reportCount(product.url, cookies)
  } finally {
    await browser.close()
    await product.stop()
  }
}

async function signIn(url: string, { agent }: Demo): Promise<[name: string, value: string][]> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(agent),
  })
  return answer.headers.getSetCookie().map(line => {
    const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/)
    return [name, value]
  })
}

async function make(url: string, { apiKey }: Demo, inbox: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/campaigns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(largeCampaign(inbox)),
  })
  const { id } = z.object({ id: z.string() }).parse(await answer.json())
  return id
}

const drawn = (page: Page) => page.waitForFunction(() => document.querySelectorAll('.react-flow__node').length === 250)

/** From the address to the last component on the canvas, the code in the browser's cache. */
async function reportOpening(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await drawn(page)
  const times: number[] = []
  for (let round = 0; round < OPENINGS; round++) {
    await page.goto('about:blank')
    await page.goto(url, { waitUntil: 'commit' })
    const at = await page.evaluate(
      () =>
        new Promise<number>(resolve => {
          const look = () =>
            document.querySelectorAll('.react-flow__node').length === 250 &&
            document.querySelectorAll('.react-flow__edge').length === 300
              ? requestAnimationFrame(() => resolve(performance.now()))
              : requestAnimationFrame(look)
          look()
        }),
    )
    times.push(at)
  }
  say('opening 250 components, code cached', percentile(times, 0.5), 500)
}

async function reportDragging(browser: Browser, page: Page): Promise<void> {
  for (const [where, zoomedIn] of [
    ['all 250 in view', false],
    ['life-size', true],
  ] as const) {
    await page.keyboard.press('1')
    if (zoomedIn) for (let times = 0; times < 8; times++) await page.keyboard.press('+')
    await page.waitForTimeout(600)
    const box = await boxInView(page)
    await browser.startTracing(page, {
      categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8'],
    })
    await page.mouse.move(box.x, box.y)
    await page.mouse.down()
    for (let step = 0; step < 150; step++)
      await page.mouse.move(box.x + 120 * Math.sin(step / 12), box.y + 80 * Math.sin(step / 9))
    await page.mouse.up()
    const frames = framesIn(await browser.stopTracing())
    say(`dragging, ${where}: p95 of ${frames.length} frames`, percentile(frames, 0.95), 10)
  }
  await page.keyboard.press('1')
}

/** A component in the middle of the screen. */
async function boxInView(page: Page): Promise<{ x: number; y: number }> {
  const found = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.react-flow__node')].map(node => node.getBoundingClientRect())
    const far = ({ x, y }: DOMRect) => Math.hypot(x - 640, y - 450)
    const [box] = boxes.sort((a, b) => far(a) - far(b))
    return box && { x: box.x + box.width / 2, y: box.y + box.height / 3 }
  })
  if (!found) throw new Error('nothing is drawn')
  return found
}

/** From the key to the changed canvas: script, style and layout. */
async function reportEdits(page: Page): Promise<void> {
  const press = (key: string, init: Record<string, boolean>, times: number) =>
    page.evaluate(
      async ({ key, init, times }) => {
        const node = document.querySelector<HTMLElement>('.react-flow__node[data-id="c-4-12"]')
        const graph = document.querySelector('.react-flow__nodes')
        const took: number[] = []
        for (let time = 0; time < times; time++) {
          node?.focus()
          const changed = new Promise(resolve => {
            const observer = new MutationObserver(() => {
              observer.disconnect()
              resolve(undefined)
            })
            if (graph)
              observer.observe(graph, { subtree: true, childList: true, attributes: true, attributeFilter: ['style'] })
          })
          const began = performance.now()
          ;(node ?? document).dispatchEvent(
            new KeyboardEvent('keydown', { key, ...init, bubbles: true, cancelable: true }),
          )
          await changed
          document.body.getBoundingClientRect()
          took.push(performance.now() - began)
          await new Promise(resolve => setTimeout(resolve, 250))
        }
        return took
      },
      { key, init, times },
    )
  const moves = await press('ArrowRight', { shiftKey: true }, EDITS)
  say('an edit to the canvas: moving one, p95', percentile(moves, 0.95), 16)
  const undone = await press('z', { ctrlKey: true }, 1)
  say('an edit to the canvas: undoing it', percentile(undone, 0.95), 16)
}

async function reportCount(url: string, cookies: [string, string][]): Promise<void> {
  const filter = {
    all: [
      { field: 'attributes.plan', op: 'equals', value: 'pro' },
      { field: 'email', op: 'contains', value: 'people' },
    ],
  }
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    const began = performance.now()
    const answer = await fetch(`${url}/api/dashboard/people/count`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: url,
        cookie: cookies.map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: JSON.stringify({ filter }),
    })
    if (!answer.ok) throw new Error(await answer.text())
    await answer.json()
    times.push(performance.now() - began)
  }
  say(`counting an audience among ${PEOPLE.toLocaleString('en')} people`, percentile(times, 0.5), 1_000)
}

/** What is loaded for the builder, beside what every screen loads; and for the inbox. */
function reportSizes(): void {
  const dist = fileURLToPath(new URL('../../dashboard/dist/', import.meta.url))
  const files = readdirSync(`${dist}assets`).filter(name => /\.(js|css)$/.test(name))
  const brotli = (name: string) => brotliCompressSync(readFileSync(`${dist}assets/${name}`)).length / 1000
  const html = readFileSync(`${dist}index.html`, 'utf8')
  const first = files.filter(name => html.includes(name))
  const builder = files.filter(name => name.startsWith('builder'))
  const sum = (names: readonly string[]) => names.reduce((all, name) => all + brotli(name), 0)
  const inInbox = first.some(name => readFileSync(`${dist}assets/${name}`, 'utf8').includes('react-flow'))
  console.log(`  the inbox, with all that stands around it          ${sum(first).toFixed(1)} kB`)
  console.log(`  the builder's own                                  ${sum(builder).toFixed(1)} kB`)
  console.log(`  the inbox loads the builder                        ${inInbox ? 'yes' : 'no'}`)
}

const say = (what: string, ms: number, most: number): void =>
  console.log(`  ${what.padEnd(50)} ${ms.toFixed(1)} ms (≤ ${most.toLocaleString('en')})`)
