import { timeLapseOf } from '@pavior/server/campaigns/statistics/lapse.ts'
import { expect } from 'vitest'
import { asks } from './api.ts'
import type { TestTeam } from './house.ts'
import { lapseAt, toldBy } from './lapse.ts'

type Row = { person: { id: string; name?: string } | null; enrollment: string; at: string; reason?: string }

/** A page of the people behind a number, of the API. */
export async function peopleOn(
  team: TestTeam,
  path: string,
): Promise<{ data: Row[]; total: number; next: string | null }> {
  const { status, body } = await asks(team, 'GET', path)
  expect([path, status]).toEqual([path, 200])
  const { data, total, next } = Object(body)
  return { data, total, next }
}

/**
 * T3: whatever number is shown, its list holds exactly so many people, each once, the newest first. Gives the numbers.
 * @param query of which version and period, such as `?version=1`
 */
export async function everyNumberHasItsList(
  team: TestTeam,
  campaign: string,
  query = '',
): Promise<Record<string, unknown>> {
  const all = Object((await asks(team, 'GET', `/campaigns/${campaign}/statistics${query}`)).body)
  const more = query === '' ? '' : `&${query.slice(1)}`
  for (const count of ['entered', 'active', 'completed', 'ended', 'exited', 'removed'])
    await isSo(team, all[count], `/campaigns/${campaign}/people?count=${count}${more}`)
  for (const [exit, number] of Object.entries(all.exits))
    await isSo(team, number, `/campaigns/${campaign}/people?count=exited&exit=${exit}${more}`)
  for (const [component, { type: _type, ...numbers }] of Object.entries<Record<string, unknown>>(all.components))
    for (const [count, number] of Object.entries(numbers))
      if (number !== null)
        await isSo(team, number, `/campaigns/${campaign}/components/${component}/people?count=${count}${more}`)
  await endsAsItIs(team, campaign, query)
  return all
}

/** However far apart the test's clock: all that happened. */
const LATE = Date.parse('2200-01-01')

/** T1: the time-lapse of a time that is not over ends with the numbers of it, told one by one and in slices. */
async function endsAsItIs(team: TestTeam, campaign: string, query: string): Promise<void> {
  const asked = new URLSearchParams(query)
  if (asked.has('to')) return
  const statistics = Object((await asks(team, 'GET', `/campaigns/${campaign}/statistics${query}`)).body)
  const from = asked.get('from')
  const period = from === null ? {} : { from: new Date(from) }
  const which = { team: team.id, campaign, version: Number(asked.get('version') ?? 0), period }
  for (const people of [2000, 0]) {
    const lapse = await timeLapseOf(team.sql, which, LATE, { people, arrivals: 50_000 })
    expect([query, people, lapseAt(lapse, LATE)]).toEqual([query, people, toldBy(statistics)])
  }
}

async function isSo(team: TestTeam, number: unknown, path: string): Promise<void> {
  const found: string[] = []
  const times: string[] = []
  let total = -1
  for (let after: string | null = ''; after !== null; ) {
    const page = await peopleOn(team, `${path}&limit=2${after === '' ? '' : `&after=${after}`}`)
    found.push(...page.data.map(({ person, enrollment }) => person?.id ?? enrollment))
    times.push(...page.data.map(({ at }) => at))
    total = page.total
    after = page.next
  }
  expect([path, new Set(found).size, found.length, total]).toEqual([path, number, number, number])
  expect([path, times]).toEqual([path, times.toSorted().reverse()])
}
