import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'

const ARTIFACTS = fileURLToPath(new URL('../artifacts', import.meta.url))
/** Longer than anything takes here: whoever waits this long waits in vain. */
const PATIENCE = 15_000

export const WIDE = { width: 1440, height: 900 }
export const NARROW = { width: 390, height: 844 }

type WindowOptions = BrowserContextOptions & {
  /** A session's cookie, as `TestAgent.cookie` has it, for this address. */
  signedIn?: { url: string; cookie: string }
}

export type Windows = {
  /** A window of somebody's own browser: nothing shared with any other. */
  window: (options?: WindowOptions) => Promise<Page>
  /** Ends the browser; throws when a page failed on its way or broke its own Content-Security-Policy. */
  end: () => Promise<void>
}

/** A browser for a test file. */
export async function openBrowser(): Promise<Windows> {
  const executablePath = inject('chromium')
  if (executablePath === '') throw new Error('There is no Chromium here: set CHROMIUM_PATH to one.')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] })
  const failed: string[] = []
  return {
    window: async options => await open(browser, failed, options),
    end: async () => {
      await browser.close()
      if (failed.length > 0) throw new Error(`pages failed:\n${failed.join('\n')}`)
    },
  }
}

async function open(browser: Browser, failed: string[], options: WindowOptions = {}): Promise<Page> {
  const { signedIn, ...rest } = options
  const context = await browser.newContext({ viewport: WIDE, locale: 'en-GB', reducedMotion: 'reduce', ...rest })
  context.setDefaultTimeout(PATIENCE)
  context.on('weberror', error => failed.push(`${error.page()?.url()}: ${error.error().stack}`))
  context.on('console', message => {
    if (/Content.Security.Policy/i.test(message.text())) failed.push(`${message.page()?.url()}: ${message.text()}`)
  })
  if (signedIn) {
    const pairs = signedIn.cookie.split('; ').map(pair => pair.split(/=(.*)/))
    const { url } = signedIn
    await context.addCookies(pairs.map(([name = '', value = '']) => ({ name, value, url, httpOnly: true })))
  }
  return await context.newPage()
}

/** A picture of what a person sees, kept with the run and never in git. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(ARTIFACTS, { recursive: true })
  await page.screenshot({ path: `${ARTIFACTS}/${name}.png`, animations: 'disabled' })
}
