import { templates } from '@pavior/shared/campaign/templates.ts'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestAgent } from '../house/agent.ts'
import { asks } from '../house/api.ts'
import { keepPicture, openBrowser, type Windows } from '../house/browser.ts'
import { component, drags, isSaved, lines, middle, part, port } from '../house/canvas.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { account, hides, shows, signIn } from '../house/screens.ts'

let house: House
let windows: Windows
let team: TestTeam
let mara: TestAgent
let page: Page
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  team = await house.team()
  mara = await team.agent('Mara Lindqvist')
  page = await windowOf(mara)
})
afterAll(async () => {
  await windows?.end()
  await house?.stop()
})

const windowOf = (agent: TestAgent) => windows.window({ signedIn: { url: house.url, cookie: agent.cookie } })

async function campaign(draft: object = {}): Promise<string> {
  const { body } = await asks(team, 'POST', '/campaigns', { name: 'Untitled', audience: { all: [] }, ...draft })
  return String(body.id)
}
const stored = async (id: string) => (await asks(team, 'GET', `/campaigns/${id}`)).body
const opens = async (id: string, on = page) => {
  await on.goto(`${house.url}/campaigns/${id}`)
  await shows(on.getByRole('region', { name: 'Graph' }))
}
const at = (x: number, y: number) => ({ position: { x, y } })

test('a campaign stands on the canvas, and no screen of the builder has a serious barrier', async () => {
  const [inbox] = await team.sql`select id from inboxes where team_id = ${team.id}`
  const template = templates.find(({ id }) => id === 'lead-qualification')
  await opens(await campaign(template?.campaign(inbox?.id)))
  await shows(component(page, 'Inbound message'))
  const found = await look(page, 'builder')
  await opens(await campaign())
  await shows(page.getByText('There is no component yet.'))
  found.push(...(await look(page, 'builder-blank')))
  await part(page, 'Send message').click()
  await shows(page.getByRole('complementary', { name: 'Settings of Send message' }))
  await shows(page.getByRole('region', { name: 'Problems' }).getByText('The message is empty.'))
  found.push(...(await look(page, 'builder-problem')))
  expect(found).toEqual([])
})

test('by mouse: drag in, draw lines, be refused a circle, cut with the scissors, undo all and redo all', async () => {
  const id = await campaign()
  await opens(id)
  const { x, y } = await middle(page.getByRole('region', { name: 'Graph' }))
  await part(page, 'Inbound message').dragTo(page.locator('.react-flow__pane'), { targetPosition: { x: 400, y: 60 } })
  await shows(component(page, 'Inbound message'))

  // A line dropped on nothing offers what comes next.
  await drags(page, port(component(page, 'Inbound message')), { x, y: y - 100 })
  await page.getByRole('menuitem', { name: 'Filter' }).click()
  await shows(component(page, 'Filter'))
  expect(await lines(page).count()).toBe(1)

  // From unmatched of a Filter that watches for ever nobody would go on: C8.
  await drags(page, port(component(page, 'Filter'), 'unmatched'), { x: x + 260, y: y + 100 })
  await page.getByRole('button', { name: 'After 7 days of watching' }).click()
  await page.getByRole('menuitem', { name: 'Wait' }).click()
  await shows(component(page, 'Wait'))
  await shows(component(page, 'Filter').getByText('watches for 7 days'))
  expect(await lines(page).count()).toBe(2)

  await drags(page, port(component(page, 'Wait')), port(component(page, 'Filter'), 'in'))
  await shows(page.getByText(/a campaign never goes in circles/))
  expect(await lines(page).count()).toBe(2)
  await page.getByRole('button', { name: 'Dismiss' }).click()

  const middleOfLine = await middle(lines(page).last().locator('path').first())
  await page.mouse.move(middleOfLine.x, middleOfLine.y)
  await page.getByRole('button', { name: 'Cut the line from Filter to Wait' }).click()
  await expect.poll(() => lines(page).count()).toBe(1)
  await isSaved(page)
  const end = await stored(id)
  expect(end.dependencies).toHaveLength(1)

  const undo = page.getByRole('button', { name: 'Undo' })
  const redo = page.getByRole('button', { name: 'Redo' })
  while (await undo.isEnabled()) await undo.click()
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(0)
  while (await redo.isEnabled()) await redo.click()
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(3)
  await isSaved(page)
  expect((await stored(id)).components).toEqual(end.components)
})

test('the end of a line can be put elsewhere, in one step; in a circle it is refused', async () => {
  const id = await campaign({
    components: [
      { id: 'first', type: 'wait', ...at(0, 0), settings: { for: 'P1D' } },
      { id: 'then', type: 'wait', ...at(0, 200), settings: { for: 'P2D' } },
      { id: 'end', type: 'end', ...at(320, 200), settings: {} },
    ],
    dependencies: [{ from: 'first', to: 'then' }],
  })
  await opens(id)
  const [first, then] = [component(page, 'Wait').first(), component(page, 'Wait').last()]
  const end = component(page, 'End workflow')
  const takes = async (which: 'source' | 'target', line: Locator, to: Locator) => {
    const on = await middle(line.locator('path').first())
    await page.mouse.move(on.x, on.y)
    await drags(page, page.locator(`.react-flow__edgeupdater-${which}`), to)
  }
  const leads = async () => (await stored(id)).dependencies
  await takes('target', lines(page), port(end, 'in'))
  await expect.poll(leads).toEqual([{ from: 'first', to: 'end' }])
  await takes('source', lines(page), port(then))
  await expect.poll(leads).toEqual([{ from: 'then', to: 'end' }])
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(leads).toEqual([{ from: 'first', to: 'then' }])

  await drags(page, port(then), port(end, 'in'))
  await expect.poll(() => lines(page).count()).toBe(2)
  await takes('target', lines(page).last(), port(first, 'in'))
  await shows(page.getByText(/a campaign never goes in circles/))
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect.poll(async () => (await stored(id)).dependencies).toHaveLength(2)
})

test('keys mean the component that the arrows went to', async () => {
  const id = await campaign({
    components: [
      { id: 'first', type: 'wait', ...at(0, 0), settings: { for: 'P1D' } },
      { id: 'end', type: 'end', ...at(0, 200), settings: {} },
    ],
  })
  await opens(id)
  const goesDown = async () => {
    await component(page, 'Wait').click()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => focused(page)).toMatch(/^End workflow/)
  }
  const ends = component(page, 'End workflow')
  await goesDown()
  await page.keyboard.press('Control+c')
  await page.keyboard.press('Control+v')
  await expect.poll(() => ends.count()).toBe(2)
  // What was pasted is chosen now, wherever the focus is.
  await page.keyboard.press('Delete')
  await expect.poll(() => ends.count()).toBe(1)
  await goesDown()
  await page.keyboard.press('Control+d')
  await expect.poll(() => ends.count()).toBe(2)
  await page.keyboard.press('Control+z')
  await expect.poll(() => ends.count()).toBe(1)
  await goesDown()
  await page.keyboard.press('Control+x')
  await expect.poll(() => ends.count()).toBe(0)
  await shows(component(page, 'Wait'))
})

test('on a phone the long name of a campaign ends in dots, and it can be dry-run', async () => {
  const id = await campaign({ name: 'Everything that somebody who asks for a price gets to hear from us' })
  await page.setViewportSize({ width: 390, height: 844 })
  await opens(id)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  const name = page.getByRole('textbox', { name: 'Name of the campaign' })
  const cut = await name.evaluate(field => {
    const { right } = field.getBoundingClientRect()
    const around = field.parentElement?.getBoundingClientRect().right ?? 0
    return {
      dots: getComputedStyle(field).textOverflow,
      over: Math.max(0, right - around),
      long: field.scrollWidth > field.clientWidth,
    }
  })
  expect(cut).toEqual({ dots: 'ellipsis', over: 0, long: true })
  await page.getByRole('button', { name: /^More for Everything/ }).click()
  await shows(page.getByText(/^Draft saved/).last())
  await keepPicture(page, 'builder-phone-menu')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Dry run' }).click()
  await shows(page.getByRole('region', { name: 'Dry run' }))
  expect(await look(page, 'builder-phone-dry-run')).toEqual([])
  await page.getByRole('button', { name: 'Close the dry run' }).click()
  await hides(page.getByRole('region', { name: 'Dry run' }))
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('by keyboard alone: add, connect, go, move, choose, copy to another campaign, delete', async () => {
  const id = await campaign()
  await opens(id)
  await page.keyboard.press('i')
  await shows(component(page, 'Inbound message'))
  await page.keyboard.press('f')
  await shows(component(page, 'Filter'))
  await page.keyboard.press('c')
  await shows(page.getByRole('menu', { name: 'What follows' }))
  await page.getByRole('menuitem', { name: 'Assign to' }).first().focus()
  await page.keyboard.press('Enter')
  await shows(component(page, 'Assign to'))
  await isSaved(page)
  expect((await stored(id)).dependencies).toHaveLength(2)

  await page.keyboard.press('ArrowUp')
  await expect.poll(() => focused(page)).toMatch(/^Filter/)
  await page.keyboard.press('Shift+ArrowRight')
  await isSaved(page)
  await page.keyboard.press('Enter')
  await shows(page.getByRole('complementary', { name: 'Settings of Filter' }))

  await page.keyboard.press('Escape')
  await expect.poll(() => focused(page)).toMatch(/^Filter/)
  // Out of sight, and all of it back.
  for (let times = 0; times < 6; times++) await page.keyboard.press('+')
  await page.keyboard.press('1')
  await expect.poll(() => inSight(page)).toBe(true)

  await page.keyboard.press('Control+a')
  await shows(page.getByRole('heading', { name: '3 components' }))
  await page.keyboard.press('Control+c')
  await page.keyboard.press('Control+d')
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(6)
  await page.keyboard.press('Delete')
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(3)
  await isSaved(page)

  const other = await campaign()
  await opens(other)
  await page.keyboard.press('Control+v')
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(3)
  expect(await lines(page).count()).toBe(2)
  await page.keyboard.press('Control+z')
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(0)
})

/** Whether every component is in view. */
const inSight = (on: Page) =>
  on.evaluate(() => {
    const canvas = document.querySelector('.canvas')?.getBoundingClientRect()
    return [...document.querySelectorAll('.react-flow__node')].every(node => {
      const { top, bottom, left, right } = node.getBoundingClientRect()
      return canvas && top >= canvas.top && bottom <= canvas.bottom && left >= canvas.left && right <= canvas.right
    })
  })
const focused = (on: Page) => on.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')

test('a clipboard that is not ours, or of another version, gets a sentence and changes nothing', async () => {
  await opens(await campaign())
  const pastes = (text: string) =>
    page.evaluate(text => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  const refusals = {
    'Dear customer': 'What is on the clipboard was not copied from a campaign.',
    '{"a":1}': 'What is on the clipboard was not copied from a campaign.',
    '{"pavior":"components","version":7}': 'This was copied in another version of Pavior, and can’t be pasted here.',
    '{"pavior":"components","version":1,"components":[{"id":7}]}':
      'What is on the clipboard was changed on the way, and can’t be read.',
  }
  for (const [text, says] of Object.entries(refusals)) {
    await pastes(text)
    await shows(page.getByText(says))
    await page.getByRole('button', { name: 'Dismiss' }).click()
  }
  expect(await page.locator('.react-flow__node').count()).toBe(0)
})

test('a reload in the middle of typing, and a server that is gone while saving, lose nothing', async () => {
  const id = await campaign()
  await opens(id)
  const name = page.getByRole('textbox', { name: 'Name of the campaign' })
  await name.fill('Half a na')
  await page.reload()
  await expect.poll(() => name.inputValue()).toBe('Half a na')
  await isSaved(page)
  await house.away(async () => {
    await name.fill('Written while it was gone')
    await shows(page.getByText(/^Not saved, kept on this device/))
  })
  await isSaved(page)
  expect((await stored(id)).name).toBe('Written while it was gone')
})

test('a session that ends in the middle of editing: sign in again, and the draft is as it was left', async () => {
  const id = await campaign()
  const own = await windows.window()
  await own.goto(`${house.url}/campaigns/${id}`)
  await signIn(own, await account(team))
  const name = own.getByRole('textbox', { name: 'Name of the campaign' })
  await shows(name)
  await own.context().clearCookies()
  await name.fill('Written while signed out')
  await shows(own.getByRole('heading', { name: 'Sign in' }))
  await signIn(own, await account(team))
  await expect.poll(() => name.inputValue()).toBe('Written while signed out')
  await isSaved(own)
  expect((await stored(id)).name).toBe('Written while signed out')
  await own.context().close()
})

test('an inbox that was deleted meanwhile is said in words, and the problem leads to where it is mended', async () => {
  await opens(
    await campaign({
      components: [
        { id: 'chat', type: 'inbound-message', ...at(0, 0), settings: { which: 'first' } },
        { id: 'assign', type: 'assign', ...at(0, 160), settings: { inbox: crypto.randomUUID() } },
      ],
      dependencies: [{ from: 'chat', to: 'assign' }],
    }),
  )
  await shows(component(page, 'Assign to').getByText('The inbox was deleted. Choose another one.'))
  await page
    .getByRole('region', { name: 'Problems' })
    .getByRole('button', { name: /The inbox was deleted/ })
    .click()
  await shows(page.getByRole('complementary', { name: 'Settings of Assign to' }))
  await expect.poll(() => focused(page)).toMatch(/^Assign to/)
  expect(await page.getByRole('button', { name: 'Publish' }).getAttribute('aria-disabled')).toBe('true')
})

test('two on one draft see each other and each other’s changes, and nothing is written over unasked', async () => {
  const id = await campaign({
    components: [{ id: 'wait', type: 'wait', ...at(0, 0), settings: { for: 'P1D' } }],
  })
  const jonas = await team.agent('Jonas Weber')
  const other = await windowOf(jonas)
  await opens(id)
  await opens(id, other)
  await shows(page.getByRole('img', { name: 'Jonas Weber has this draft open, too' }))
  await part(other, 'End workflow').click()
  await shows(component(page, 'End workflow'))

  // Both at once, on different parts: both are in it.
  await page.getByRole('textbox', { name: 'Name of the campaign' }).fill('By Mara')
  await part(other, 'Assign to').click()
  await shows(component(page, 'Assign to'))
  await expect.poll(() => other.getByRole('textbox', { name: 'Name of the campaign' }).inputValue()).toBe('By Mara')

  // The same part: the second is asked.
  await other.context().setOffline(true)
  await other.getByRole('textbox', { name: 'Name of the campaign' }).fill('By Jonas')
  await page.getByRole('textbox', { name: 'Name of the campaign' }).fill('By Mara again')
  await isSaved(page)
  await other.context().setOffline(false)
  const asked = other.getByRole('alertdialog', { name: /^Mara .* changed this draft, too$/ })
  await shows(asked)
  expect((await stored(id)).name).toBe('By Mara again')
  await asked.getByRole('button', { name: 'Go on with mine' }).click()
  await hides(asked)
  await expect.poll(async () => (await stored(id)).name).toBe('By Jonas')
  await other.getByRole('button', { name: 'Undo' }).click()
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Name of the campaign' }).inputValue())
    .toBe('By Mara again')
  await other.context().close()
})

test('who enters and who leaves stands above the canvas, and whoever no longer matches leaves by one switch', async () => {
  const audience = { field: 'type', op: 'equals', value: 'lead' }
  const id = await campaign({
    audience,
    components: [{ id: 'end', type: 'end', ...at(0, 0), settings: {} }],
  })
  await opens(id)
  await page.getByRole('button', { name: /^Audience/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Audience' })
  await dialog.getByRole('switch', { name: /^Exit people who no longer match/ }).click()
  await isSaved(page)
  await expect.poll(async () => (await stored(id)).exits).toMatchObject([{ filter: { not: audience } }])
  const found = await look(page, 'builder-audience')
  await page.keyboard.press('Escape')
  await hides(dialog)
  await page.getByRole('button', { name: 'Add a global exit' }).click()
  const exit = page.getByRole('dialog', { name: 'Global exit' })
  await exit.getByLabel('Name').fill('Bought “something” 🎉')
  await shows(exit.getByText('People leave when'))
  found.push(...(await look(page, 'builder-exit')))
  await page.keyboard.press('Escape')
  await isSaved(page)
  await expect.poll(async () => (await stored(id)).exits).toMatchObject([{}, { name: 'Bought “something” 🎉' }])
  expect(found).toEqual([])
})
