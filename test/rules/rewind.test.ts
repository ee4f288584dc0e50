import { toIso } from '@pavior/shared/text.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { asks, refused } from '../house/api.ts'
import { graph, hears, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { began, records } from '../house/recorded.ts'
import { changes, erases, signup, tracks } from '../house/steering.ts'
import type { TestVisitor } from '../house/visitor.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.team()
})
afterEach(() => holds(team))
afterAll(() => house.stop())

const get = async (path: string): Promise<Record<string, unknown>> => {
  const { status, body } = await asks(team, 'GET', path)
  expect([path, status, body.detail]).toEqual([path, 200, undefined])
  return body
}
const rewound = (what: string, query = '') => get(`/${what}/rewind${query === '' ? '' : `?${query}`}`)

const Entries = z.object({ data: z.array(z.object({ number: z.number(), at: z.string(), kind: z.string() })) })
const journalOf = async (person: string) => Entries.parse(await get(`/people/${person}/journal?limit=100`)).data

const enrollmentOf = async (person: string): Promise<string> => {
  const [row] = await team.sql`
    select id from enrollments where team_id = ${team.id} and person_id = ${person} order by entered_at desc limit 1`
  return String(row?.id)
}

/** The default campaign: somebody is asked for their email, and gives one that is none at first. */
async function stumbles() {
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Is it in stock?')
  const { id: message } = await visitor.receives(({ form }) => form?.state === 'open')
  await records(
    team,
    visitor.person,
    'tab-1',
    began({ open: true, conversation, url: 'https://shop.example/bikes' }),
    { does: 'form-shown', message },
    { does: 'field-focused', message, field: 'email' },
    { does: 'form-refused', message, refused: { email: 'That address has no ending.' }, filled: ['name', 'email'] },
  )
  const [refusal] = (await journalOf(visitor.person)).slice(-1)
  await visitor.fills(message, { name: 'Ana', email: 'ana@shop.example' })
  return { visitor, conversation, message, refusal: refusal?.number ?? 0 }
}

test('R1: a moment is an entry’s number; a time means the last entry at or before it', async () => {
  const { visitor, conversation } = await stumbles()
  const journal = await journalOf(visitor.person)
  const last = journal.at(-1)
  for (const { number, at, kind } of journal) {
    expect(await rewound(`conversations/${conversation}`, `entry=${number}`)).toMatchObject({
      at,
      entry: { number, kind, of: journal.length, text: expect.stringMatching(/./) },
    })
    const until = journal.filter(one => one.at <= at).length
    expect(await rewound(`conversations/${conversation}`, `at=${at}`)).toMatchObject({ entry: { number: until } })
  }
  expect(await rewound(`conversations/${conversation}`)).toMatchObject({
    at: last?.at,
    entry: { number: last?.number },
  })
})

test('R1: a moment before the beginning, in the future, or one too many is answered with what there is', async () => {
  const { visitor, conversation } = await stumbles()
  const journal = await journalOf(visitor.person)
  const [first] = journal
  const asked = async (query: string) => {
    const answer = await asks(team, 'GET', `/conversations/${conversation}/rewind?${query}`)
    return [...refused(answer, 400), answer.body.detail]
  }
  const before = toIso(Date.parse(first?.at ?? '') - 1)
  expect(await asked(`at=${before}`)).toEqual(['at', `at: lies before the beginning, which is ${first?.at}`])
  expect(await asked('at=2999-01-01T00:00:00Z')).toEqual(['at', expect.stringContaining('lies in the future')])
  expect(await asked(`entry=${journal.length + 1}`)).toEqual([
    'entry',
    `entry: there are ${journal.length} entries until now`,
  ])
  expect(await asked(`entry=1&at=${first?.at}`)).toEqual(['entry', 'entry: give at or entry, not both'])
  for (const query of ['entry=0', 'entry=-1', 'entry=1.5', 'entry=x', 'entry=99999999999'])
    expect((await asked(query))[0]).toBe('entry')
  for (const query of ['at=yesterday', 'at=2027-01-04', 'at=']) expect((await asked(query))[0]).toBe('at')
})

test('R2, R3: at the refusal it shows the form as the visitor had it, without what they typed; afterwards its values', async () => {
  const { visitor, conversation, message, refusal } = await stumbles()
  const enrollment = await enrollmentOf(visitor.person)
  for (const what of [`conversations/${conversation}`, `forms/${message}`, `enrollments/${enrollment}`]) {
    const then = await rewound(what, `entry=${refusal}`)
    expect(then).toMatchObject({
      entry: { kind: 'interacted', text: 'Form refused: email (That address has no ending.)' },
      widget: { session: 'tab-1', open: true, phone: true, view: 'conversation', conversation, unread: 1, tabs: 1 },
      conversation: { id: conversation, number: 2, messages: [{ number: 1 }, { number: 2, form: { state: 'open' } }] },
      form: {
        message,
        state: 'refused',
        focused: 'email',
        filled: ['name', 'email'],
        refused: { email: 'That address has no ending.' },
      },
      campaign: {
        version: 1,
        components: { chat: { is: 'acted', outcome: 'triggered' }, ask: { is: 'acted', outcome: 'sent', engaged: [] } },
        took: [{ from: 'chat', to: 'ask' }],
      },
      enrollment: { id: enrollment, status: 'active' },
      person: { id: visitor.person, type: 'anonymous' },
    })
    expect(JSON.stringify(then)).not.toMatch(/ana@shop|Ana/)
    expect(await rewound(what)).toMatchObject({
      form: { state: 'submitted', values: { name: 'Ana', email: 'ana@shop.example' } },
      campaign: { components: { ask: { engaged: ['submitted'] } } },
      person: { type: 'lead', email: 'ana@shop.example' },
    })
    expect(await rewound(what, 'entry=1')).toMatchObject({ widget: null, campaign: null, enrollment: null, form: null })
  }
})

test('R2: the graph is that of the time: before somebody was moved the old version, then the new one', async () => {
  const { id } = await team.campaign(
    graph([hears('chat'), waits('wait', { for: 'P1D' }), sends('hi', 'Hi')], ['chat > wait > hi']),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hello')
  const before = await journalOf(visitor.person)
  await changes(
    team,
    id,
    graph([hears('chat'), waits('wait', { for: 'P2D' }), sends('hi', 'Hi there')], ['chat > wait > hi']),
    { inside: 'move' },
  )
  await house.catchUp()
  const [row] = await team.sql`
    select id from enrollments where team_id = ${team.id} and campaign_id = ${id} and person_id = ${visitor.person}`
  const enrollment = `enrollments/${row?.id}`
  expect(await rewound(enrollment, `entry=${before.length}`)).toMatchObject({
    campaign: { version: 1, components: { wait: { is: 'waiting' } } },
    conversation: { id: conversation },
  })
  expect(await rewound(enrollment)).toMatchObject({ campaign: { version: 2, components: { wait: { is: 'waiting' } } } })
  const agent = await team.agent()
  const screen = await agent.reads(`/api/dashboard/rewind/enrollment/${row?.id}`)
  expect(screen).toMatchObject({
    person: visitor.person,
    about: { enrollment: row?.id, conversation },
    more: false,
    names: { team: 'Tidewheel Cycles', campaigns: { [id]: 'A campaign' }, enrollments: { [String(row?.id)]: id } },
  })
  const Campaigns = z.array(z.object({ id: z.string(), versions: z.array(z.object({ version: z.number() })) }))
  expect(Campaigns.parse(screen.campaigns)).toContainEqual({ id, versions: [{ version: 1 }, { version: 2 }] })
})

test('R4: rewound to now it is what the live calls show', async () => {
  const { visitor, conversation } = await stumbles()
  const agent = await team.agent()
  await agent.replies(conversation, 'It is.')
  await agent.notes(conversation, 'Wants a bike')
  const now = await rewound(`conversations/${conversation}`)
  const { online: _online, ...person } = await get(`/people/${visitor.person}`)
  expect(now.person).toEqual(person)
  const live = await get(`/conversations/${conversation}`)
  const { data: messages } = await get(`/conversations/${conversation}/messages`)
  expect(now.conversation).toEqual({
    ...live,
    person: { ...Object(live.person), online: false },
    messages,
    notes: [expect.objectContaining({ note: true })],
  })
})

/** The site says who the visitor is. */
const becomes = async (visitor: TestVisitor, externalId: string) =>
  await team.visitor({ token: visitor.token, identity: await team.identity(externalId) })

test('C25, R1: across a merge a conversation’s entries keep their numbers, and go on with the person’s', async () => {
  const known = await signup(team, 'u-1', { name: 'Ana Known' })
  await tracks(team, known, 'paid')
  const { visitor, conversation } = await stumbles()
  const before = await journalOf(visitor.person)
  const then = await rewound(`conversations/${conversation}`, `entry=${before.length}`)
  await becomes(visitor, 'u-1')
  await tracks(team, known, 'came back')
  expect(await rewound(`conversations/${conversation}`, `entry=${before.length}`)).toMatchObject({
    at: then.at,
    person: { id: visitor.person, name: 'Ana', type: 'lead' },
    conversation: Object(then.conversation),
  })
  const now = await rewound(`conversations/${conversation}`)
  expect(now).toMatchObject({ entry: { kind: 'event-tracked' }, person: { id: known, name: 'Ana Known' } })
  expect(now.widget).toMatchObject({ session: 'tab-1' })
  const agent = await team.agent()
  const screen = await agent.reads(`/api/dashboard/rewind/conversation/${conversation}`)
  expect(Object.keys(Object(screen.streams)).sort()).toEqual([known, visitor.person].sort())
  // The old id leads to the new person.
  expect(await agent.reads(`/api/dashboard/rewind/person/${visitor.person}`)).toMatchObject({
    person: known,
    about: {},
  })
})

test('R4, C25: whoever has a past on screen hears that it goes on, across a merge, and no longer once they look elsewhere', async () => {
  const agent = await team.agent()
  const heard: string[] = []
  agent.socket.on('grown', ({ person }) => heard.push(person))
  const visitor = await team.visitor()
  await visitor.writes('Hello')
  const { person } = visitor
  expect(await agent.sends('rewind:watch', { person })).toEqual({ ok: true })
  await visitor.writes('And another thing')
  await expect.poll(() => heard).toContain(person)
  const before = heard.length
  await signup(team, 'grown-user')
  await becomes(visitor, 'grown-user')
  await expect.poll(() => heard.length).toBeGreaterThan(before)
  expect(new Set(heard)).toEqual(new Set([person]))
  const other = await team.visitor()
  await other.writes('Somebody else')
  expect(await agent.sends('rewind:watch', { person: other.person })).toEqual({ ok: true })
  expect(await agent.sends('rewind:unwatch', { person })).toEqual({ ok: true })
  await other.writes('Still there')
  await expect.poll(() => heard).toContain(other.person)
  expect(await agent.sends('rewind:unwatch', { person: other.person })).toEqual({ ok: true })
  const told = heard.length
  await other.writes('Nobody looks')
  // What comes behind it on the same line.
  await agent.sends('rewind:watch', { person: other.person })
  expect(heard.length).toBe(told)
  // Of two at once the later stays, and of one that is put away at once none.
  const third = await team.visitor()
  await third.writes('A third')
  await Promise.all([third, other].map(one => agent.sends('rewind:watch', { person: one.person })))
  await third.writes('Not on screen')
  await other.writes('On screen')
  await expect.poll(() => heard.length).toBeGreaterThan(told)
  await Promise.all(
    (['rewind:watch', 'rewind:unwatch'] as const).map(event => agent.sends(event, { person: other.person })),
  )
  const since = heard.slice(told)
  await other.writes('Put away')
  await agent.sends('rewind:watch', { person: other.person })
  expect(heard.slice(told)).toEqual(since)
  expect(new Set(since)).toEqual(new Set([other.person]))
})

test('C26: what is left of an erased person can’t be rewound, and says so', async () => {
  const { visitor, conversation, message } = await stumbles()
  const enrollment = await enrollmentOf(visitor.person)
  await erases(team, visitor.person)
  const agent = await team.agent()
  const screen = async (what: string) => (await agent.asks(`/api/dashboard/rewind/${what}`)).status
  expect((await asks(team, 'GET', `/enrollments/${enrollment}/rewind`)).body).toMatchObject({
    status: 410,
    detail: 'This person was erased.',
  })
  expect(await screen(`enrollment/${enrollment}`)).toBe(410)
  expect(await screen(`person/${visitor.person}`)).toBe(410)
  for (const [kind, id] of Object.entries({ conversation, form: message })) {
    expect(refused(await asks(team, 'GET', `/${kind}s/${id}/rewind`), 410)).toEqual([])
    expect(await screen(`${kind}/${id}`)).toBe(410)
    expect((await asks(await house.bareTeam(), 'GET', `/${kind}s/${id}/rewind`)).status).toBe(404)
  }
  // No form has a conversation's id.
  refused(await asks(team, 'GET', `/forms/${conversation}/rewind`), 404)
})

test('what is another team’s, or nothing, can’t be rewound', async () => {
  const { visitor, conversation, message } = await stumbles()
  const enrollment = await enrollmentOf(visitor.person)
  const other = await house.team()
  const agent = await other.agent()
  const screen = async (what: string) => (await agent.asks(`/api/dashboard/rewind/${what}`)).status
  for (const [kind, id] of Object.entries({ conversation, form: message, enrollment })) {
    refused(await asks(other, 'GET', `/${kind}s/${id}/rewind`), 404)
    expect(await screen(`${kind}/${id}`)).toBe(404)
    refused(await asks(team, 'GET', `/${kind}s/${crypto.randomUUID()}/rewind`), 404)
    refused(await asks(team, 'GET', `/${kind}s/nothing/rewind`), 404)
  }
  expect(await screen(`person/${visitor.person}`)).toBe(404)
  expect(await screen(`inbox/${visitor.person}`)).toBe(400)
  expect(await agent.sends('rewind:watch', { person: visitor.person })).toMatchObject({ error: { code: 'not-found' } })
  expect(await agent.sends('rewind:watch', { person: 'somebody' })).toMatchObject({ error: { code: 'invalid' } })
  // A message without a form is no form.
  const [said] = await team.sql`
    select id from messages where team_id = ${team.id} and conversation_id = ${conversation} and form is null`
  refused(await asks(team, 'GET', `/forms/${said?.id}/rewind`), 404)
})
