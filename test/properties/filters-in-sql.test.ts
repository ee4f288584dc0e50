import { foldedIn, momentIn } from '@pavior/server/people/filter-columns.ts'
import { filterSql, whereSql } from '@pavior/server/people/filter-sql.ts'
import { evaluate, matchesWhere } from '@pavior/shared/filter/evaluate.ts'
import type { Filter } from '@pavior/shared/filter/filter.ts'
import { fold } from '@pavior/shared/filter/fold.ts'
import { readMoment } from '@pavior/shared/filter/moment.ts'
import fc from 'fast-check'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../house/database.ts'
import { anyFilter, anyFilterAt, campaignIds, conditionWith } from './any-filter.ts'
import { words } from './any-person.ts'
import { type AnyHistory, anyHistory, subjectIn } from './any-subject.ts'
import { runs } from './runs.ts'
import { storeHistories } from './stored-history.ts'

let sql: Sql
let drop: () => Promise<void>
beforeAll(async () => {
  // Where its clock hangs and how it writes dates must not matter.
  ;({ sql, drop } = await openDatabase({ timezone: 'Pacific/Auckland', datestyle: 'ISO, DMY' }))
  await sql`drop index people_external`
})
afterAll(() => drop())

const anyMoment = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) })

let teams = 0

async function agrees(filters: readonly Filter[], histories: readonly AnyHistory[], now: number): Promise<void> {
  const team = `team ${++teams}`
  const ids = await storeHistories(sql, team, histories)
  // What another team knows of the same ids must not count.
  await sql`
    insert into events (team_id, person_id, stream, number, name, properties, happened_at)
    select ${`not ${team}`}, person_id, stream, number, name, properties, happened_at from events where team_id = ${team}`
  await sql`
    insert into enrollments (team_id, id, person_id, campaign_id, version, status, entered_at, standing, open_forms)
    select ${`not ${team}`}, gen_random_uuid(), p.id, c.id, 1, 'exited', now(), '[]', '[]'
    from people p, unnest(${[...campaignIds]}::text[]) c (id) where p.team_id = ${team}`
  for (const filter of filters) {
    const rows =
      await sql`select p.id from people p where p.team_id = ${team} and ${filterSql(sql, filter, { team, now })}`
    const inMemory = ids.filter((_, index) => {
      const history = histories[index]
      return history !== undefined && evaluate(filter, subjectIn(history), now)
    })
    // Nobody else either: the filter must not reach beyond the team.
    expect(rows.map(row => String(row.id)).sort()).toEqual(inMemory.sort())
  }
}

test('C1: SQL finds exactly those whom memory matches', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(anyFilter, anyFilterAt('filter-component')), { minLength: 3, maxLength: 6 }),
      fc.array(anyHistory, { minLength: 6, maxLength: 12 }),
      anyMoment,
      agrees,
    ),
    runs(200),
  )
})

test('C1: SQL and memory agree on whatever an attribute holds', async () => {
  const anyText = fc.oneof(
    fc.constantFrom(...words),
    fc.string({
      unit: fc.constantFrom(...'sSßẞσΣςiIİıKÅåſ .ﬁ%_\\', 'e\u0301', 'É', '😀', '𐐀', '\u{16EA0}'),
      maxLength: 5,
    }),
  )
  const onText = fc.constantFrom('equals', 'not-equals', 'contains', 'not-contains', 'starts-with', 'ends-with')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ field: fc.constant('attributes.plan'), op: onText, value: anyText }), { minLength: 8 }),
      fc.array(fc.tuple(anyHistory, anyText), { minLength: 12, maxLength: 12 }),
      anyMoment,
      (filters, people, now) =>
        agrees(
          filters,
          people.map(([history, plan]) => ({ ...history, person: { ...history.person, attributes: { plan } } })),
          now,
        ),
    ),
    runs(60),
  )
})

test('C1: every character there is folds in SQL as in memory', async () => {
  const all = Array.from({ length: 0x110000 }, (_, code) => code)
    .filter(code => code !== 0 && (code < 0xd800 || code > 0xdfff))
    .map(code => String.fromCodePoint(code))
  const rows = await sql`select t, ${foldedIn(sql, { text: sql`t` }, ['σ'])} as folded from unnest(${all}::text[]) t`
  expect(rows.length).toBe(all.length)
  expect(rows.filter(row => row.folded !== fold(String(row.t)))).toEqual([])
})

test('C1: what is a moment in memory is the same moment in SQL, and nothing else is one', async () => {
  const two = fc.nat({ max: 65 }).map(part => String(part).padStart(2, '0'))
  const anyAlmost = fc
    .tuple(
      fc.constantFrom('2026', '2024', '1999', '0999', '3000', '1000', '12026'),
      fc
        .tuple(fc.nat({ max: 13 }), fc.nat({ max: 32 }))
        .map(parts => parts.map(part => String(part).padStart(2, '0')).join('-')),
      fc.constantFrom('T', ' ', 't', ''),
      fc
        .oneof(
          fc.tuple(
            fc.nat({ max: 25 }).map(part => String(part).padStart(2, '0')),
            two,
          ),
          fc.tuple(
            fc.nat({ max: 23 }).map(part => String(part).padStart(2, '0')),
            fc.constant('59'),
            two,
          ),
        )
        .map(parts => parts.join(':')),
      fc.constantFrom('', '', '.1', '.123', '.9999999', '.123456789', '.1234567891', '.'),
      fc.constantFrom('', 'Z', 'z', '+00:00', '-14:59', '+15:00', '+0530', ' UTC', ' BC'),
    )
    .map(([year, day, letter, time, fraction, zone]) =>
      letter === '' ? `${year}-${day}` : `${year}-${day}${letter}${time}${fraction}${zone}`,
    )
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(anyAlmost, fc.constantFrom(...words)), { minLength: 200, maxLength: 200 }),
      async texts => {
        const moment = momentIn(sql, { text: sql`t` })
        const rows = await sql`
        select t, extract(epoch from ${moment}) * 1000 as at from unnest(${texts}::text[]) with ordinality u (t, place) order by place`
        expect(rows.map(row => [row.t, row.at === null ? undefined : Number(row.at)])).toEqual(
          texts.map(text => [text, readMoment(text)]),
        )
      },
    ),
    runs(60),
  )
})

test('C1: the events that count in SQL are those that count in memory', async () => {
  await fc.assert(
    fc.asyncProperty(anyFilterAt('properties'), fc.array(anyHistory, { minLength: 4 }), async (where, histories) => {
      const team = `team ${++teams}`
      const ids = await storeHistories(sql, team, histories)
      const rows = await sql`select person_id, number from events e where team_id = ${team} and ${whereSql(sql, where)}`
      const counted = histories.flatMap(({ events }, index) =>
        events.flatMap(({ properties }, number) =>
          matchesWhere(where, properties) ? [`${ids[index]} ${number}`] : [],
        ),
      )
      expect(rows.map(row => `${row.person_id} ${row.number}`).sort()).toEqual(counted.sort())
    }),
    runs(100),
  )
})

test('C1: each operator agrees by itself', async () => {
  const ops = [
    'greater',
    'less',
    'before',
    'after',
    'within-last',
    'not-within-last',
    'in',
    'not-in',
    'set',
    'not-set',
  ] as const
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(...ops.map(conditionWith)),
      fc.array(anyHistory, { minLength: 12, maxLength: 12 }),
      anyMoment,
      agrees,
    ),
    runs(60),
  )
})

test('C1: a view of the inbox finds in SQL the conversations that it matches in memory', async () => {
  const inbox = '0190a0c0-0000-7000-8000-00000000000a'
  const optional = <T>(...values: T[]) => fc.constantFrom(undefined, ...values)
  const anyConversation = fc.record({
    state: fc.constantFrom('open' as const, 'snoozed' as const, 'closed' as const),
    inbox: optional(inbox),
    assignee: optional('mara', 'Ünal'),
    lastFrom: optional('person' as const, 'agent' as const, 'team' as const),
  })
  const anyCondition = fc.record({
    field: fc.constantFrom(
      'conversation.state',
      'conversation.inbox',
      'conversation.assignee',
      'conversation.lastFrom',
    ),
    op: fc.constantFrom('equals', 'not-equals', 'set', 'not-set'),
    value: fc.constantFrom('OPEN', inbox.toUpperCase(), 'mara', 'ünal', 'person'),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyCondition, { minLength: 4 }),
      fc.array(fc.tuple(anyHistory, anyConversation), { minLength: 8, maxLength: 8 }),
      async (filters, pairs) => {
        const team = `team ${++teams}`
        const ids = await storeHistories(
          sql,
          team,
          pairs.map(([history]) => history),
        )
        for (const [index, [, { state, inbox, assignee, lastFrom }]] of pairs.entries())
          await sql`
            insert into conversations (team_id, id, person_id, started_at, started_by, state, inbox_id, assignee_id, listed, number,
              revision, seen_by_person, seen_by_team, last_from_person, last, last_at)
            values (${team}, gen_random_uuid(), ${ids[index] ?? ''}, now(), '{}', ${state}, ${inbox ?? null}, ${assignee ?? null},
              true, 1, 1, 0, 0, 1, ${lastFrom === undefined ? null : sql.json({ from: { type: lastFrom } })}, now())`
        for (const filter of filters) {
          const rows = await sql`
            select c.person_id from conversations c join people p on p.team_id = c.team_id and p.id = c.person_id
            where c.team_id = ${team} and ${filterSql(sql, filter, { team, now: 0 })}`
          const inMemory = pairs.flatMap(([history, conversation], index) =>
            evaluate(filter, { ...subjectIn(history), conversation }, 0) ? [ids[index]] : [],
          )
          expect(rows.map(row => row.person_id).sort()).toEqual(inMemory.sort())
        }
      },
    ),
    runs(40),
  )
})
