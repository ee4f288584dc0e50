import { outlineOf } from '@pavior/server/rewind/campaigns.ts'
import { allOf } from '@pavior/server/rewind/journal.ts'
import { marksOf } from '@pavior/shared/rewind/marks.ts'
import { rewindOf } from '@pavior/shared/rewind/moment.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { asks } from '../house/api.ts'
import { graph, is, sends } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.team()
})
afterAll(() => house.stop())

test('an entry that can’t be read is named in the log and marked; the rest rewinds', async () => {
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.views('https://shop.example/one')
  await visitor.views('https://shop.example/two')
  const [row] = await team.sql`
    update journal set data = '{"url": 7}' where team_id = ${team.id} and stream = ${visitor.person} and kind = 'page-viewed'
      and data ->> 'url' = 'https://shop.example/one' returning number`
  const number = Number(row?.number)
  const named: unknown[] = []
  const log = { error: (what: unknown) => void named.push(what) }
  const { streams } = await outlineOf(team.sql, team.id, visitor.person)
  const all = await allOf(team.sql, log, team.id, streams)
  expect(named).toEqual([{ stream: visitor.person, number, kind: 'page-viewed', v: 1, error: expect.any(z.ZodError) }])
  const rewind = rewindOf(stream => all.get(stream) ?? [], visitor.person)
  expect(rewind.at(number)).toMatchObject({ number, entry: { kind: 'broken', was: 'page-viewed' } })
  expect(marksOf(rewind.told)[number - 1]).toMatchObject({ number, tone: 'broken' })
  expect(rewind.at(rewind.count).life.person.page?.url).toBe('https://shop.example/two')
  const told = await asks(team, 'GET', `/people/${visitor.person}/journal`)
  expect(told.status).toBe(200)
  expect(told.body.data).toContainEqual({ kind: 'broken', was: 'page-viewed', number, at: expect.any(String) })
  expect(told.body.data).toHaveLength(rewind.count)
  const { id } = await team.campaign(graph([sends('hello', 'Hello.')], [], { audience: is('attributes.plan', 'pro') }))
  expect((await asks(team, 'GET', `/campaigns/${id}/people/${visitor.person}/why`)).body).toMatchObject({
    reason: 'audience',
  })
  const { status, body } = await asks(team, 'GET', `/conversations/${conversation}/rewind?entry=${number}`)
  // The person's page shows the others, too.
  const agent = await team.agent()
  const { journal } = await agent.reads(`/api/dashboard/people/${visitor.person}`)
  expect(journal).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'page-viewed' })]))
  expect(journal).not.toContainEqual(expect.objectContaining({ number }))
  expect([status, body.entry]).toMatchObject([
    200,
    { kind: 'broken', text: expect.stringContaining('can not be read') },
  ])
})

test('a long journal comes in parts, from where one is, and later what has happened since; calls go through all of it', async () => {
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const [last] = await team.sql`select entries from people where team_id = ${team.id} and id = ${visitor.person}`
  const [before, many] = [Number(last?.entries), 4500]
  await team.sql`
    insert into journal (team_id, stream, number, at, kind, v, data)
    select ${team.id}, ${visitor.person}, ${before} + n, now(), 'page-viewed', 1, jsonb_build_object('url', 'https://shop.example/' || n)
    from generate_series(1, ${many}) n`
  await team.sql`update people set entries = ${before + many}, page = '{"url": "https://shop.example/4500"}', fact_at = now()
    where team_id = ${team.id} and id = ${visitor.person}`
  const agent = await team.agent()
  const Part = z.object({
    streams: z.record(z.string(), z.array(z.object({ number: z.number() }))),
    after: z.string(),
    more: z.boolean(),
  })
  const part = async (after?: string) =>
    Part.parse(
      await agent.reads(
        `/api/dashboard/rewind/person/${visitor.person}${after === undefined ? '' : `?after=${after}`}`,
      ),
    )
  const numbers: number[] = []
  let read = await part()
  for (;;) {
    numbers.push(...(read.streams[visitor.person] ?? []).map(({ number }) => number))
    if (!read.more) break
    read = await part(read.after)
  }
  expect(numbers).toEqual(Array.from({ length: before + many }, (_, index) => index + 1))
  expect(await part(read.after)).toEqual({ streams: {}, after: read.after, more: false })
  await visitor.views('https://shop.example/now')
  expect((await part(read.after)).streams[visitor.person]?.map(({ number }) => number)).toEqual([before + many + 1])
  const { body } = await asks(team, 'GET', `/conversations/${conversation}/rewind`)
  expect(body).toMatchObject({
    entry: { number: before + many + 1, of: before + many + 1, kind: 'page-viewed' },
    person: { page: { url: 'https://shop.example/now' } },
  })
  const beyond = await asks(team, 'GET', `/conversations/${conversation}/rewind?entry=${before + many + 2}`)
  expect([beyond.status, beyond.body.detail]).toEqual([400, `entry: there are ${before + many + 1} entries until now`])
  const { id } = await team.campaign(graph([sends('hello', 'Hello.')], [], { audience: is('attributes.plan', 'pro') }))
  expect((await asks(team, 'GET', `/campaigns/${id}/people/${visitor.person}/why`)).body).toMatchObject({
    reason: 'audience',
    decided: [{ asks: 'plan is pro', holds: false }],
  })
  for (const after of ['x', `${visitor.person}.x`, `${crypto.randomUUID()}.1`, `${visitor.person}.99999999999`])
    expect((await agent.asks(`/api/dashboard/rewind/person/${visitor.person}?after=${after}`)).status).toBe(400)
})
