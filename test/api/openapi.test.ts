import { exampleIds } from '@pavior/server/http/api/examples.ts'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { asks } from '../house/api.ts'
import { graph, hears, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'

let house: House
let team: TestTeam
let document: z.output<typeof Document>
/** What the house puts in the place of the ids in paths and examples. */
let mine: Record<string, string>

const Parameter = z.object({
  name: z.string(),
  in: z.enum(['query', 'header', 'path']),
  required: z.boolean().optional(),
  schema: z.looseObject({}),
  example: z.string().optional(),
})
const Call = z.object({
  summary: z.string().min(1),
  parameters: z.array(Parameter).default([]),
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ example: z.unknown() }) }) }).optional(),
  responses: z.record(z.string(), z.looseObject({})),
})
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Call)) })

beforeAll(async () => {
  house = await openHouse()
  team = await house.team()
  document = Document.parse((await asks(team, 'GET', '/openapi.json')).body)
  mine = await furnished()
})
afterAll(() => house.stop())

/** A house in which every example finds what it speaks of. */
async function furnished(): Promise<Record<string, string>> {
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await asks(team, method, path, body)
    expect([path, answer.status]).toEqual([path, method === 'POST' ? 201 : 200])
    return answer.body
  }
  const agent = await team.agent()
  const person = await ask('PUT', '/people/u-1', { name: 'Ana' })
  const { data: inboxes } = await ask('GET', '/inboxes')
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const form = await visitor.receives(message => message.form !== undefined)
  const webhook = await ask('POST', '/webhooks', { url: 'https://example.com/mine' })
  const started = await team.campaign(graph([waits('wait', { for: 'P1D' })], [], { startable: true }))
  const { enrollment } = await ask('POST', `/campaigns/${started.id}/people`, { person: person.id })
  return {
    person: String(person.id),
    agent: agent.id,
    inbox: z.array(z.object({ id: z.string() })).parse(inboxes)[0]?.id ?? '',
    conversation,
    form: form.id,
    webhook: String(webhook.id),
    enrollment: String(enrollment),
  }
}

/** A campaign in the state that a call needs. */
async function campaignFor(call: string): Promise<string> {
  const one = graph([hears('chat', { which: 'any' }), sends('remind', 'Still there?')], ['chat > remind'], {
    startable: call === 'post /api/v1/campaigns/{id}/people',
  })
  if (['/publish', '/test'].some(end => call.endsWith(end)) || call.startsWith('put '))
    return String((await asks(team, 'POST', '/campaigns', one)).body.id)
  const { id } = await team.campaign(one)
  if (call.endsWith('/resume')) await asks(team, 'POST', `/campaigns/${id}/pause`)
  return id
}

/** Whose id stands in a path. */
async function pathFor(call: string, path: string): Promise<string> {
  const kinds: Record<string, () => string | undefined | Promise<string>> = {
    campaigns: () => campaignFor(call),
    people: () => mine.person,
    conversations: () => mine.conversation,
    forms: () => mine.form,
    inboxes: () => mine.inbox,
    webhooks: () => mine.webhook,
    enrollments: () => mine.enrollment,
  }
  const kind = kinds[path.split('/')[3] ?? '']
  const id = path.includes('{id}') ? await kind?.() : ''
  return path
    .replace('/api/v1', '')
    .replace('{id}', id ?? '')
    .replace('{component}', 'remind')
    .replace('{person}', mine.person ?? '')
    .replace('{externalId}', 'u-1')
}

const calls = () =>
  Object.entries(document.paths).flatMap(([path, of]) =>
    Object.entries(of).map(([method, call]) => ({
      name: `${method} ${path}`,
      method: method.toUpperCase(),
      path,
      call,
    })),
  )

test('it is valid, and describes every call with how it refuses', async () => {
  const { body } = await asks(team, 'GET', '/openapi.json')
  expect(await new Validator().validate(Object(body))).toMatchObject({ valid: true })
  expect(
    calls()
      .map(({ name }) => name.replace('/api/v1', ''))
      .sort(),
  ).toEqual(
    [
      'get /agents',
      'get /inboxes',
      'post /inboxes',
      'patch /inboxes/{id}',
      'delete /inboxes/{id}',
      'get /people',
      'put /people/{externalId}',
      'get /people/{id}',
      'patch /people/{id}',
      'delete /people/{id}',
      'get /people/{id}/journal',
      'post /events',
      'get /conversations',
      'get /conversations/{id}',
      'patch /conversations/{id}',
      'get /conversations/{id}/messages',
      'post /conversations/{id}/messages',
      'get /campaigns',
      'post /campaigns',
      'post /campaigns/check',
      'get /campaigns/templates',
      'get /campaigns/{id}',
      'put /campaigns/{id}',
      'delete /campaigns/{id}',
      'post /campaigns/{id}/publish',
      'post /campaigns/{id}/pause',
      'post /campaigns/{id}/resume',
      'post /campaigns/{id}/duplicate',
      'post /campaigns/{id}/test',
      'get /campaigns/{id}/statistics',
      'get /campaigns/{id}/components/{component}/people',
      'get /campaigns/{id}/people',
      'get /campaigns/{id}/people/{person}/why',
      'post /campaigns/{id}/people',
      'delete /enrollments/{id}',
      'get /conversations/{id}/rewind',
      'get /forms/{id}/rewind',
      'get /enrollments/{id}/rewind',
      'get /webhooks',
      'post /webhooks',
      'delete /webhooks/{id}',
    ].sort(),
  )
  for (const { name, call } of calls()) {
    expect([name, Object.keys(call.responses)]).toEqual([name, expect.arrayContaining(['401', '429'])])
    const parameters = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter)
    expect([name, call.parameters.filter(one => one.in === 'path').map(one => one.name)]).toEqual([name, parameters])
    if (call.requestBody) expect([name, call.requestBody.content['application/json'].example]).not.toContain(undefined)
  }
})

test('every example does what the description says', async () => {
  // What deletes comes last, people after all: the others still need what it takes away.
  const late = ({ method, path }: { method: string; path: string }) =>
    method === 'DELETE' ? (path.includes('/people/') ? 2 : 1) : 0
  const inOrder = calls().sort((a, b) => late(a) - late(b))
  let checked = 0
  const answers = new Map<string, { status: number; body: unknown }>()
  for (const { name, method, path, call } of inOrder) {
    const query = new URLSearchParams(
      call.parameters.flatMap(({ in: place, name: key, example }) =>
        place === 'query' && example !== undefined ? [[key, example]] : [],
      ),
    )
    const headers = Object.fromEntries(
      call.parameters.flatMap(({ in: place, name: key, example }) =>
        place === 'header' && example !== undefined ? [[key, example]] : [],
      ),
    )
    const body = call.requestBody && withMine(call.requestBody.content['application/json'].example)
    const { status, body: answer } = await asks(team, method, `${await pathFor(name, path)}?${query}`, body, headers)
    answers.set(name, { status, body: answer })
    expect({ name, status, answer }).toMatchObject({ status: Number(Object.keys(call.responses)[0]) })
    if (check(name, call.responses[status], answer)) checked++
  }
  expect(checked).toBe(calls().filter(({ method }) => method !== 'DELETE').length)
  // They did something.
  expect(answers.get('post /api/v1/events')?.body).toMatchObject({ data: [{ ok: true }, { ok: true }] })
  expect(answers.get('post /api/v1/campaigns/check')?.body).toEqual({ problems: [] })
})

function withMine(example: unknown): unknown {
  const text = Object.entries(exampleIds).reduce(
    (all, [kind, id]) => all.replaceAll(id, mine[kind] ?? id),
    JSON.stringify(example),
  )
  return JSON.parse(text)
}

/** The answer is what its schema says. */
function check(name: string, response: unknown, answer: unknown): boolean {
  const Content = z.object({ content: z.object({ 'application/json': z.object({ schema: z.looseObject({}) }) }) })
  const described = Content.safeParse(response)
  if (!described.success) return false
  const schema = z.fromJSONSchema(described.data.content['application/json'].schema)
  expect([name, schema.safeParse(answer).error?.issues]).toEqual([name, undefined])
  return true
}
