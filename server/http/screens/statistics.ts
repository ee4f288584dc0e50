import { componentCalled } from '@pavior/shared/campaign/called.ts'
import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import {
  type CampaignCount,
  type ComponentCount,
  campaignCounts,
  componentCounts,
} from '@pavior/shared/campaign/counts.ts'
import { parse } from '@pavior/shared/parse.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { StartableCampaigns, StatisticsWays } from '@pavior/shared/protocol/statistics.ts'
import { uuid } from '@pavior/shared/text.ts'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Which } from '../../campaigns/arrivals.ts'
import { campaignPeople, componentPeople, type Page } from '../../campaigns/people-lists.ts'
import { chartOf } from '../../campaigns/statistics/chart.ts'
import { MOST_CHOSEN, removeChosen, startChosen } from '../../campaigns/statistics/chosen.ts'
import { CSV_BEGINS, numberLines, peopleHead, peopleLines } from '../../campaigns/statistics/csv.ts'
import { attached, type FileAbout } from '../../campaigns/statistics/file-name.ts'
import { timeLapseOf } from '../../campaigns/statistics/lapse.ts'
import { lookFirst, unsentOf } from '../../campaigns/statistics/look-first.ts'
import { waysOf } from '../../campaigns/statistics/ways.ts'
import { graphsOf, statisticsOf } from '../../campaigns/statistics.ts'
import { NumbersFileQuery, PeopleFileQuery, StatisticsQuery, whichOf } from '../api/campaign-shapes.ts'
import { readBody } from '../body.ts'
import { agentsOnly, byOf } from '../callers.ts'
import { factIdOf, idIn } from '../ids.ts'
import type { CalledByAgent, Needs } from '../needs.ts'

const chosen = z.array(uuid).min(1, 'must name somebody').max(MOST_CHOSEN, `at most ${MOST_CHOSEN} at a time`)
const Removal = z.object({ enrollments: chosen })
const Starts = z.object({ people: chosen })

/** How many lines of a file are read at a time. */
const LINES = 1000

/** What the screen of a campaign's statistics reads beside the API's numbers and lists, and does with who is chosen there. */
export function statisticsScreenRoutes(needs: Needs): Hono<CalledByAgent> {
  const { pools, post, ahead, long, engine } = needs
  const sql = pools.screens
  const now = () => Date.now() + ahead()
  const asked = (c: Context<CalledByAgent>): Which =>
    whichOf(c.var.caller.team.id, idIn(c), parse(StatisticsQuery, c.req.query()))
  const doing = (c: Context<CalledByAgent>) => {
    const { caller } = c.var
    return { team: caller.team, by: byOf(caller), factId: (part: string) => factIdOf(c, part) }
  }

  const asFile = (
    c: Context<CalledByAgent>,
    { campaign, version, period = {} }: Which,
    {
      zone,
      ...of
    }: Omit<FileAbout, 'campaign' | 'version' | 'period' | 'zone' | 'now'> & { zone?: string | undefined },
  ) => {
    const { team } = c.var.caller
    const name = team.campaignNames.get(campaign) ?? ''
    const about = { ...of, campaign: name, version, period, zone: zone ?? team.zone, now: now() }
    c.header('Content-Type', 'text/csv; charset=utf-8')
    c.header('Content-Disposition', attached(about))
  }

  return new Hono<CalledByAgent>()
    .use(agentsOnly(needs))
    .get('/startable', c => {
      const live = [...c.var.caller.team.campaigns.byId.values()]
      const data = live.filter(({ startable, status }) => startable && status === 'active')
      const answer: StartableCampaigns = { data: data.map(({ id, name }) => ({ id, name })) }
      return c.json(answer)
    })
    .get('/:id/statistics', async c => c.json(await statisticsOf(sql, asked(c), post.transport.reports)))
    .get('/:id/statistics/chart', async c => c.json(await chartOf(sql, asked(c), c.var.caller.team.zone, now())))
    .get('/:id/statistics/ways', async c => {
      const which = asked(c)
      return c.json(
        await long(c.req.raw.signal, async read => {
          const graphs = await graphsOf(read, which)
          const statistics = await statisticsOf(read, which, post.transport.reports)
          const ways = await waysOf(read, which, graphs, statistics)
          const first = await lookFirst(read, which, graphs, statistics)
          const answer: StatisticsWays = { ways, first, unsent: await unsentOf(read, which) }
          return answer
        }),
      )
    })
    .get('/:id/statistics/lapse', async c => {
      const which = asked(c)
      return c.json(await long(c.req.raw.signal, read => timeLapseOf(read, which, now())))
    })
    .get('/:id/statistics/numbers.csv', async c => {
      const { zone, ...query } = parse(NumbersFileQuery, c.req.query())
      const which = whichOf(c.var.caller.team.id, idIn(c), query)
      const statistics = await statisticsOf(sql, which, post.transport.reports)
      asFile(c, which, { count: 'numbers', zone })
      return c.body(CSV_BEGINS + [...numberLines(await graphsOf(sql, which), statistics)].join(''))
    })
    .get('/:id/statistics/people.csv', async c => {
      const { search, people, zone, ...query } = parse(PeopleFileQuery, c.req.query())
      const which = whichOf(c.var.caller.team.id, idIn(c), query)
      const list = listOf(which, query)
      const read = (after?: string) => long(c.req.raw.signal, own => list(own, { limit: LINES, search, people, after }))
      // Before anything is said: what does not exist is refused.
      let page = await read()
      const { component, exit } = namesIn(await graphsOf(sql, which), query)
      asFile(c, which, { ...query, component, exit, search, chosen: people?.length, zone })
      let lines = CSV_BEGINS + peopleHead()
      // An error on the way breaks the download off: half a file must not look like a whole one.
      const file = new ReadableStream({
        pull: async out => {
          out.enqueue(new TextEncoder().encode(lines + peopleLines(page.data)))
          lines = ''
          if (page.next === null) out.close()
          else page = await read(page.next)
        },
      })
      return c.body(file)
    })
    .post('/:id/removals', async c => {
      const { enrollments } = await readBody(c, Removal)
      return c.json(await removeChosen(sql, engine, doing(c), idIn(c), enrollments))
    })
    .post('/:id/starts', async c => {
      const { people } = await readBody(c, Starts)
      return c.json(await startChosen(sql, engine, doing(c), idIn(c), people))
    })
}

/** What they are called in the newest version that has them. */
function namesIn(
  graphs: readonly CampaignGraph[],
  { component, exit }: { component?: string | undefined; exit?: string | undefined },
) {
  const one = graphs.flatMap(({ components }) => components).find(({ id }) => id === component)
  const left = graphs.flatMap(({ exits }) => exits).find(({ id }) => id === exit)
  return { component: one && componentCalled(one), exit: left?.name }
}

/** The list behind a number of a component or of the campaign itself. */
function listOf(
  which: Which,
  { component, count, exit }: { component?: string | undefined; count: string; exit?: string | undefined },
): (sql: Needs['pools']['screens'], page: Page) => ReturnType<typeof componentPeople> {
  const [own, its] = [campaignCounts.find(isOne(count)), componentCounts.find(isOne(count))]
  if (component === undefined && own !== undefined)
    return (sql, page) => campaignPeople(sql, { ...which, count: own, exit }, page)
  if (component !== undefined && its !== undefined)
    return (sql, page) => componentPeople(sql, { ...which, component, count: its }, page)
  const message = component === undefined ? 'is a number of components' : 'is a number of campaigns'
  throw new Problem('invalid', `count ${message}`, { fields: [{ path: 'count', message }] })
}

const isOne =
  (count: string) =>
  (one: CampaignCount | ComponentCount): boolean =>
    one === count
