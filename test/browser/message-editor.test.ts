import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { openBrowser, type Windows } from '../house/browser.ts'
import { graph, hears, sends } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { hides, shows } from '../house/screens.ts'
import { until } from '../house/until.ts'

let house: House
let windows: Windows
let team: TestTeam
let page: Page
let campaign: string
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  team = await house.bareTeam()
  const { cookie } = await team.agent('Mara Lindqvist')
  page = await windows.window({ signedIn: { url: house.url, cookie } })
  await team.api('/people/freya', {
    method: 'PUT',
    body: JSON.stringify({ email: 'freya@fjord.example', name: 'Freya Nordahl' }),
  })
  const drawn = graph([hears('chat'), sends('ask', '')], ['chat > ask'], { name: 'Lead qualification' })
  campaign = String((await asks(team, 'POST', '/campaigns', drawn)).body.id)
})
afterAll(async () => {
  await windows?.end()
  await house?.stop()
})

const text = () => page.getByRole('textbox', { name: 'Message', exact: true })
const editor = () => page.getByRole('dialog', { name: /^Send (message|email)$/ })
const chat = () => page.frameLocator('.chat-frame')
const email = () => page.frameLocator('.email-frames iframe').first()

/** What the server has of the message, once it is saved. */
async function isSaved(holds: (settings: Record<string, unknown>, type: string) => boolean): Promise<void> {
  await until(async () => {
    const { body } = await asks(team, 'GET', `/campaigns/${campaign}`)
    const components: unknown = body.components
    const found = Array.isArray(components) ? components.find(({ id }) => id === 'ask') : undefined
    return found !== undefined && holds(found.settings, found.type)
  }, 'the draft is saved')
}
const says = (settings: Record<string, unknown>) => JSON.stringify(settings.content)

test('a message is written with the keyboard: text, variable, button, form; the widget shows it at once', async () => {
  await page.goto(`${house.url}/campaigns/${campaign}`)
  await page.getByRole('group', { name: /^Send message/ }).click()
  await page.getByRole('button', { name: /^(Write|Edit) the message/ }).click()
  await shows(editor().getByText('The message says nothing yet.'))
  await shows(page.getByText('Follows up in the closest upstream conversation: Inbound message'))
  await page.keyboard.type('Good choice for hills, /na')
  await shows(page.getByRole('option', { name: /^Name/ }))
  await page.keyboard.press('Enter')
  await page.getByLabel('Where it is not known').fill('you')
  await page.keyboard.press('Enter')
  await page.keyboard.type('. We ride up to the castle.')
  await shows(chat().getByText('Good choice for hills, Mara Lindqvist. We ride up to the castle.'))
  await hides(editor().getByText('The message says nothing yet.'))
  await page.keyboard.press('Enter')
  await page.keyboard.type('/form')
  await page.keyboard.press('Enter')
  await shows(chat().getByLabel('Email'))
  await isSaved(settings => says(settings).includes('"key":"email"') && says(settings).includes('"fallback":"you"'))
  expect(await look(page, 'message-editor')).toEqual([])
})

test('the form can be tried in the preview, where nothing is sent', async () => {
  await chat().getByLabel('Email').fill('nobody')
  await chat().getByRole('button', { name: 'Send' }).first().click()
  await shows(chat().getByText('That is not an email address.'))
  await chat().getByLabel('Email').fill('mara@tidewheel.example')
  await chat().getByRole('button', { name: 'Send' }).first().click()
  await shows(chat().getByText('Sent. We write there if you are gone.'))
  expect((await team.sql`select 1 from messages where team_id = ${team.id}`).length).toBe(0)
})

test('it is seen as anybody: what is not known of them has its fallback', async () => {
  await page.getByRole('button', { name: /^As you/ }).click()
  await page.getByRole('button', { name: /^Freya Nordahl/ }).click()
  await shows(chat().getByText('Good choice for hills, Freya Nordahl.'))
  await page.getByRole('button', { name: /^As Freya/ }).click()
  await page.getByRole('button', { name: /nothing is known/ }).click()
  await shows(chat().getByText('Good choice for hills, you.'))
  await page.getByText('Beside the launcher').click()
  await shows(page.locator('.launcher-preview').getByText('Good choice for hills, you.'))
  expect(await look(page, 'message-editor-launcher')).toEqual([])
})

test('a picture is uploaded and shown; what is none says why, and nothing is lost', async () => {
  const input = page.getByLabel('Choose a picture')
  const bytes = await sharp({ create: { width: 900, height: 300, channels: 3, background: '#dfe6fd' } })
    .png()
    .toBuffer()
  await input.setInputFiles({ name: 'hill.png', mimeType: 'image/png', buffer: bytes })
  await shows(page.locator('.writing-block-picture img'))
  await page.getByLabel('What the picture shows').fill('A hill')
  await editor().getByText('Widget', { exact: true }).click()
  await shows(chat().getByRole('img', { name: 'A hill' }))
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  await input.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: svg })
  await shows(page.getByText('This is no PNG, JPEG, WebP or GIF picture, whatever its name says.'))
  await input.setInputFiles({ name: 'big.png', mimeType: 'image/png', buffer: Buffer.alloc(6 * 1024 * 1024) })
  await shows(page.getByText('A picture may have at most 5 MB; this one has 6 MB.'))
  await isSaved(settings => says(settings).includes('"alt":"A hill"') && says(settings).includes('"form"'))
})

test('a button says what it does; a link that leads nowhere is named', async () => {
  await text().press('Control+End')
  await page.getByRole('toolbar').getByRole('button', { name: 'Button', exact: true }).click()
  await shows(editor().getByText('A button says nothing: give it a label.'))
  await page.getByLabel('The button says').fill('Show me')
  await page.getByLabel('Where it leads').fill('javascript:alert(1)')
  await shows(editor().getByText('The button “Show me” needs a link that begins with https:// or mailto:.'))
  await page.getByRole('button', { name: 'Test send' }).click()
  await shows(page.getByText(/^Not yet\. The button “Show me”/))
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await page.getByLabel('Replies').check()
  await shows(chat().getByRole('button', { name: 'Show me' }))
  await chat().getByRole('button', { name: 'Show me' }).click()
  await shows(chat().locator('.msg.mine').getByText('Show me'))
  await page.getByRole('button', { name: 'Test send' }).click()
  await shows(page.getByText('This is how you would get it. Nothing was stored or counted.'))
  await page.getByRole('button', { name: 'Dismiss' }).click()
})

test('as an email it has a subject, is rendered by the server at two widths, and can’t hold the form', async () => {
  await editor().getByLabel('Email', { exact: true }).first().check()
  await shows(editor().getByText('The email has no subject.'))
  await shows(editor().getByText('An email can’t hold a form: ask in a message, or link to a page.'))
  await editor().getByLabel('Subject').fill('The castle on Thursday')
  await page.getByRole('button', { name: 'Delete the form' }).click()
  await hides(editor().getByText('The email has no subject.'))
  await shows(email().getByText('Good choice for hills, Mara Lindqvist. We ride up to the castle.'))
  await shows(email().getByRole('img', { name: 'A hill' }))
  expect(await page.locator('.email-frames iframe').first().getAttribute('sandbox')).toBe('')
  expect(await look(page, 'message-editor-email')).toEqual([])
  await page.getByRole('button', { name: 'Dark' }).click()
  await editor().getByText('Phone', { exact: true }).click()
  // The frame before may go while it is asked.
  const ground = () =>
    email()
      .locator('body')
      .evaluate(body => getComputedStyle(body).backgroundColor)
      .catch(() => '')
  await until(async () => (await ground()) === 'rgb(14, 15, 19)', 'the email is dark')
  await page.getByRole('button', { name: 'Test send' }).click()
  await shows(page.getByText(/^It could be sent, but no email leaves this server/))
  await isSaved((settings, type) => type === 'send-email' && settings.subject === 'The castle on Thursday')
})

test('Escape goes back to the graph, with all that was written; it opens again as it was', async () => {
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await text().click()
  await page.keyboard.press('Escape')
  await hides(editor())
  await page.reload()
  await page.getByRole('group', { name: /^Send email/ }).click()
  await page.getByRole('button', { name: /^(Write|Edit) the message/ }).click()
  await shows(text().getByText('We ride up to the castle.'))
  await shows(page.locator('.var').getByText('name'))
  expect(await page.getByLabel('The button says').inputValue()).toBe('Show me')
})
