import type { FrameLocator, Locator, Page } from 'playwright-core'
import type { TestTeam } from './house.ts'

/** Where things are on the screens, in the words that a person reads there. */

export const launcher = (page: Page): Locator => page.locator('pavior-widget .launcher')
export const frame = (page: Page): FrameLocator => page.frameLocator('pavior-widget iframe')
export const preview = (page: Page): Locator => page.locator('pavior-widget .preview')

/** Waits until it is to be seen; where it never is, the error has what was there instead. */
export async function shows(place: Locator): Promise<void> {
  try {
    await place.first().waitFor({ state: 'visible' })
  } catch (error) {
    throw new Error(`${error}\nOn screen instead:\n${await textOn(place.page())}`)
  }
}

async function textOn(page: Page): Promise<string> {
  const texts = page.frames().map(frame => frame.locator('body').ariaSnapshot().catch(String))
  return (await Promise.all(texts)).join('\n— frame\n')
}
export const hides = async (place: Locator): Promise<void> => await place.first().waitFor({ state: 'hidden' })

/** The chat of a page, once it is open. */
export async function openChat(page: Page): Promise<FrameLocator> {
  await launcher(page).click()
  await shows(frame(page).getByRole('dialog'))
  return frame(page)
}

export const composer = (chat: FrameLocator): Locator => chat.getByRole('textbox', { name: 'Write a message' })
export const log = (chat: FrameLocator): Locator => chat.getByRole('log', { name: 'Messages' })
/** A message of the conversation on screen, by its words. */
export const message = (chat: FrameLocator, text: string): Locator =>
  log(chat).locator('.msg').filter({ hasText: text })

/** Opens a new conversation with its first message. */
export async function writes(chat: FrameLocator, text: string): Promise<void> {
  if (!(await composer(chat).isVisible())) await chat.getByRole('button', { name: /^Send us a message/ }).click()
  await composer(chat).fill(text)
  await composer(chat).press('Enter')
}

/** Sent: committed and acknowledged. */
export const isSent = async (chat: FrameLocator, text: string): Promise<void> =>
  await shows(log(chat).locator('.msg.mine:not(.waiting)').filter({ hasText: text }))

export const rows = (page: Page): Locator => page.locator('[data-talk]')
export const row = (page: Page, text: string): Locator => rows(page).filter({ hasText: text })
export const thread = (page: Page): Locator => page.getByRole('log', { name: 'Messages' })
export const reply = (page: Page): Locator => page.getByRole('textbox', { name: /^Reply to/ })

/** The owner's way in: the address that was made for them, and everybody's password here. */
export async function account(team: Pick<TestTeam, 'sql' | 'id'>): Promise<{ email: string; password: string }> {
  const [owner] = await team.sql`
    select email from auth."user" u join auth.member m on m.user_id = u.id
    where m.organization_id = ${team.id} and m.role = 'owner'`
  return { email: String(owner?.email), password: 'a good password' }
}

/** Signs in through the form. */
export async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
