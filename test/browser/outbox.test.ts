import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, type Windows } from '../house/browser.ts'
import { emails, graph, is } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { look } from '../house/look.ts'
import { hides, isSent, launcher, message, openChat, preview, shows, thread, writes } from '../house/screens.ts'
import { hostPage, openSite } from '../house/site.ts'
import { until } from '../house/until.ts'

let house: House
let windows: Windows
let team: TestTeam
let page: Page
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  team = await house.bareTeam()
  const agent = await team.agent()
  page = await windows.window({ signedIn: agent })
  agent.leaves()
})
afterAll(async () => {
  await windows?.end()
  await house?.stop()
})

const content = {
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'Three days with Tidewheel' }] },
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'Hello ' },
        { type: 'variable', attrs: { key: 'name', fallback: 'there' } },
        { type: 'text', text: ', your workshop is ready. Two things are worth doing ' },
        { type: 'text', text: 'today', marks: [{ type: 'bold' }] },
        { type: 'text', text: ':' },
      ],
    },
    {
      type: 'bulletList',
      content: ['Connect your bank, so that deposits arrive', 'Invite whoever answers customers'].map(text => ({
        type: 'listItem',
        content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
      })),
    },
    {
      type: 'button',
      attrs: { id: 'go', label: 'Connect the bank', action: { url: 'https://tidewheel.example/bank' } },
    },
    { type: 'divider' },
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'Questions? ' },
        {
          type: 'text',
          text: 'The guide',
          marks: [{ type: 'link', attrs: { href: 'https://tidewheel.example/guide' } }],
        },
        { type: 'text', text: ' has most answers; code ' },
        { type: 'text', text: 'WELCOME-26', marks: [{ type: 'code' }] },
        { type: 'text', text: ' takes 10 % off.' },
      ],
    },
  ],
}

async function signup(id: string, attributes: object): Promise<void> {
  const answer = await team.api(`/people/${id}`, { method: 'PUT', body: JSON.stringify(attributes) })
  expect(answer.status).toBeLessThan(300)
}

const mail = (text: string) => page.locator('[data-mail]').filter({ hasText: text })
const letter = () => page.frameLocator('.paper iframe')

test('the outbox says what it is for, before there is anything in it', async () => {
  await page.goto(`${house.url}/outbox`)
  await shows(page.getByText('No emails yet'))
  await shows(page.getByText('Nothing leaves this server'))
  expect(await look(page, 'outbox-empty')).toEqual([])
})

test('an email appears by itself, and is shown as its reader gets it, at two widths', async () => {
  await team.campaign(
    graph([emails('mail', content, { subject: 'Your workshop is ready' })], [], {
      name: 'Onboarding drip',
      audience: is('type', 'signup'),
    }),
  )
  await signup('okan', { email: 'okan.d@postfach.example', name: 'Okan Demirel' })
  await signup('freya', { email: 'freya@fjord.example' })
  await shows(mail('Okan Demirel').getByText('Kept'))
  await shows(mail('freya@fjord.example'))
  await mail('Okan Demirel').click()
  await shows(page.getByRole('heading', { name: 'Your workshop is ready' }))
  await shows(page.getByText('It is kept here; nothing left this server.'))
  await shows(letter().getByText('Hello Okan Demirel, your workshop is ready.'))
  await shows(letter().getByRole('link', { name: 'Connect the bank' }))
  expect(await look(page, 'outbox-email')).toEqual([])
  await page.getByText('Phone', { exact: true }).click()
  expect(await page.locator('.paper iframe').evaluate(frame => frame.clientWidth)).toBeLessThan(400)
  expect(await look(page, 'outbox-email-phone')).toEqual([])
})

test('nothing in an email acts: no script runs in its frame, and its links lead nowhere', async () => {
  const frame = page.locator('.paper iframe')
  expect(await frame.getAttribute('sandbox')).toBe('')
  const answer = await page.request.get(new URL((await frame.getAttribute('src')) ?? '', house.url).href)
  expect(answer.headers()['content-security-policy']).toMatch(/default-src 'none'.*sandbox/)
  expect(await answer.text()).not.toContain('<script')
})

test('one finds the way by keyboard and by address', async () => {
  await page.goto(`${house.url}/inbox/mine`)
  await page.getByRole('link', { name: 'Outbox' }).click()
  await shows(mail('Okan Demirel'))
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await shows(page.getByRole('heading', { name: 'Your workshop is ready' }))
  await page.keyboard.press('Escape')
  await shows(page.getByText('No email open'))
  await page.goto(`${house.url}/outbox/${crypto.randomUUID()}`)
  await shows(page.getByText('This email does not exist'))
})

test('an email of another team is not there', async () => {
  const other = await (await house.team()).agent()
  const [row] = await team.sql`select id from emails where team_id = ${team.id}`
  for (const path of ['', '/html'])
    expect((await other.asks(`/api/dashboard/emails/${row?.id}${path}`)).status).toBe(404)
  expect(await other.reads('/api/dashboard/emails')).toEqual({ data: [], next: null, via: 'outbox' })
  for (const query of ['limit=0', 'limit=x', 'after=nothing'])
    expect((await other.asks(`/api/dashboard/emails?${query}`)).status).toBe(400)
  other.leaves()
})

test('whoever reads it can unsubscribe and undo it, without script', async () => {
  const [row] =
    await team.sql`select rendered from emails where team_id = ${team.id} and "to" = 'okan.d@postfach.example'`
  const link = /<(.+)>/.exec(row?.rendered.headers['List-Unsubscribe'])?.[1] ?? ''
  const reader = await windows.window({ javaScriptEnabled: false })
  await reader.goto(link)
  await shows(reader.getByRole('heading', { name: 'Unsubscribe from Tidewheel Cycles?' }))
  await shows(reader.getByText('okan.d@postfach.example'))
  const looker = await windows.window()
  await looker.goto(link)
  expect(await look(looker, 'unsubscribe')).toEqual([])
  await reader.getByRole('button', { name: 'Unsubscribe' }).click()
  await shows(reader.getByRole('heading', { name: 'You are unsubscribed' }))
  await until(async () => {
    const [person] = await team.sql`select email_status from people where team_id = ${team.id} and external_id = 'okan'`
    return person?.email_status === 'unsubscribed'
  }, 'the person is known as unsubscribed')
  await looker.reload()
  expect(await look(looker, 'unsubscribed')).toEqual([])
  await reader.getByRole('button', { name: /^Undo/ }).click()
  await shows(reader.getByRole('heading', { name: 'You get emails again' }))
  await looker.goto(`${house.url}/unsubscribe/broken`)
  await shows(looker.getByRole('heading', { name: 'This link does not work' }))
  await hides(looker.getByRole('button'))
  expect(await look(looker, 'unsubscribe-broken')).toEqual([])
  await reader.context().close()
  await looker.context().close()
})

test('C12: in the chat an email is an entry of its conversation, without preview or unread mark', async () => {
  const site = await openSite()
  const own = await house.bareTeam()
  const agent = await own.agent()
  await own.campaign(
    graph([emails('mail', 'The long letter', { subject: 'About your bike' })], [], {
      audience: is('attributes.plan', 'pro'),
    }),
  )
  const identity = await own.identity('ines', { email: 'ines@example.com' })
  const shop = await windows.window()
  await shop.goto(site.page('/', hostPage({ ...own, boot: { identity } })))
  const chat = await openChat(shop)
  await writes(chat, 'Hello')
  await isSent(chat, 'Hello')
  const { id: talk, person } = await agent.sees(row => row.last?.text === 'Hello')
  await chat.getByRole('button', { name: 'Close the chat' }).click()
  await own.api(`/people/${person.id}`, { method: 'PATCH', body: JSON.stringify({ attributes: { plan: 'pro' } }) })
  await until(async () => {
    const [row] = await own.sql`select state from emails where team_id = ${own.id}`
    return row?.state === 'handed'
  }, 'the email is handed over')
  // What an agent says later shows, alone: the email before it came and said nothing.
  await agent.replies(talk, 'Are you there?')
  await shows(preview(shop).getByText('Are you there?'))
  expect(await launcher(shop).getAttribute('aria-label')).toBe('Open the chat, 1 unread')
  await launcher(shop).click()
  await chat.getByRole('button', { name: 'Back to the overview' }).click()
  await chat.getByRole('button', { name: /The long letter/ }).click()
  await shows(message(chat, 'By email: About your bike'))
  const [row] = await own.sql`select conversation_id as id from emails where team_id = ${own.id}`
  await page.context().clearCookies()
  const desk = await windows.window({ signedIn: agent })
  await desk.goto(`${house.url}/inbox/all/${row?.id}`)
  await shows(thread(desk).getByRole('heading', { name: 'About your bike' }))
  await shows(thread(desk).getByRole('link', { name: 'Sent' }))
  expect(await look(desk, 'conversation-email')).toEqual([])
  agent.leaves()
  await shop.context().close()
  await desk.context().close()
  await site.stop()
})
