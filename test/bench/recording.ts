import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type FrameLocator, type Page } from 'playwright-core'
import { z } from 'zod'
import { executable } from '../house/chromium.ts'
import { composer, isSent, launcher, log, message, openChat, shows, writes } from '../house/screens.ts'
import { hostPage, openSite } from '../house/site.ts'
import { type Bench, withBench } from './engine/bench.ts'
import { type Profile, share } from './recording/profile.ts'

/**
 * `pnpm bench recording`: what telling what a visitor does costs their browser (issue: ≤ 1 % of the widget's time, a
 * frame a second at most), by the browser's own profile of the widget's process while somebody uses it without a rest.
 */
export async function benchRecording(): Promise<void> {
  await withBench(1, [inBrowser])
}

const Demo = z.object({ team: z.string() })
const ROUNDS = 6
/** Microseconds between two looks at what runs. */
const EVERY = 100

async function inBrowser({ dataDir, start }: Bench): Promise<void> {
  const path = await executable()
  if (path === '') throw new Error('There is no Chromium here: set CHROMIUM_PATH to one.')
  const product = await start()
  const site = await openSite()
  // The widget in a process of its own, as in any browser that keeps sites apart.
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', '--site-per-process'] })
  try {
    const { team } = Demo.parse(JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')))
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
    const sent = framesOf(page)
    await page.goto(site.page('/', hostPage({ url: product.url, id: team })))
    await shows(launcher(page))
    const chat = await openChat(page)
    await writes(chat, 'Is anybody in?')
    await shows(message(chat, 'How can we reach you'))
    const frame = page.frames().find(one => one.url().startsWith(product.url))
    if (!frame) throw new Error('the widget has no frame')
    const session = await page.context().newCDPSession(frame)
    await session.send('Profiler.enable')
    await session.send('Profiler.setSamplingInterval', { interval: EVERY })
    await session.send('Profiler.start')
    const [began, before] = [performance.now(), sent()]
    for (let round = 0; round < ROUNDS; round++) await uses(page, chat, round)
    const seconds = (performance.now() - began) / 1000
    const { profile } = await session.send('Profiler.stop')
    report(profile, seconds, sent() - before)
  } finally {
    await browser.close()
    await site.stop()
    await product.stop()
  }
}

function report(profile: Profile, seconds: number, frames: number): void {
  const { recording, busy, all } = share(profile, url => /\/recording-[^/]*\.js$/.test(url))
  const percent = (part: number, of: number) => `${((100 * part) / of).toFixed(2)} %`
  console.log(`  ${seconds.toFixed(0)} s of use without a rest, ${frames} frames of what was done`)
  console.log(`  of the time (≤ 1 %)                      ${percent(recording, all)}   ${recording.toFixed(0)} ms`)
  console.log(`  of all that the widget's process did     ${percent(recording, busy)}   of ${busy.toFixed(0)} ms`)
}

/** Writes, fails at the form, looks back, closes and opens. */
async function uses(page: Page, chat: FrameLocator, round: number): Promise<void> {
  const text = `And number ${round}, what about that one?`
  await composer(chat).pressSequentially(text, { delay: 40 })
  await composer(chat).press('Enter')
  await isSent(chat, text)
  await chat.getByLabel('Email').fill('')
  await chat.getByLabel('Email').pressSequentially(`jane-${round}@`, { delay: 40 })
  await log(chat).getByRole('button', { name: 'Send' }).click()
  await shows(chat.locator('.why'))
  await log(chat).hover()
  for (const by of [-120, -120, 120, 120]) {
    await page.mouse.wheel(0, by)
    await page.waitForTimeout(100)
  }
  await page.keyboard.press('Escape')
  await page.waitForTimeout(300)
  await launcher(page).click()
  await shows(log(chat))
}

/** How many frames the page has sent to be recorded. */
function framesOf(page: Page): () => number {
  let frames = 0
  page.on('websocket', socket =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"interactions"')) frames++
    }),
  )
  return () => frames
}
