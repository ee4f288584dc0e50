import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, type Windows } from '../house/browser.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { account, hides, reply, row, shows, signIn, thread } from '../house/screens.ts'

let house: House
let windows: Windows
let page: Page
const found: string[] = []
const at = async (name: string, on = page) => void found.push(...(await look(on, name)))
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  page = await windows.window()
})
afterAll(async () => {
  await windows?.end()
  await house?.stop()
})

test('the first visit of a fresh install makes the first agent and team', async () => {
  await page.goto(house.url)
  await shows(page.getByRole('heading', { name: 'Welcome to Pavior' }))
  await page.getByLabel('Your name').fill('Mara Lindqvist')
  await page.getByLabel('Email').fill('mara@tidewheel.example')
  await page.getByLabel('Password').fill('short')
  await page.getByLabel('Team').fill('Tidewheel Cycles')
  await page.getByRole('button', { name: 'Start' }).click()
  await shows(page.locator('.field-hint.bad'))
  await at('first-run')
  await page.getByLabel('Password').fill('a good password')
  await page.getByRole('button', { name: 'Start' }).click()
  await shows(page.getByRole('heading', { name: 'Mine' }))
  await at('inbox-empty')
  const late = await windows.window()
  await late.goto(`${house.url}/start`)
  await shows(late.getByRole('heading', { name: 'Sign in' }))
  await late.context().close()
  expect(found.splice(0)).toEqual([])
})

test('no screen of the dashboard has a serious barrier, light or dark, wide or narrow', async () => {
  const team = await house.team()
  await page.context().clearCookies()
  await page.goto(`${house.url}/inbox/all`)
  await shows(page.getByRole('heading', { name: 'Sign in' }))
  const { email, password } = await account(team)
  await signIn(page, { email, password: 'not it at all' })
  await shows(page.getByText('No account has this email and password. Check both and try again.'))
  await at('sign-in-refused')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await shows(page.getByRole('heading', { name: 'All' }))

  const conversation = await somethingToDo(team)
  await shows(row(page, 'Okan Demirel'))
  await at('inbox-list')
  await page.goto(`${house.url}/inbox/all/${conversation}`)
  await shows(thread(page).getByText('He asked for the invoice on paper'))
  await reply(page).fill('The customs papers take us a day, so let us say')
  await at('conversation')
  await page.getByRole('button', { name: /^Note/ }).click()
  await page.getByRole('textbox', { name: 'Note for the team' }).fill('Ask Ines for the form')
  await at('conversation-note')
  await page.getByRole('button', { name: 'Snooze' }).click()
  await shows(page.getByRole('menuitem', { name: /Tomorrow morning/ }))
  await at('snooze-menu')
  await page.getByRole('menuitem', { name: /Date and time/ }).click()
  await shows(page.getByRole('dialog', { name: 'Snooze until' }))
  await at('snooze-until')
  await page.keyboard.press('Escape')
  await hides(page.getByRole('dialog', { name: 'Snooze until' }))
  await page.locator('.head-assign').click()
  await shows(page.getByRole('menuitem', { name: /Ines Moreau/ }))
  await at('assign-menu')
  await page.keyboard.press('Escape')
  await hides(page.getByRole('menu'))
  await page.getByRole('button', { name: 'Show all keys' }).click()
  await shows(page.getByRole('dialog'))
  await at('keys')
  await page.keyboard.press('Escape')
  await page.goto(`${house.url}/inbox/all/${conversation}?person`)
  await shows(page.getByRole('complementary', { name: 'Okan Demirel' }).getByText('okan.d@postfach.example'))
  await at('person-pane')
  await page.getByRole('link', { name: 'Open the person’s page' }).click()
  await shows(page.getByRole('heading', { name: 'Okan Demirel' }))
  // Who is here now was not seen last at some other time.
  await shows(page.getByText(/here now/))
  await hides(page.getByText('Last seen'))
  await at('person')
  await page.goto(`${house.url}/nowhere`)
  await shows(page.getByText('There is nothing at this address'))
  await at('not-found')
  expect(found.splice(0)).toEqual([])
})

test('no section of the settings and no door has a serious barrier', async () => {
  for (const [section, name] of Object.entries({ team: 'Team', widget: 'Widget', keys: 'API keys', you: 'You' })) {
    await page.goto(`${house.url}/settings/${section}`)
    await shows(page.getByRole('heading', { name, level: 1 }))
    await page.waitForLoadState('networkidle')
    await at(`settings-${section}`)
  }
  await page.goto(`${house.url}/settings/agents`)
  await page.getByLabel('Email').fill('tom@tidewheel.example')
  await page.getByRole('button', { name: 'Make a link' }).click()
  await shows(page.getByText('The link for'))
  await at('settings-agents')
  const link = await page
    .locator('.shown-once code, .shown-once input')
    .first()
    .evaluate(one => one.textContent || Object(one).value)
  const other = await windows.window()
  await other.goto(link)
  await shows(other.getByRole('heading', { name: 'Join Tidewheel Cycles' }))
  await at('invitation', other)
  await other.goto(`${house.url}/invite/none`)
  await shows(other.getByText('This invitation is over'))
  await at('invitation-over', other)
  await other.context().close()
  expect(found.splice(0)).toEqual([])
})

/** Conversations as a morning brings them; gives the one to look at. */
async function somethingToDo(team: TestTeam): Promise<string> {
  const mara = await team.agent()
  const ines = await team.agent('Ines Moreau')
  const okan = await team.visitor({ context: { language: 'nb', timezone: 'Europe/Oslo' } })
  await okan.views('https://tidewheel.example/bikes/barge')
  const conversation = await okan.writes('Do you ship the Barge to Norway? We are two, and the little one is four.')
  const asked = await okan.receives(message => message.form?.state === 'open')
  await okan.fills(asked.id, { name: 'Okan Demirel', email: 'okan.d@postfach.example' })
  await mara.watches(conversation)
  await mara.replies(conversation, 'We do: https://tidewheel.example/delivery has the days.')
  await okan.writes(
    'Perfect. And who pays the customs? I would like to have it before the holidays begin here.',
    conversation,
  )
  await ines.watches(conversation)
  await ines.notes(conversation, 'He asked for the invoice on paper the last time.')
  const texts = ['My Spindrift creaks', 'Is the Lock Keeper in stock in size M?', 'Danke!', 'Can I return a helmet?']
  for (const text of texts) await (await team.visitor()).writes(text)
  const snoozed = await (await team.visitor()).writes('I will be back tomorrow')
  await mara.changes(snoozed, { state: 'snoozed', until: new Date(Date.now() + 86_400_000).toISOString() })
  return conversation
}
