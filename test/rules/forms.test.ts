import { randomUUID } from 'node:crypto'
import type { MessageView } from '@pavior/shared/protocol/views.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asking, email, graph, hears, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { enrollments, statuses, talk } from '../house/talk.ts'
import { until } from '../house/until.ts'
import type { TestVisitor } from '../house/visitor.ts'

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

const name = { key: 'name', label: 'Name' }
const asks = (...fields: Parameters<typeof asking>[1][]) =>
  team.campaign(
    graph([hears('chat'), sends('ask', asking('Who are you?', ...fields))], ['chat > ask'], { reentry: 'each' }),
  )

/** Writes and gives the form that comes. */
async function asked(visitor: TestVisitor): Promise<MessageView> {
  const conversation = await visitor.writes('Hi')
  return await visitor.receives(message => message.conversation === conversation && message.form?.state === 'open')
}

const person = async (id: string) => await (await team.api(`/people/${id}`)).json()

test('C20: a submission is kept with its values and writes the attributes of the person', async () => {
  await asks(
    email,
    name,
    { key: 'phone' },
    { key: 'company' },
    { key: 'attributes.seats', kind: 'number' },
    { key: 'attributes.plan', kind: 'choice', options: ['Basic', 'Pro'] },
    { key: 'attributes.since', kind: 'date' },
    { key: 'attributes.why' },
  )
  const visitor = await team.visitor()
  const { id, conversation } = await asked(visitor)
  const values = {
    email: ' Ana@Shop.Example ',
    name: ' Ana ',
    phone: '+47 22 33 44',
    company: 'Fjord & Co',
    'attributes.seats': '12,5',
    'attributes.plan': 'Pro',
    'attributes.since': '2024-02-29',
    'attributes.why': '',
  }
  const kept = {
    email: 'ana@shop.example',
    name: 'Ana',
    phone: '+47 22 33 44',
    company: 'Fjord & Co',
    'attributes.seats': 12.5,
    'attributes.plan': 'Pro',
    'attributes.since': '2024-02-29',
  }
  const answer = await visitor.fills(id, values)
  expect(answer).toMatchObject({ ok: true, form: { id, state: 'submitted', submittedAt: expect.any(String) } })
  expect(answer.ok && answer.form.values).toEqual(kept)
  expect((await visitor.transcript(conversation))[1]?.form?.values).toEqual(kept)
  expect(await person(visitor.person)).toMatchObject({
    email: 'ana@shop.example',
    name: 'Ana',
    phone: '+47 22 33 44',
    attributes: { company: 'Fjord & Co', seats: 12.5, plan: 'Pro', since: '2024-02-29' },
  })
})

test('C20: what does not fit its field is refused by field, in words, and nothing is kept', async () => {
  await asks(
    email,
    name,
    { key: 'attributes.seats', kind: 'number' },
    { key: 'attributes.plan', kind: 'choice', options: ['Pro'] },
    { key: 'attributes.since', kind: 'date' },
  )
  const visitor = await team.visitor()
  const { id } = await asked(visitor)
  const refused = await visitor.fills(id, {
    email: 'ana@shop',
    name: 'x'.repeat(1001),
    'attributes.seats': 'many',
    'attributes.plan': 'Free',
    'attributes.since': '2023-02-29',
    shoe: 44,
  })
  expect(refused).toMatchObject({ ok: false, error: { code: 'invalid' } })
  expect(refused.ok ? [] : refused.error.fields).toEqual([
    { path: 'email', message: 'has no ending, like ".com"', refusal: 'email-ending' },
    { path: 'name', message: 'is too long', refusal: 'too-long' },
    { path: 'attributes.seats', message: 'is not a number', refusal: 'number' },
    { path: 'attributes.plan', message: 'is not one of the choices', refusal: 'choice' },
    { path: 'attributes.since', message: 'is not a date', refusal: 'date' },
    { path: 'shoe', message: 'is not a field of this form', refusal: 'unknown-field' },
  ])
  expect(await visitor.fills(id, { name: 'Ana' })).toMatchObject({
    ok: false,
    error: { fields: [{ path: 'email', message: 'is needed' }] },
  })
  expect(await visitor.fills(id, { email: 'ana@shop.example' })).toMatchObject({ ok: true })
})

test('C20: it never changes a signup’s email, nor what the site, an agent or the API wrote last', async () => {
  await asks(email, name, { key: 'company' }, { key: 'attributes.plan' }, { key: 'attributes.city' })
  const identity = await team.identity('u-1', { email: 'ana@shop.example', attributes: { plan: 'pro' } })
  const visitor = await team.visitor({ identity })
  await team.api(`/people/${visitor.person}`, { method: 'PATCH', body: JSON.stringify({ name: 'Ana López' }) })
  const agent = await team.agent()
  await agent.asks(`/api/v1/people/${visitor.person}`, {
    method: 'PATCH',
    body: JSON.stringify({ attributes: { company: 'Fjord' } }),
  })
  const { id } = await asked(visitor)
  const values = {
    email: 'eve@evil.example',
    name: 'Eve',
    company: 'Evil',
    'attributes.plan': 'free',
    'attributes.city': 'Oslo',
  }
  expect(await visitor.fills(id, values)).toMatchObject({ ok: true, form: { values } })
  await visitor.updates({ email: 'eve@evil.example', name: 'Eve', company: 'Evil', plan: 'free', city: 'Bergen' })
  expect(await person(visitor.person)).toMatchObject({
    externalId: 'u-1',
    email: 'ana@shop.example',
    name: 'Ana López',
    attributes: { company: 'Fjord', plan: 'pro', city: 'Bergen' },
  })
})

test('C20: a signup without an email is not given one by a form or the page', async () => {
  await asks(email)
  const visitor = await team.visitor({ identity: await team.identity('u-1') })
  const { id } = await asked(visitor)
  await visitor.fills(id, { email: 'eve@evil.example' })
  await visitor.updates({ email: 'eve@evil.example' })
  expect(await person(visitor.person)).not.toHaveProperty('email')
})

test('C20: an address or name that the page claims is read like any other', async () => {
  const visitor = await team.visitor()
  for (const [attributes, path] of [
    [{ email: 'nobody' }, 'email'],
    [{ email: 7 }, 'email'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ phone: true }, 'phone'],
  ] as const)
    expect(await visitor.updates(attributes)).toMatchObject({
      ok: false,
      error: { code: 'invalid', fields: [{ path: `0.attributes.${path}` }] },
    })
  expect(await visitor.updates({ email: ' Ana@Shop.Example ', name: 'Ana' })).toMatchObject({ ok: true })
  expect(await person(visitor.person)).toMatchObject({ type: 'lead', email: 'ana@shop.example', name: 'Ana' })
})

test('C21: two tabs submit at once: one counts, the other is told its values, and both show them', async () => {
  await asks(email)
  const one = await team.visitor()
  const { id, conversation } = await asked(one)
  const two = await team.visitor({ token: one.token })
  const answers = await Promise.all([
    one.fills(id, { email: 'one@shop.example' }),
    two.fills(id, { email: 'two@shop.example' }),
  ])
  const [first] = answers.filter(answer => answer.ok)
  const [second] = answers.filter(answer => !answer.ok)
  expect(first).toMatchObject({ ok: true, form: { state: 'submitted' } })
  const values = first?.ok ? first.form.values : undefined
  expect(second).toMatchObject({ ok: false, error: { code: 'already-submitted', values } })
  for (const tab of [one, two])
    expect((await tab.transcript(conversation))[1]?.form).toMatchObject({ state: 'submitted', values })
  const told = answers[0] === first ? two : one
  await told.receives(message => message.id === id && message.form?.state === 'submitted', 'the other tab is told')
})

test('C21: the same submission again is answered with the first result', async () => {
  await asks(email)
  const visitor = await team.visitor()
  const message = await asked(visitor)
  const id = randomUUID()
  const first = await visitor.fills(message.id, { email: 'ana@shop.example' }, id)
  expect(await visitor.fills(message.id, { email: 'ana@shop.example' }, id)).toEqual(first)
})

test('C21: giving an email makes a lead, logs nobody in, merges with nobody, and tells nothing', async () => {
  await asks(email)
  const known = await team.visitor({ identity: await team.identity('u-1', { email: 'ana@shop.example' }) })
  const [claims, other] = [await team.visitor(), await team.visitor()]
  const [first, second] = [await asked(claims), await asked(other)]
  const answers = [
    await claims.fills(first.id, { email: 'ana@shop.example' }),
    await other.fills(second.id, { email: 'new@shop.example' }),
  ]
  // Known or not, the answer is the same.
  expect(answers.map(answer => answer.ok && { ...answer.form, id: '', submittedAt: '', values: {} })).toEqual([
    { id: '', state: 'submitted', submittedAt: '', values: {} },
    { id: '', state: 'submitted', submittedAt: '', values: {} },
  ])
  expect(await person(claims.person)).toMatchObject({ id: claims.person, type: 'lead', email: 'ana@shop.example' })
  expect(await person(known.person)).toMatchObject({ id: known.person, type: 'signup' })
  expect(claims.revoked).toBe(false)
})

test('C22: every new team has the campaign "Email and name form", and it runs as any other', async () => {
  const fresh = await house.team()
  const visitor = await fresh.visitor()
  const conversation = await visitor.writes('Do you ship to Norway?')
  const form = await visitor.receives(message => message.form?.state === 'open')
  expect(form).toMatchObject({ number: 2, from: { type: 'team' } })
  expect(await enrollments(fresh, visitor.person)).toMatchObject([
    { campaign: await fresh.defaultCampaign(), status: 'active' },
  ])
  // Who ignores the form stays active in it, and may write on.
  await visitor.writes('Hello?', conversation)
  expect(await statuses(fresh, visitor.person)).toEqual(['active'])
  await visitor.fills(form.id, { email: 'ana@shop.example' })
  expect(await statuses(fresh, visitor.person)).toEqual(['completed'])
  // Who is a lead is not asked again.
  await visitor.writes('Something else')
  expect(await talk(fresh, visitor.person)).toContainEqual(['person: Something else'])
  await holds(fresh)
})

test('C22: who becomes a signup is exited, and the form closes', async () => {
  const fresh = await house.team()
  const visitor = await fresh.visitor()
  const conversation = await visitor.writes('Hi')
  const signup = await fresh.visitor({ token: visitor.token, identity: await fresh.identity('u-1') })
  expect(signup.person).toBe(visitor.person)
  expect(await enrollments(fresh, signup.person)).toMatchObject([{ status: 'exited', cause: 'signed-up' }])
  expect((await signup.transcript(conversation))[1]).toMatchObject({ form: { state: 'closed' } })
  await signup.writes('Another question')
  expect(await statuses(fresh, signup.person)).toEqual(['exited'])
  await until(() => visitor.revoked, 'the visitor’s own tab is told that the token is over')
  await holds(fresh)
})

test('C22: its wording can be edited like that of any campaign', async () => {
  const fresh = await house.team()
  await fresh.campaign(
    graph([hears('chat'), sends('ask', asking('Where do we reach you?', email))], ['chat > ask'], { name: 'Ours' }),
    await fresh.defaultCampaign(),
  )
  const visitor = await fresh.visitor()
  await visitor.writes('Hi')
  expect(await talk(fresh, visitor.person)).toEqual([['person: Hi', 'team: Where do we reach you? [open]']])
  expect(await enrollments(fresh, visitor.person)).toMatchObject([{ version: 2 }])
  await holds(fresh)
})
