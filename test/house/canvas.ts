import type { Locator, Page } from 'playwright-core'
import { shows } from './screens.ts'

/** Where things are in the builder, in the words that a person reads there. */

/** The components on the canvas whose label begins so. */
export const component = (page: Page, name: string): Locator =>
  page.locator('.react-flow__node').filter({ has: page.locator(`header:has-text("${name}")`) })

export const lines = (page: Page): Locator => page.locator('.react-flow__edge')
export const part = (page: Page, name: string): Locator =>
  page.getByRole('complementary', { name: 'Components' }).getByRole('button', { name })

export const isSaved = async (page: Page): Promise<void> => await shows(page.getByText(/^Draft saved/))

/** A port of a component: the one that lines leave by, unless it is named. */
export const port = (of: Locator, name?: 'matched' | 'unmatched' | 'in'): Locator =>
  name === 'in'
    ? of.locator('.react-flow__handle.target')
    : name === undefined
      ? of.locator('.react-flow__handle.source')
      : of.locator(`.react-flow__handle[data-handleid="${name}"]`)

/** Drags from the middle of one thing to the middle of another, or to a point. */
export async function drags(page: Page, from: Locator, to: Locator | { x: number; y: number }): Promise<void> {
  const start = await middle(from)
  const end = 'x' in to ? to : await middle(to)
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 })
  await page.mouse.move(end.x, end.y, { steps: 4 })
  await page.mouse.up()
}

export async function middle(of: Locator): Promise<{ x: number; y: number }> {
  const box = await of.boundingBox()
  if (!box) throw new Error('it is not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
