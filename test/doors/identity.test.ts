import { SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { knock } from '../house/knock.ts'
import { until } from '../house/until.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.bareTeam()
})
afterEach(() => holds(team))
afterAll(() => house.stop())

const seconds = (ahead: number) => Math.floor(Date.now() / 1000) + ahead
const HOUR = 3600

const key = (secret: string) => new TextEncoder().encode(secret)

test.each<[string, () => Promise<string>, string, RegExp]>([
  [
    'signed by somebody else',
    () => team.identity('u-1', {}, { secret: 'a secret of somebody else, long enough' }),
    'forbidden',
    /not signed with one of this team/,
  ],
  [
    'signed by another team',
    async () => (await house.team()).identity('u-1'),
    'forbidden',
    /not signed with one of this team/,
  ],
  ['expired', () => team.identity('u-1', {}, { exp: seconds(-90) }), 'forbidden', /has expired/],
  [
    'good for more than a day',
    () => team.identity('u-1', {}, { exp: seconds(25 * HOUR) }),
    'invalid',
    /at most 24 hours/,
  ],
  ['signed with another algorithm', () => team.identity('u-1', {}, { alg: 'HS512' }), 'forbidden', /HS256/],
  ['not signed', async () => new UnsecuredJWT({ sub: 'u-1', exp: seconds(HOUR) }).encode(), 'forbidden', /HS256/],
  [
    'without an end',
    () => new SignJWT({ sub: 'u-1' }).setProtectedHeader({ alg: 'HS256' }).sign(key(team.identitySecret)),
    'invalid',
    /exp/,
  ],
  [
    'of nobody',
    () => new SignJWT({ exp: seconds(HOUR) }).setProtectedHeader({ alg: 'HS256' }).sign(key(team.identitySecret)),
    'invalid',
    /sub/,
  ],
  ['with a sub that is NUL', () => team.identity('a\0b'), 'invalid', /NUL/],
  ['with an email that is none', () => team.identity('u-1', { email: 'nobody' }), 'invalid', /email/],
  [
    'with an attribute that is an object',
    () => team.identity('u-1', { attributes: { cart: { items: 3 } } }),
    'invalid',
    /attributes\.cart/,
  ],
  ['no JWT', async () => 'ana@shop.example', 'invalid', /not a JWT/],
])('an identity that is %s opens nothing, over the socket and over HTTP', async (_what, identity, code, sentence) => {
  const jwt = await identity()
  const problem = { code, message: expect.stringMatching(sentence) }
  expect(await knock(team.url, '/visitor', { team: team.id, identity: jwt })).toMatchObject({ in: false, problem })
  const facts = [{ id: crypto.randomUUID(), kind: 'track', name: 'x' }]
  const answer = await fetch(`${team.url}/visitor/facts`, {
    method: 'POST',
    body: JSON.stringify({ team: team.id, identity: jwt, facts }),
  })
  expect(await answer.json()).toMatchObject({ code, detail: expect.stringMatching(sentence) })
  expect(await team.sql`select from people where team_id = ${team.id}`).toEqual([])
})

test('with a refused identity, a good token opens nothing either: who one is is never guessed', async () => {
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const identity = await team.identity('u-1', {}, { exp: seconds(-HOUR) })
  expect(await knock(team.url, '/visitor', { team: team.id, token: visitor.token, identity })).toMatchObject({
    in: false,
  })
})

test('two live secrets both sign; one that was ended opens nothing more', async () => {
  const agent = await team.agent()
  const made = await (await agent.asks('/api/dashboard/settings/identity-secrets', { method: 'POST' })).json()
  const signed = { old: await team.identity('u-1'), new: await team.identity('u-1', {}, { secret: made.secret }) }
  const [one, two] = [await team.visitor({ identity: signed.old }), await team.visitor({ identity: signed.new })]
  expect(two.person).toBe(one.person)
  const { identitySecrets } = await agent.reads('/api/dashboard/settings')
  const old = Array.isArray(identitySecrets) ? identitySecrets.find(({ id }) => id !== made.id) : undefined
  await agent.asks(`/api/dashboard/settings/identity-secrets/${old?.id}`, { method: 'DELETE' })
  expect(await knock(team.url, '/visitor', { team: team.id, identity: signed.old })).toMatchObject({
    in: false,
    problem: { code: 'forbidden' },
  })
  expect(await knock(team.url, '/visitor', { team: team.id, identity: signed.new })).toEqual({ in: true })
})

test('a clock may be a minute off; the socket is cut when the identity is over', async () => {
  const visitor = await team.visitor({ identity: await team.identity('u-1', {}, { exp: seconds(-54) }) })
  expect(await visitor.says('Hi')).toMatchObject({ ok: true })
  await until(() => !visitor.socket.connected, 'the socket is cut')
  expect(await knock(team.url, '/visitor', { team: team.id, identity: visitor.identity })).toMatchObject({
    in: false,
    problem: { code: 'forbidden' },
  })
})

test('what the page claims makes nobody anybody', async () => {
  const ana = await team.visitor({ identity: await team.identity('u-1', { email: 'ana@shop.example' }) })
  await ana.writes('My order')
  const claims = { person: ana.person, externalId: 'u-1', email: 'ana@shop.example', type: 'signup' }
  expect(await knock(team.url, '/visitor', { team: team.id, ...claims })).toEqual({ in: true })
  const eve = await team.visitor()
  await eve.updates({ externalId: 'u-1', email: 'ana@shop.example', type: 'signup', id: ana.person })
  const person = await (await team.api(`/people/${eve.person}`)).json()
  expect(person).toMatchObject({ id: eve.person, type: 'lead', attributes: { externalId: 'u-1', type: 'signup' } })
  expect(person).not.toHaveProperty('externalId')
  expect(await eve.sends('conversations:list', {})).toEqual({ ok: true, conversations: [] })
})

test('a token of another team, a forged or a broken one names nobody: one starts anew, with a token of one’s own', async () => {
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const other = await house.team()
  const stranger = await other.visitor({ token: visitor.token })
  expect(stranger.person).not.toBe(visitor.person)
  expect(stranger.token).not.toBe(visitor.token)
  expect(stranger.conversations.size).toBe(0)
  const [random] = (visitor.token ?? '').split('.')
  for (const token of [
    '',
    'x',
    `${random}.`,
    `${random}.${'A'.repeat(43)}`,
    `${visitor.token}x`,
    `${visitor.token}.x`,
    `.${visitor.token}`,
  ]) {
    const forger = await team.visitor({ token })
    expect(forger.person).not.toBe(visitor.person)
    expect(forger.token).not.toBe(token)
    expect(forger.conversations.size).toBe(0)
  }
})

test('a token names the same person-to-be on every try, before anything is stored', async () => {
  const visitor = await team.visitor()
  const again = await team.visitor({ token: visitor.token })
  expect(again.person).toBe(visitor.person)
  expect(again.token).toBe(visitor.token)
  expect(await team.sql`select from people where team_id = ${team.id}`).toEqual([])
})
