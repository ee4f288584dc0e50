import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { emails, graph, is } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { type MailServer, openMailServer } from '../house/mail-server.ts'
import { acts, statuses } from '../house/talk.ts'
import { until } from '../house/until.ts'

/** S5 where the transport knows no keys: a real SMTP conversation. */

let server: MailServer
let house: House
let team: TestTeam
beforeAll(async () => {
  server = await openMailServer()
  house = await openHouse({ SMTP_URL: server.url, EMAIL_FROM: 'hello@tidewheel.example' })
})
beforeEach(async () => {
  server.feels(undefined)
  team = await house.bareTeam()
  await team.campaign(graph([emails('mail', 'Hello')], [], { audience: is('type', 'signup') }))
})
afterAll(async () => {
  await house?.stop()
  await server?.stop()
})

let people = 0

async function signup(): Promise<{ id: string; email: string }> {
  const email = `person-${++people}@example.com`
  const answer = await team.api(`/people/u-${people}`, { method: 'PUT', body: JSON.stringify({ email }) })
  return { id: (await answer.json()).id, email }
}

const to = (address: string) => server.taken.filter(one => one.to.includes(address))

async function stands(person: string, state: string): Promise<void> {
  await until(async () => (await stateOf(person)).state === state, `the email is ${state}`)
}
const stateOf = async (person: string): Promise<Record<string, unknown>> => {
  const [row] = await team.sql`select * from emails where team_id = ${team.id} and person_id = ${person}`
  return row ?? {}
}
const hurry = () => team.sql`
  update emails set due_at = created_at where id in (select id from emails where team_id = ${team.id} for update skip locked)`

test('S5: an email arrives, with the link to unsubscribe in its headers', async () => {
  const { id, email } = await signup()
  await stands(id, 'handed')
  expect(to(email)).toHaveLength(1)
  expect(to(email)[0]?.message).toMatch(/^List-Unsubscribe:\s+<http:.*\/unsubscribe\/[\w-]+>\r$/m)
})

test('S5: a server that vanishes behind the words leaves it unknown, and it is never sent again by itself', async () => {
  server.feels('vanishes')
  const { id, email } = await signup()
  await stands(id, 'unknown')
  server.feels(undefined)
  await hurry()
  const after = await signup()
  await stands(after.id, 'handed')
  expect(to(email)).toHaveLength(1)
  expect(await stateOf(id)).toMatchObject({ state: 'unknown', tries: 1 })
  expect((await acts(team, id)).mail).toMatchObject({ outcome: 'sent' })
  expect(await statuses(team, id)).toEqual(['completed'])
})

test('S5: what was on its way when a process died is unknown, not sent again', async () => {
  server.feels({ step: 'rcpt', code: 450 })
  const { id, email } = await signup()
  await until(async () => (await stateOf(id)).reason !== null, 'it was tried')
  // As a process leaves it that dies between the mark and the answer.
  await house.away(async () => {
    await team.sql`update emails set state = 'handing', transport = 'smtp', due_at = now() where team_id = ${team.id}`
    await team.sql`update messages set email = jsonb_set(email, '{state}', '"handing"') where team_id = ${team.id}`
    server.feels(undefined)
  })
  await stands(id, 'unknown')
  expect(to(email)).toEqual([])
})

test('S5: a server that asks to come again later is asked again later', async () => {
  server.feels({ step: 'data', code: 452 })
  const { id, email } = await signup()
  await until(async () => (await stateOf(id)).reason !== null && (await stateOf(id)).state === 'due', 'it is put off')
  expect(await stateOf(id)).toMatchObject({ transport: null })
  server.feels(undefined)
  await hurry()
  await stands(id, 'handed')
  expect(to(email)).toHaveLength(1)
})

test('C14: a mailbox that does not exist is failed, with the server’s words', async () => {
  server.feels({ step: 'rcpt', code: 550 })
  const { id } = await signup()
  await stands(id, 'revoked')
  const { mail } = await acts(team, id)
  expect(mail?.outcome).toBe('failed')
  expect(mail?.reason).toContain('Not here')
})
