import { WhyAnswer } from '@pavior/shared/protocol/why.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asks, refused } from '../house/api.ts'
import { asking, email, emails, ends, filters, graph, hears, is, of, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import type { TestVisitor } from '../house/visitor.ts'

/** Why somebody is in a campaign, or why not: the same answer as what `enter` and `step` do. */

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.bareTeam()
})
afterAll(() => house.stop())

const why = async (campaign: string, { person }: Pick<TestVisitor, 'person'>): Promise<WhyAnswer> =>
  WhyAnswer.parse((await asks(team, 'GET', `/campaigns/${campaign}/people/${person}/why`)).body)
const pro = is('attributes.plan', 'pro')
const greeting = (campaign: object = {}) => graph([sends('hello', 'Hello.')], [], { audience: pro, ...campaign })
const started = async (plan?: string) => {
  const visitor = await team.visitor()
  await visitor.updates({ seats: 1, ...(plan !== undefined && { plan }) })
  return visitor
}
const past = async (visitor: TestVisitor, key: string): Promise<string[]> => {
  const { body } = await asks(team, 'GET', `/people/${visitor.person}/journal`)
  return Array.isArray(body.data) ? body.data.filter(({ set }) => set && key in set).map(({ at }) => String(at)) : []
}

test('C2: the audience keeps out: which condition fails, with the value it had, and since when', async () => {
  const { id } = await team.campaign(greeting({ audience: { all: [is('type', 'anonymous'), pro] } }))
  const visitor = await started()
  expect(await why(id, visitor)).toMatchObject({
    reason: 'audience',
    says: 'They are not in the audience.',
    asks: 'type is anonymous and plan is pro',
    decided: [{ asks: 'plan is pro', holds: false, found: 'plan is unknown', value: 'unknown' }],
    visits: [],
  })
  const never = await why(id, visitor)
  expect(never.happened).toBeUndefined()
  expect(never.since).toBeUndefined()
  expect(never.decided?.[0]?.since).toBeUndefined()
})

test('C2: it failed only since they changed', async () => {
  const visitor = await started('pro')
  const { id } = await team.campaign(greeting())
  await visitor.updates({ plan: 'free' })
  await visitor.updates({ seats: 2 })
  const [, changed] = await past(visitor, 'attributes.plan')
  expect(await why(id, visitor)).toMatchObject({
    reason: 'audience',
    since: changed,
    decided: [{ found: 'plan is free', since: changed }],
    changes: [
      { at: changed, eligible: false, found: ['plan is free'] },
      { eligible: true, found: ['plan is pro'] },
    ],
  })
})

test('C2: eligible before the activation, and before the publication that let them in', async () => {
  const visitor = await started('pro')
  const { id } = await team.campaign(greeting())
  await visitor.updates({ seats: 2 })
  expect(await why(id, visitor)).toMatchObject({
    reason: 'before',
    says: 'They match, but did so before the campaign went live; only who begins to match enters.',
  })
  const other = await started('basic')
  expect(await why(id, other)).toMatchObject({ reason: 'audience' })
  await team.campaign(greeting({ audience: { any: [pro, is('attributes.plan', 'basic')] } }), id)
  expect(await why(id, other)).toMatchObject({
    reason: 'before',
    says: 'They match, but did so before the version was published that lets them in; only who begins to match enters.',
  })
})

test('C18: a global exit keeps out, and takes out with its reason', async () => {
  const exits = [{ id: 'vip', name: 'VIP', filter: is('attributes.vip', true) }]
  const { id } = await team.campaign(
    graph([waits('wait', { for: 'P1D' }), sends('hello', 'Hello.')], ['wait > hello'], { audience: pro, exits }),
  )
  const outside = await team.visitor()
  await outside.updates({ plan: 'pro', vip: true })
  expect(await why(id, outside)).toMatchObject({
    reason: 'exit',
    exit: 'vip',
    says: 'The global exit “VIP” keeps them out.',
    asks: 'vip is yes',
    decided: [{ found: 'vip is yes', holds: true }],
  })
  const inside = await started('pro')
  expect(await why(id, inside)).toMatchObject({ reason: 'inside', says: 'They are in the campaign.' })
  await inside.updates({ vip: true })
  const { reason, says, visits } = await why(id, inside)
  expect([reason, says]).toEqual(['once', 'They left it by a global exit, and it lets everybody in once only.'])
  expect(visits.map(({ status, told }) => [status, told.map(line => line.says)])).toEqual([
    ['exited', ['Enters version 1, because plan is pro', 'Waits until', 'Exits by “VIP”, because vip is yes']],
  ])
})

test('C3, C15: who was in before, once and for all', async () => {
  const once = await team.campaign(greeting())
  const each = await team.campaign(greeting({ reentry: 'each' }))
  const last = await team.campaign(graph([ends('end')], [], { audience: pro, reentry: 'each' }))
  const visitor = await started('pro')
  expect(await why(once.id, visitor)).toMatchObject({
    reason: 'once',
    says: 'They completed it, and it lets everybody in once only.',
  })
  expect(await why(last.id, visitor)).toMatchObject({ reason: 'ended' })
  expect(await why(each.id, visitor)).toMatchObject({ reason: 'anew' })
  await visitor.updates({ plan: 'free' })
  expect(await why(each.id, visitor)).toMatchObject({
    reason: 'audience',
    says: 'They are not in it any more, nor in the audience now.',
    happened: { says: 'They got “Hello.”', component: 'hello' },
  })
  expect((await why(last.id, visitor)).happened).toBeUndefined()
})

test('what they got and did comes first, then why they are not in it; what a form refused is named, not what was typed (R3)', async () => {
  const exits = [{ id: 'signed-up', name: 'Signed up', filter: is('type', 'signup') }]
  const form = asking('How can we reach you?', email)
  const drawn = graph([hears('chat'), sends('ask', form)], ['chat > ask'], {
    ...{ audience: is('type', 'anonymous'), exits, reentry: 'each' },
  })
  const { id } = await team.campaign(drawn)
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const { id: message } = await visitor.receives(one => one.form !== undefined)
  expect((await why(id, visitor)).happened?.says).toBe('They got “How can we reach you?”')
  const refusal = (says: string, filled: string[]) => ({
    ...{ before: 20, what: { does: 'form-refused', message, refused: { email: says }, filled } },
  })
  const all = [
    refusal('Please fill this in.', []),
    refusal('Not an email.', ['email']),
    refusal('Not an email.', ['email']),
  ]
  await visitor.sends('interactions', { session: 'tab-1', all })
  expect((await why(id, visitor)).happened).toMatchObject({
    says: 'They got “How can we reach you?” and were refused by its form.',
    failed: true,
  })
  await visitor.fills(message, { email: 'jane@shop.example' })
  const signup = await team.visitor({ token: visitor.token, identity: await team.identity('jane') })
  const { happened, visits, ...now } = await why(id, signup)
  expect(happened).toMatchObject({
    says: 'They got “How can we reach you?”, were refused by its form and then submitted it.',
    failed: false,
    at: visits[0]?.told.find(({ component }) => component === 'ask')?.at,
  })
  expect(now).toMatchObject({
    reason: 'exit',
    says: 'They are not in it any more, and the global exit “Signed up” keeps them out now.',
    decided: [{ asks: 'type is signup', value: 'signup', holds: true, since: expect.any(String) }],
  })
  expect(
    visits[0]?.told.flatMap(({ component, says, refused }) => (component === 'ask' ? [[says, refused]] : [])),
  ).toEqual([
    ['Sent: “How can we reach you?”', undefined],
    [
      'Its form refused “Email”, left empty: “Please fill this in.”',
      [{ field: 'email', label: 'Email', says: 'Please fill this in.', filled: false }],
    ],
    [
      'Its form refused “Email”, which was filled in: “Not an email.”',
      [{ field: 'email', label: 'Email', says: 'Not an email.', filled: true }],
    ],
    ['Its form was submitted: Email jane@shop.example', undefined],
  ])
})

test('who was in it and got nothing is told so, and why', async () => {
  const { id } = await team.campaign(graph([emails('mail', 'Welcome')], [], { audience: pro }))
  const visitor = await started('pro')
  const { happened, reason } = await why(id, visitor)
  expect([reason, happened?.says]).toEqual([
    'once',
    'They completed it, and got nothing from it: there is no email address.',
  ])
})

test('C24: paused, with and without having been noted', async () => {
  const before = await started('pro')
  const { id } = await team.campaign(greeting())
  await asks(team, 'POST', `/campaigns/${id}/pause`)
  const noted = await started('pro')
  const not = await started('free')
  expect(await why(id, before)).toMatchObject({
    reason: 'paused',
    says: 'They match, but the campaign is paused: nobody enters.',
  })
  expect(await why(id, noted)).toMatchObject({
    reason: 'paused',
    says: 'They began to match during the pause, and enter when it is over if they still do.',
    since: expect.any(String),
  })
  expect(await why(id, not)).toMatchObject({ reason: 'audience' })
  await asks(team, 'POST', `/campaigns/${id}/resume`, { existing: 'skip' })
  await house.catchUp()
  expect(await why(id, noted)).toMatchObject({ reason: 'once' })
})

test('C5, C10: what counts is the moment at which they last wrote', async () => {
  const chat = (settings: Parameters<typeof hears>[1], campaign: object = {}) =>
    graph([hears('chat', settings), sends('hi', 'Hi.')], ['chat > hi'], campaign)
  const first = await team.campaign(chat({ which: 'first' }, { audience: pro }))
  const words = await team.campaign(chat({ which: 'any', contains: ['price'] }))
  const visitor = await started()
  expect(await why(words.id, visitor)).toMatchObject({ reason: 'message' })
  const conversation = await visitor.writes('Hello')
  await visitor.updates({ plan: 'pro' })
  expect(await why(first.id, visitor)).toMatchObject({
    reason: 'audience',
    says: 'When they last wrote, they were not in the audience.',
    judged: expect.any(String),
    decided: [{ found: 'plan is unknown' }],
  })
  expect(await why(words.id, visitor)).toMatchObject({
    reason: 'unheard',
    says: 'Their last message has none of the words that the campaign listens for.',
  })
  await visitor.writes('And the price?', conversation)
  expect(await why(first.id, visitor)).toMatchObject({
    reason: 'unheard',
    says: 'Their last message did not begin a conversation; the campaign hears only those that do.',
  })
  expect(await why(words.id, visitor)).toMatchObject({ reason: 'once' })
  await visitor.writes('A new one')
  expect((await why(first.id, visitor)).visits[0]?.told.map(({ says }) => says)).toEqual([
    'Enters version 1, because plan is pro',
    'Heard the message',
    'Sent: “Hi.”',
    'Completes: nothing is left to do',
  ])
})

test('a startable campaign, a draft, a deleted one', async () => {
  const visitor = await started('pro')
  const start = await team.campaign(greeting({ startable: true }))
  expect(await why(start.id, visitor)).toMatchObject({ reason: 'start' })
  expect(await why(start.id, await started('free'))).toMatchObject({ reason: 'audience' })
  const draft = String((await asks(team, 'POST', '/campaigns', greeting())).body.id)
  expect(await why(draft, visitor)).toMatchObject({ reason: 'draft', visits: [], changes: [] })
  await asks(team, 'DELETE', `/campaigns/${start.id}`)
  expect(await why(start.id, visitor)).toMatchObject({ reason: 'deleted' })
})

test('where somebody is, what each component did and when, and what they never came to', async () => {
  const { id } = await team.campaign(
    graph(
      [
        hears('chat'),
        sends('ask', 'Are you pro?'),
        filters('seen', of('ask', 'seen')),
        filters('paid', pro, { watch: 'once' }),
        sends('thanks', 'Thanks.'),
        sends('sorry', 'Sorry.'),
      ],
      ['chat > ask > seen:matched > thanks', 'ask > paid:matched > thanks', 'paid:unmatched > sorry'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hello')
  const { reason, visits, components } = await why(id, visitor)
  const [visit] = visits
  expect(reason).toBe('inside')
  expect(visit?.told.map(({ component, says }) => `${component ?? ''} ${says}`.trim())).toEqual([
    'Enters version 1',
    'chat Heard the message',
    'ask Sent: “Are you pro?”',
    'seen Not matched yet, because they have not seen Send message “Are you pro?”; watches on',
    'paid Not matched, because plan is unknown',
    'sorry Sent: “Sorry.”',
  ])
  expect(visit?.stands).toMatchObject([{ component: 'seen', tone: 'stays' }])
  expect(visit?.unreached).toEqual(['thanks'])
  expect(components.thanks).toBe('Send message “Thanks.”')
})

test('C1: time alone makes and unmakes who matches', async () => {
  const recent = { field: 'firstSeenAt', op: 'within-last', value: 'P7D' }
  const visitor = await started('pro')
  const { id } = await team.campaign(graph([sends('hello', 'Hello.')], [], { audience: { not: recent } }))
  expect(await why(id, visitor)).toMatchObject({ reason: 'audience' })
  await house.clock.passes('P8D')
  const { reason, changes } = await why(id, visitor)
  expect(reason).toBe('once')
  expect(changes.map(({ eligible }) => eligible)).toEqual([true, false])
})

test('C25: what a visitor did counts for the signup they turned out to be; the old id leads there', async () => {
  const { id } = await team.campaign(greeting({ audience: is('type', 'anonymous') }))
  const visitor = await started()
  const old = visitor.person
  const known = await team.visitor({ identity: await team.identity('u-1') })
  await known.updates({ seats: 2 })
  const joined = await team.visitor({ token: visitor.token, identity: await team.identity('u-1') })
  expect(joined.person).toBe(known.person)
  const told = await why(id, joined)
  expect(told).toMatchObject({ reason: 'once', visits: [{ status: 'completed' }] })
  expect(told.visits[0]?.told.map(({ says }) => says)).toEqual([
    'Enters version 1, because type is anonymous',
    'Sent: “Hello.”',
    'Completes: nothing is left to do',
  ])
  expect((await why(id, { person: old })).person.id).toBe(known.person)
})

test('C26: of an erased person nothing is said; what is of another team is not there', async () => {
  const { id } = await team.campaign(greeting())
  const visitor = await started('pro')
  const other = await house.bareTeam()
  const theirs = await other.campaign(greeting())
  const stranger = await other.visitor()
  await stranger.updates({ plan: 'pro' })
  for (const path of [
    `/campaigns/${theirs.id}/people/${visitor.person}/why`,
    `/campaigns/${id}/people/${stranger.person}/why`,
    `/campaigns/${id}/people/nobody/why`,
    `/campaigns/${id}/people/${crypto.randomUUID()}/why`,
  ])
    expect([path, refused(await asks(team, 'GET', path), 404)]).toEqual([path, []])
  await asks(team, 'DELETE', `/people/${visitor.person}`)
  refused(await asks(team, 'GET', `/campaigns/${id}/people/${visitor.person}/why`), 410)
})
