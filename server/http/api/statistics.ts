import { parse } from '@pavior/shared/parse.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { WhyAnswer } from '@pavior/shared/protocol/why.ts'
import { text, toIso } from '@pavior/shared/text.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { unknownCampaign } from '../../campaigns/drafts.ts'
import { namesOf } from '../../campaigns/live.ts'
import { campaignPeople, componentPeople } from '../../campaigns/people-lists.ts'
import { statisticsOf } from '../../campaigns/statistics.ts'
import { idOfPerson } from '../../people/named.ts'
import { personOf } from '../../people/reads.ts'
import { readBody } from '../body.ts'
import { byOf } from '../callers.ts'
import { factIdOf, idIn } from '../ids.ts'
import { sentJson } from '../json.ts'
import type { Called, Needs } from '../needs.ts'
import {
  CampaignPeopleQuery,
  ComponentPeopleQuery,
  Enroll,
  EnrolledAnswer,
  PeopleListAnswer,
  StatisticsAnswer,
  StatisticsQuery,
  whichOf,
} from './campaign-shapes.ts'
import { describe } from './describe.ts'
import { exampleIds } from './examples.ts'

/** A campaign's numbers, exactly the people behind each (T1–T3), and who is put in or taken out by hand. */
export function statisticsRoutes(needs: Needs): Hono<Called> {
  const { engine, post } = needs
  const sql = needs.pools.screens
  const tag = 'Statistics'

  return new Hono<Called>()
    .get(
      '/campaigns/:id/statistics',
      describe({
        summary: 'Numbers of a campaign and of its components',
        description:
          'People, not acts: each counts once. `null` is what can not be known. In a period a component counts who first got an outcome within it, the campaign what became of those who entered within it.',
        tag,
        query: StatisticsQuery,
        answer: StatisticsAnswer,
        example: { query: { version: '1' } },
      }),
      async c => {
        const which = whichOf(c.var.caller.team.id, idIn(c), parse(StatisticsQuery, c.req.query()))
        return c.json(await statisticsOf(sql, which, post.transport.reports))
      },
    )
    .get(
      '/campaigns/:id/components/:component/people',
      describe({
        summary: "The people behind a component's number, the newest first",
        tag,
        query: ComponentPeopleQuery,
        answer: PeopleListAnswer,
        example: { query: { count: 'acted' } },
      }),
      async c => {
        const { limit, after, search, count, ...query } = parse(ComponentPeopleQuery, c.req.query())
        const { component } = parse(z.object({ component: text(64, 1) }), c.req.param())
        const which = { ...whichOf(c.var.caller.team.id, idIn(c), query), component, count }
        return c.json(await componentPeople(sql, which, { limit, after, search }))
      },
    )
    .get(
      '/campaigns/:id/people',
      describe({
        summary: "The people behind a campaign's number, the newest first",
        tag,
        query: CampaignPeopleQuery,
        answer: PeopleListAnswer,
        example: { query: { count: 'entered' } },
      }),
      async c => {
        const { limit, after, search, count, exit, ...query } = parse(CampaignPeopleQuery, c.req.query())
        const which = { ...whichOf(c.var.caller.team.id, idIn(c), query), count, exit }
        return c.json(await campaignPeople(sql, which, { limit, after, search }))
      },
    )
    .get(
      '/campaigns/:id/people/:person/why',
      describe({
        summary: 'Why a person is in a campaign, or why not',
        description:
          'Where they are and what each component did, or what keeps them out: which condition, with the value it had, and since when.',
        tag,
        answer: WhyAnswer,
      }),
      async c => {
        const { team } = c.var.caller
        const [campaign, person] = [idIn(c), idIn(c, 'person')]
        const now = Date.now() + needs.ahead()
        const question = { of: 'why', team: team.id, names: namesOf(team), campaign, person, now } as const
        return sentJson(c, await needs.pasts.ask(c.req.raw.signal, question))
      },
    )
    .post(
      '/campaigns/:id/people',
      describe({
        summary: 'Let a person enter a campaign',
        description:
          'By the state alone: the audience matches, no exit does, and they may enter (again). It is the way into a startable campaign.',
        tag,
        body: Enroll,
        answer: EnrolledAnswer,
        status: 201,
        example: { body: { person: { id: exampleIds.person } } },
      }),
      async c => {
        const { caller } = c.var
        const campaign = idIn(c)
        const { person: named } = await readBody(c, Enroll)
        const live = caller.team.campaigns.byId.get(campaign)
        if (!live) throw await notLive(campaign, caller.team.id)
        const person = await idOfPerson(sql, caller.team.id, named)
        const fact = { id: factIdOf(c), team: caller.team.id, person, campaign, by: byOf(caller) }
        const { result } = await engine.react({ ...fact, kind: live.startable ? 'start' : 'enroll' })
        const { enrollment, at } = result
        if (enrollment === undefined)
          throw new Problem(
            'conflict',
            live.status === 'paused'
              ? 'The campaign is paused. They enter when it is over if they still may.'
              : 'They enter it by writing, and not by hand.',
          )
        return c.json({ enrollment, campaign, person: result.person, at: toIso(at) }, 201)
      },
    )
    .delete(
      '/enrollments/:id',
      describe({ summary: 'Take a person out of a campaign', tag, writes: true }),
      async c => {
        const { caller } = c.var
        const enrollment = idIn(c)
        const [row] = await sql`
          select person_id as person from enrollments where team_id = ${caller.team.id} and id = ${enrollment}`
        if (!row) throw new Problem('not-found', 'There is no such enrollment.')
        const { id: person } = await personOf(sql, caller.team.id, z.object({ person: z.string() }).parse(row).person)
        const fact = { id: factIdOf(c), team: caller.team.id, person, by: byOf(caller) }
        await engine.react({ ...fact, kind: 'remove', enrollment })
        return c.body(null, 204)
      },
    )

  /** Why nobody can enter it: it does not exist, was deleted, or was never published. */
  async function notLive(campaign: string, team: string): Promise<Problem> {
    const [row] = await sql`select status from campaigns where team_id = ${team} and id = ${campaign}`
    if (!row) return unknownCampaign()
    return row.status === 'archived'
      ? new Problem('gone', 'This campaign was deleted.')
      : new Problem('conflict', 'This campaign was not published yet.')
  }
}
