import axe from 'axe-core'
import type { Frame, Page } from 'playwright-core'
import { keepPicture, NARROW, WIDE } from './browser.ts'

/** The source of axe, as it goes into a page. */
const { source } = axe
const sizes = { wide: WIDE, narrow: NARROW }

/**
 * Looks at a screen light and dark, wide and narrow: keeps a picture of each, and gives what axe calls serious or
 * critical. `within` is the frame to look into, where the screen is in one.
 */
export async function look(page: Page, name: string, within: () => Page | Frame = () => page): Promise<string[]> {
  const found: string[] = []
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const problems = await problemsOf(within())
      found.push(...problems.map(problem => `${name}, ${size}, ${colorScheme}: ${problem}`))
      await keepPicture(page, `${name}-${size}-${colorScheme}`)
    }
  }
  await page.setViewportSize(WIDE)
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}

/** By evaluation, which no Content-Security-Policy stands against. */
async function problemsOf(frame: Page | Frame): Promise<string[]> {
  await frame.evaluate(source)
  return await frame.evaluate(async () => {
    const { axe } = Object(window)
    const { violations } = await axe.run(document, { resultTypes: ['violations'], iframes: false })
    const bad: string[] = []
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        for (const { target, failureSummary } of nodes) bad.push(`${id} at ${target}: ${failureSummary}`)
    return bad
  })
}
