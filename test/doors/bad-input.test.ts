import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asking, email, graph, hears, offering, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { knock } from '../house/knock.ts'
import { RawSocket } from '../house/raw-socket.ts'
import { talk } from '../house/talk.ts'
import { until } from '../house/until.ts'
import type { TestVisitor } from '../house/visitor.ts'

let house: House
let team: TestTeam
let visitor: TestVisitor
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.bareTeam()
  visitor = await team.visitor()
})
afterEach(async () => {
  // Whatever came, the same socket goes on, and nothing was lost or half done.
  expect(visitor.socket.connected).toBe(true)
  expect(await visitor.says('Still here')).toMatchObject({ ok: true })
  await holds(team)
})
afterAll(() => house.stop())

const id = () => randomUUID()
const refusing = { does: 'form-refused', message: id(), refused: {}, filled: [] }
const done = (...all: object[]) => ({ session: 'a', all: all.map(what => ({ before: 0, what })) })
const message = (more: object) => ({ id: id(), content: 'Hi', ...more })

/** Codes, paths and words of a refusal: `invalid content: must not be empty`. */
async function refusal(event: string, frame: unknown): Promise<string> {
  const answer = await visitor.sends(event, frame)
  if (answer.ok) return 'ok'
  const { code, fields, message } = answer.error
  // A sentence, and no word of the code behind.
  expect(message).toMatch(/^[^{}]{8,}$/)
  expect(code).not.toBe('internal')
  return fields ? fields.map(field => `${code} ${field.path}: ${field.message}`).join('; ') : `${code}: ${message}`
}

test.each<[string, string, unknown, RegExp]>([
  ['nothing', 'message:send', undefined, /^invalid : .*must be an object/],
  ['null', 'message:send', null, /^invalid : .*must be an object/],
  ['a list', 'message:send', [], /^invalid : .*must be an object/],
  ['a number', 'form:submit', 7, /^invalid : .*must be an object/],
  ['text', 'facts', 'hello', /^invalid : .*must be a list/],
  ['no id', 'message:send', { content: 'Hi' }, /^invalid id: must be a UUID/],
  ['a bare list of what was done', 'interactions', [], /^invalid : .*must be an object/],
  ['keystrokes', 'interactions', done({ does: 'typed', value: 'jane@' }), /^invalid all\.0\.what/],
  [
    'a refusal like a book',
    'interactions',
    done({ ...refusing, refused: { email: 'x'.repeat(301) } }),
    /^invalid all\.0/,
  ],
  ['a day of doings at once', 'interactions', done(...Array(51).fill({ does: 'opened' })), /^invalid all: /],
  [
    'a clock that runs backwards',
    'interactions',
    { session: 'a', all: [{ before: -1, what: refusing }] },
    /^invalid all\.0\.before/,
  ],
  ['an id that is a number', 'message:send', message({ id: 7 }), /^invalid id: must be a UUID/],
  ['an id that is no UUID', 'message:send', message({ id: 'me' }), /^invalid id: must be a UUID/],
  ['no content', 'message:send', { id: id() }, /^invalid content: /],
  ['empty content', 'message:send', message({ content: '' }), /^invalid content: must not be empty/],
  [
    'content of spaces and lines',
    'message:send',
    message({ content: ' \n\t\n ' }),
    /^invalid content: must not be empty/,
  ],
  ['content that is a number', 'message:send', message({ content: 7 }), /^invalid content: /],
  [
    'a conversation that is a number',
    'message:send',
    message({ conversation: 7 }),
    /^invalid conversation: must be a UUID/,
  ],
  [
    'a conversation that is no UUID',
    'message:send',
    message({ conversation: '../1' }),
    /^invalid conversation: must be a UUID/,
  ],
  [
    'text of 10,001 characters',
    'message:send',
    message({ content: 'x'.repeat(10_001) }),
    /^invalid .*: must have at most 10,000 characters/,
  ],
  ['a lone surrogate', 'message:send', message({ content: 'a\ud800b' }), /^invalid .*: is not valid Unicode/],
  ['NUL', 'message:send', message({ content: 'a\0b' }), /^invalid .*: must not contain the NUL character/],
  [
    'a link that a visitor may not make',
    'message:send',
    message({
      content: {
        type: 'doc',
        content: [{ type: 'paragraph', content: [{ type: 'image', attrs: { src: 'https://x.example/' } }] }],
      },
    }),
    /^invalid content\.content\.0\.content\.0/,
  ],
  [
    'a form that a visitor may not make',
    'message:send',
    message({ content: { type: 'doc', content: [{ type: 'form', attrs: { fields: [] } }] } }),
    /^invalid content\.content\.0/,
  ],
  ['a document that nests a thousand times', 'message:send', message({ content: nested(1000) }), /^invalid content/],
  ['values that are no object', 'form:submit', { id: id(), message: id(), values: 'x' }, /^invalid values: /],
  [
    'a value that is an object',
    'form:submit',
    { id: id(), message: id(), values: { email: {} } },
    /^invalid values\.email: /,
  ],
  [
    'too many values',
    'form:submit',
    { id: id(), message: id(), values: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`f${n}`, 'x'])) },
    /^invalid values: too many/,
  ],
  [
    'a form of no message',
    'form:submit',
    { id: id(), message: id(), values: {} },
    /^not-found: There is no such message/,
  ],
  [
    'a button of no message',
    'button:press',
    { id: id(), message: id(), button: 'x' },
    /^not-found: There is no such message/,
  ],
  ['a place before the first', 'conversation:sync', { conversation: id(), after: -1 }, /^invalid after: /],
  ['half a place', 'conversation:sync', { conversation: id(), after: 0.5 }, /^invalid after: /],
  ['a place that is text', 'conversation:seen', { conversation: id(), number: 'x' }, /^invalid number: /],
  ['typing neither on nor off', 'typing', { conversation: id(), on: 'yes' }, /^invalid on: /],
  ['no fact', 'facts', [], /^invalid : /],
  ['51 facts', 'facts', Array.from({ length: 51 }, () => ({ id: id(), kind: 'page', url: 'x' })), /^invalid : /],
  ['a fact of no kind', 'facts', [{ id: id(), kind: 'dance' }], /^invalid 0\.kind: /],
  ['an event without a name', 'facts', [{ id: id(), kind: 'track', name: '' }], /^invalid 0\.name: must not be empty/],
  [
    'an event with a property that is an object',
    'facts',
    [{ id: id(), kind: 'track', name: 'x', properties: { a: {} } }],
    /^invalid 0\.properties\.a: /,
  ],
  [
    'an attribute that is an object',
    'facts',
    [{ id: id(), kind: 'update', attributes: { cart: { items: [1] } } }],
    /^invalid 0\.attributes\.cart: /,
  ],
  [
    'an attribute that is a list',
    'facts',
    [{ id: id(), kind: 'update', attributes: { cart: [1] } }],
    /^invalid 0\.attributes\.cart: /,
  ],
  [
    'an attribute with NUL',
    'facts',
    [{ id: id(), kind: 'update', attributes: { a: 'a\0' } }],
    /^invalid 0\.attributes\.a: must not contain the NUL/,
  ],
  [
    'an attribute’s name with NUL',
    'facts',
    [{ id: id(), kind: 'update', attributes: { 'a\0': 1 } }],
    /^invalid 0\.attributes/,
  ],
  [
    'an attribute’s name with a lone surrogate',
    'facts',
    [{ id: id(), kind: 'update', attributes: { 'a\ud800': 1 } }],
    /^invalid 0\.attributes/,
  ],
  [
    'an attribute without a name',
    'facts',
    [{ id: id(), kind: 'update', attributes: { '': 1 } }],
    /^invalid 0\.attributes/,
  ],
  [
    'an attribute that reaches into objects',
    'facts',
    [{ id: id(), kind: 'update', attributes: { constructor: 1 } }],
    /^invalid 0\.attributes/,
  ],
  [
    '101 attributes',
    'facts',
    [{ id: id(), kind: 'update', attributes: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`a${n}`, n])) }],
    /^invalid 0\.attributes: can hold 100/,
  ],
])('%s is refused in words, and nothing is kept of it', async (_what, event, frame, expected) => {
  expect(await refusal(event, frame)).toMatch(expected)
  for (const table of ['people', 'facts', 'journal', 'conversations'])
    expect(await team.sql`select from ${team.sql(table)} where team_id = ${team.id}`).toEqual([])
})

test('a start of no campaign is refused by itself, in words, and nothing is kept of it', async () => {
  const visitor = await team.visitor()
  const answer = await visitor.tells({ id: id(), kind: 'start', campaign: 'none' })
  expect(answer).toMatchObject({ ok: true, refused: [{ message: expect.stringMatching(/no campaign with this id/) }] })
  for (const table of ['people', 'facts', 'journal', 'conversations'])
    expect(await team.sql`select from ${team.sql(table)} where team_id = ${team.id}`).toEqual([])
})

function nested(levels: number): unknown {
  return levels === 0 ? 'x' : { type: 'doc', content: [nested(levels - 1)] }
}

test('a request that nobody knows is answered, too', async () => {
  expect(await refusal('message:sned', message({}))).toMatch(/^invalid: .*message:sned/)
  expect(await refusal('__proto__', {})).toMatch(/^invalid: /)
  const agent = await team.agent()
  expect(await agent.sends('delete:everything', {})).toMatchObject({ ok: false, error: { code: 'invalid' } })
})

test('extra fields are ignored', async () => {
  const answer = await visitor.sends(
    'message:send',
    message({ person: id(), from: 'agent', number: 99, at: 'yesterday', __proto__: { x: 1 } }),
  )
  expect(answer).toMatchObject({ ok: true, number: 1 })
  expect(await talk(team, visitor.person)).toEqual([['person: Hi']])
})

test('text of 10,000 characters goes through whole, whatever it is made of', async () => {
  for (const letter of ['x', 'ß', '字', '\n.', '<', '\u202e', "'", '"\\']) {
    const content = letter.repeat(10_000 / letter.length)
    const answer = await visitor.says(content)
    if (!answer.ok) throw new Error(`${letter}: ${answer.error.message}`)
    const [got] = await visitor.transcript(answer.conversation)
    const lines = got?.content.content.map(block =>
      block.type === 'paragraph' ? (block.content ?? []).map(one => ('text' in one ? one.text : '')).join('') : '?',
    )
    expect(lines?.join('\n')).toBe(content.trim())
  }
})

test('a frame of 64 kB and more, up to a megabyte, is answered with a sentence', async () => {
  for (const size of [70_000, 1_000_000])
    expect(await refusal('message:send', message({ content: 'x', junk: 'y'.repeat(size) }))).toBe(
      'too-large: A frame may hold 64 kB at most.',
    )
  expect(
    await refusal('facts', [{ id: id(), kind: 'update', attributes: { cart: { items: 'y'.repeat(1_000_000) } } }]),
  ).toMatch(/^too-large: /)
})

test('a frame beyond that cuts its own socket only; the client comes back and goes on', async () => {
  const other = await team.visitor()
  other.socket.emit('message:send', { ...message({}), content: 'x'.repeat(3_000_000) }, () => undefined)
  await until(() => !other.socket.connected, 'the socket is cut')
  await until(() => other.socket.connected, 'it comes back')
  expect(await other.says('Hi')).toMatchObject({ ok: true })
})

test('bytes where text belongs are refused', async () => {
  expect(await refusal('message:send', message({ content: Buffer.from('Hi') }))).toMatch(/^invalid content/)
  expect(await refusal('message:send', Buffer.alloc(1000))).toMatch(/^invalid /)
})

test('invalid UTF-8 and frames that are no protocol end their own connection, nobody else’s', async () => {
  const broken: [string | Uint8Array, number?][] = [
    [Buffer.from([0x34, 0x32, 0xff, 0xfe, 0xc0])],
    ['42/visitor,["message:send",'],
    ['4'],
    ['9hello'],
    ['42/nowhere,["x"]'],
    [Buffer.from([1, 2, 3]), 2],
    ['', 7],
  ]
  for (const [data, opcode] of broken) {
    const raw = await RawSocket.open(team.url)
    raw.sends(`40/visitor,${JSON.stringify({ team: team.id })}`)
    await raw.receives('"ready"')
    raw.sends(data, opcode)
    raw.leaves()
  }
  const raw = await RawSocket.open(team.url)
  raw.sends(Buffer.from([0x34, 0x30, 0xff]))
  await until(() => raw.closed, 'the connection is closed')
})

test.each<[string, object, string]>([
  ['no team', {}, 'invalid'],
  ['a team that does not exist', { team: 'nobody' }, 'not-found'],
  ['a team that is a number', { team: 7 }, 'invalid'],
  ['a team with NUL', { team: 'a\0b' }, 'invalid'],
  ['a team that is too long', { team: 'x'.repeat(65) }, 'invalid'],
  ['a token that is an object', { token: {} }, 'invalid'],
  ['a token that is too long', { token: 'x'.repeat(201) }, 'invalid'],
  ['an identity that is too long', { identity: 'x'.repeat(8001) }, 'invalid'],
])('a visitor who comes with %s is turned away in words', async (_what, auth, code) => {
  const known = 'team' in auth || _what === 'no team' ? auth : { team: team.id, ...auth }
  expect(await knock(team.url, '/visitor', known)).toMatchObject({
    in: false,
    problem: { code, message: expect.stringMatching(/^.{8,}$/) },
  })
})

test('what a browser tells of itself is taken where it can be read, and left where not', async () => {
  for (const context of [
    { language: 7 },
    'x',
    { timezone: 'Mars/Olympus' },
    { language: 'x'.repeat(99) },
    { language: 'a\0' },
  ])
    expect(await knock(team.url, '/visitor', { team: team.id, context })).toEqual({ in: true })
})

test('an id that was used for other content, or by somebody else, is refused', async () => {
  const once = id()
  await visitor.says('Hi', { id: once })
  expect(await refusal('message:send', { id: once, content: 'Other' })).toBe(
    'conflict: This id was used for something else.',
  )
  const other = await team.visitor()
  expect(await other.says('Hi', { id: once })).toMatchObject({ ok: false, error: { code: 'conflict' } })
  // In other letters it is the same id.
  expect(await visitor.says('Hi', { id: once.toUpperCase() })).toMatchObject({ ok: true, number: 1 })
})

test('a form is not answered twice, nor by somebody else, nor with a field it has not', async () => {
  await team.campaign(graph([hears('chat'), sends('ask', asking('Your email?', email))], ['chat > ask']))
  await visitor.writes('Hi')
  const { id: form } = await visitor.receives(one => one.form?.state === 'open')
  const submits = (values: object) => refusal('form:submit', { id: id(), message: form, values })
  expect(await submits({ email: 'ana@shop.example', shoe: '44' })).toBe('invalid shoe: is not a field of this form')
  expect(await submits({ email: 'ana@shop.example', __proto__: '44' })).toBe('ok')
  expect(await submits({ email: 'ana@shop.example' })).toBe('already-submitted: This form was answered already.')
  const stranger = await team.visitor()
  expect(await stranger.fills(form, { email: 'eve@evil.example' })).toMatchObject({
    ok: false,
    error: { code: 'not-found' },
  })
  // A message that has no form.
  const own = id()
  await visitor.says('Hi', { id: own })
  expect(await refusal('form:submit', { id: id(), message: own, values: {} })).toBe(
    'not-found: This message has no form.',
  )
})

test('a button that the message has not is not pressed', async () => {
  await team.campaign(
    graph([hears('chat'), sends('ask', offering('Well?', { id: 'yes', label: 'Yes' }))], ['chat > ask']),
  )
  await visitor.writes('Hi')
  const asked = await visitor.receives(({ number }) => number === 2)
  expect(await refusal('button:press', { id: id(), message: asked.id, button: 'no' })).toBe(
    'not-found: This message has no such button.',
  )
})

test('a message into a closed conversation reopens it', async () => {
  const agent = await team.agent()
  const conversation = await visitor.writes('Hi')
  await agent.changes(conversation, { state: 'closed' })
  expect(await visitor.says('Hello?', { conversation })).toMatchObject({ ok: true, conversation, number: 2 })
  await agent.sees(row => row.id === conversation && row.state === 'open')
})

test('places beyond any conversation are asked for and seen without harm', async () => {
  const conversation = await visitor.writes('Hi')
  for (const place of [2, 2 ** 31 - 1]) {
    expect(await visitor.sends('conversation:sync', { conversation, after: place, revision: place })).toMatchObject({
      ok: true,
      messages: [],
      changed: [],
    })
    expect(await visitor.sees(conversation, place)).toEqual({ ok: true })
  }
  for (const place of [2 ** 31, Number.MAX_SAFE_INTEGER, 1e300]) {
    expect(await refusal('conversation:sync', { conversation, after: place })).toMatch(/^invalid after: /)
    expect(await refusal('conversation:sync', { conversation, after: 0, revision: place })).toMatch(
      /^invalid revision: /,
    )
    expect(await refusal('conversation:seen', { conversation, number: place })).toMatch(/^invalid number: /)
  }
  const agent = await team.agent()
  await agent.watches(conversation)
  expect(await agent.sends('conversation:seen', { conversation, number: 2 ** 31 - 1 })).toEqual({
    ok: true,
  })
  expect(await agent.reads(`/api/v1/conversations/${conversation}`)).toMatchObject({ seenByPerson: 1, seenByTeam: 1 })
})

test('a visitor’s attributes do not grow without end', async () => {
  const many = (from: number) => Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`a${from + n}`, n]))
  for (const from of [0, 100]) expect(await visitor.updates(many(from))).toMatchObject({ ok: true })
  expect(await refusal('facts', [{ id: id(), kind: 'update', attributes: many(200) }])).toMatch(
    /^invalid attributes: can hold 200/,
  )
  expect(await visitor.updates({ a0: 'changed', a1: null, b: 'new' })).toMatchObject({ ok: true })
})

test('what agents send is read as strictly', async () => {
  const agent = await team.agent()
  const conversation = await visitor.writes('Hi')
  for (const [content, path] of [
    ['', 'content'],
    ['x'.repeat(10_001), 'content'],
    ['a\0b', 'content'],
    [{ type: 'doc', content: [{ type: 'script' }] }, 'content.content.0'],
    [
      {
        type: 'doc',
        content: [
          {
            type: 'paragraph',
            content: [{ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] }],
          },
        ],
      },
      'content.content.0',
    ],
  ])
    for (const event of ['message:send', 'note:send']) {
      const answer = await agent.sends(event, { id: id(), conversation, content })
      expect(answer).toMatchObject({ ok: false, error: { code: 'invalid' } })
      expect(JSON.stringify(answer)).toContain(path)
    }
  expect(await agent.sends('available', { available: 'maybe' })).toMatchObject({
    ok: false,
    error: { code: 'invalid' },
  })
  expect(await agent.sends('watch', {})).toMatchObject({ ok: false, error: { code: 'invalid' } })
})
