import { campaignPeople, componentPeople } from '@pavior/server/campaigns/people-lists.ts'
import { waysOf } from '@pavior/server/campaigns/statistics/ways.ts'
import { graphsOf, statisticsOf } from '@pavior/server/campaigns/statistics.ts'
import { campaignCounts, componentCounts } from '@pavior/shared/campaign/counts.ts'
import type { PeopleList } from '@pavior/shared/protocol/statistics.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { differences } from './differences.ts'

/** Small, so that there are several. */
const PAGE = 2

/**
 * What is wrong with the numbers of a team's campaigns and the lists behind them (T1–T3): each number is the length of
 * its list, which names nobody twice and the newest first; and what is counted as it happens is what is counted row
 * by row for a period, here one that is all of time.
 */
export async function wrongLists(sql: Sql, team: string, page = PAGE, only?: readonly string[]): Promise<string[]> {
  const wrong: string[] = []
  const versions = z.array(z.object({ campaign_id: z.string(), version: z.number() })).parse(
    await sql`
        select campaign_id, version from campaign_versions where team_id = ${team}
        union all select distinct campaign_id, 0 from campaign_versions where team_id = ${team}`,
  )
  for (const { campaign_id: campaign, version } of versions) {
    if (only && !only.includes(campaign)) continue
    const which = { team, campaign, version }
    const always = { ...which, period: { from: new Date(0) } }
    const graphs = await graphsOf(sql, which)
    const [numbers, counted] = [await statisticsOf(sql, which, true), await statisticsOf(sql, always, true)]
    const place = `campaign ${campaign}, version ${version}`
    wrong.push(...differences(counted, numbers, `${place}: counted row by row ≠ as it happened`))
    if (version === 0)
      wrong.push(
        ...differences(
          await waysOf(sql, always, graphs, counted),
          await waysOf(sql, which, graphs, numbers),
          `${place}, ways: counted row by row ≠ as it happened`,
        ),
      )
    for (const count of campaignCounts) {
      const pages = (after?: string) => campaignPeople(sql, { ...which, count }, { limit: page, after })
      wrong.push(...(await wrongList(`${place}, ${count}`, numbers[count], pages)))
    }
    for (const [component, its] of Object.entries(numbers.components))
      for (const count of componentCounts) {
        const number = Number(its[count] ?? 0)
        if (number === 0) continue
        const pages = (after?: string) => componentPeople(sql, { ...which, component, count }, { limit: page, after })
        wrong.push(...(await wrongList(`${place}, ${component} ${count}`, number, pages)))
      }
  }
  return wrong
}

async function wrongList(
  place: string,
  number: number,
  read: (after?: string) => Promise<PeopleList>,
): Promise<string[]> {
  const rows: PeopleList['data'][number][] = []
  let page = await read()
  const { total } = page
  rows.push(...page.data)
  while (page.next !== null) {
    page = await read(page.next)
    rows.push(...page.data)
  }
  const people = rows.flatMap(({ person }) => person?.id ?? [])
  const times = rows.map(({ at }) => at)
  return [
    ...(total === number && rows.length === number
      ? []
      : [`${place}: the number is ${number}, its list says ${total} and has ${rows.length}`]),
    ...(new Set(people).size === people.length ? [] : [`${place}: somebody is in the list twice`]),
    ...(times.every((at, index) => index === 0 || at <= (times[index - 1] ?? ''))
      ? []
      : [`${place}: not the newest first`]),
  ]
}
