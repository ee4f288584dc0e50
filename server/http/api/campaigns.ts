import { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import { templates } from '@pavior/shared/campaign/templates.ts'
import { Json } from '@pavior/shared/json.ts'
import { parse } from '@pavior/shared/parse.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { checkFor } from '../../campaigns/check.ts'
import { createDraft, duplicate, saveDraft } from '../../campaigns/drafts.ts'
import { archive, pause, resume } from '../../campaigns/life.ts'
import { publish } from '../../campaigns/publish.ts'
import { campaignOf, campaignsOf } from '../../campaigns/reads.ts'
import { renderTest, sendTest } from '../../campaigns/test-send.ts'
import { agentsOf } from '../../teams/agents.ts'
import { readBody } from '../body.ts'
import { idIn, saidIn } from '../ids.ts'
import type { Called, Needs } from '../needs.ts'
import { revisionIn, revisionNeededIn } from '../revision.ts'
import {
  CampaignAnswer,
  CampaignLineAnswer,
  CampaignQuery,
  CheckAnswer,
  PublishChoice,
  ResumeChoice,
  TestAnswer,
  TestSend,
} from './campaign-shapes.ts'
import { describe } from './describe.ts'
import { exampleCampaign, exampleIds } from './examples.ts'
import { pageOf } from './shapes.ts'

/** A campaign's life: drawn, checked, published, paused, resumed, deleted (C4, C23, C24). */
export function campaignRoutes(needs: Needs): Hono<Called> {
  const { teams, db, post, ahead, presence } = needs
  const sql = needs.pools.screens
  const tag = 'Campaigns'

  /** @param changed what its draft says concerns who has it open, everything else each screen that shows campaigns */
  const answer = async (c: Context<Called>, id: string, changed?: 'draft' | 'campaign', status: 200 | 201 = 200) => {
    const { team } = c.var.caller
    const campaign = await campaignOf(sql, team.id, id)
    if (changed) presence.draftChanged(team.id, id, campaign.revision)
    if (changed === 'campaign') presence.campaignChanged(team.id, id)
    c.header('ETag', `"${campaign.revision}"`)
    return c.json(campaign, status)
  }

  return new Hono<Called>()
    .get(
      '/',
      describe({
        summary: 'List campaigns, the newest first',
        description: 'With the two numbers a person looks for first; the graph is in each campaign of its own.',
        tag,
        query: CampaignQuery,
        answer: pageOf(CampaignLineAnswer),
        example: { query: { status: 'draft' } },
      }),
      async c => {
        const { status, limit, after } = parse(CampaignQuery, c.req.query())
        return c.json(await campaignsOf(sql, c.var.caller.team.id, status, limit, after))
      },
    )
    .post(
      '/',
      describe({
        summary: 'Make a draft',
        description: 'It may be unfinished or wrong: what stands against publishing it, `/campaigns/check` says.',
        tag,
        body: CampaignDraft,
        answer: CampaignAnswer,
        status: 201,
        example: { body: exampleCampaign },
      }),
      async c => {
        const draft = await readBody(c, CampaignDraft)
        const said = saidIn(c, draft)
        await createDraft(sql, c.var.caller.team.id, draft, said)
        return await answer(c, said.id, 'campaign', 201)
      },
    )
    .post(
      '/check',
      describe({
        summary: 'Say all that is wrong with a campaign, without saving it',
        description: 'An error stands against publishing; a warning does not.',
        tag,
        body: Json,
        writes: false,
        answer: CheckAnswer,
        example: { body: exampleCampaign },
      }),
      async c => {
        const input = await readBody(c, Json)
        return c.json({ problems: checkFor(await teams.current(c.var.caller.team), input, post.transport).problems })
      },
    )
    .get(
      '/templates',
      describe({
        summary: 'Campaigns to begin with',
        description: 'Ready to be posted as drafts of your own, worded for you to change.',
        tag,
        answer: z.object({
          data: z.array(
            z.object({ id: z.string(), name: z.string(), explanation: z.string(), campaign: CampaignDraft }),
          ),
        }),
      }),
      c => {
        const inbox = c.var.caller.team.inbox ?? ''
        return c.json({ data: templates.map(({ campaign, ...one }) => ({ ...one, campaign: campaign(inbox) })) })
      },
    )
    .get('/:id', describe({ summary: 'Read a campaign: its draft', tag, answer: CampaignAnswer }), c =>
      answer(c, idIn(c)),
    )
    .put(
      '/:id',
      describe({
        summary: 'Save the draft',
        description: 'Without effect on what is live until it is published.',
        tag,
        body: CampaignDraft,
        answer: CampaignAnswer,
        ifMatch: 'required',
        example: { body: exampleCampaign },
      }),
      async c => {
        const id = idIn(c)
        const revision = revisionNeededIn(c)
        const draft = await readBody(c, CampaignDraft)
        await saveDraft(sql, c.var.caller.team.id, id, draft, revision, saidIn(c, draft))
        return await answer(c, id, 'draft')
      },
    )
    .delete(
      '/:id',
      describe({
        summary: 'Delete a campaign',
        description: 'Nothing of it acts any more, and whoever is inside is removed; versions and numbers stay.',
        tag,
        writes: true,
      }),
      async c => {
        const { team } = c.var.caller
        await archive(sql, teams, team.id, idIn(c))
        presence.campaignChanged(team.id, idIn(c))
        return c.body(null, 204)
      },
    )
    .post(
      '/:id/publish',
      describe({
        summary: 'Publish the draft as a new version',
        description:
          '`existing` is needed on activation and when the audience changed, but not where every root is an Inbound message or the campaign is startable. A paused campaign stays paused.',
        tag,
        body: PublishChoice,
        answer: CampaignAnswer,
        ifMatch: 'optional',
        example: { body: { existing: 'skip', inside: 'stay' } },
      }),
      async c => {
        const id = idIn(c)
        const revision = revisionIn(c)
        const choice = await readBody(c, PublishChoice)
        await publish({ sql, teams, ahead }, c.var.caller.team.id, id, choice, revision, saidIn(c, choice))
        return await answer(c, id, 'campaign')
      },
    )
    .post(
      '/:id/pause',
      describe({
        summary: 'Pause: nobody enters, nothing acts',
        description: 'Exits still take people out, and whoever becomes eligible is noted for the resume.',
        tag,
        answer: CampaignAnswer,
        writes: true,
      }),
      async c => {
        await pause(sql, teams, c.var.caller.team.id, idIn(c), saidIn(c))
        return await answer(c, idIn(c), 'campaign')
      },
    )
    .post(
      '/:id/resume',
      describe({
        summary: 'Resume: whoever is inside is looked at once, whoever was noted enters if still eligible',
        description: '`existing` is about those who are eligible and were not noted; asked as in publish.',
        tag,
        body: ResumeChoice,
        answer: CampaignAnswer,
        example: { body: { existing: 'skip' } },
      }),
      async c => {
        const choice = await readBody(c, ResumeChoice)
        await resume(sql, teams, c.var.caller.team.id, idIn(c), choice.existing, saidIn(c, choice))
        return await answer(c, idIn(c), 'campaign')
      },
    )
    .post(
      '/:id/duplicate',
      describe({ summary: 'Make a new draft of it', tag, answer: CampaignAnswer, status: 201, writes: true }),
      async c => {
        const said = saidIn(c)
        await duplicate(sql, c.var.caller.team.id, idIn(c), said)
        return await answer(c, said.id, 'campaign', 201)
      },
    )
    .post(
      '/:id/test',
      describe({
        summary: 'Try a Send component of the draft on an agent',
        description:
          'Uncounted, and nothing is stored. It answers what the agent would get, as if they were a signup with their own name and address. An email is also sent to them, where one can be sent.',
        tag,
        body: TestSend,
        answer: TestAnswer,
        example: { body: { component: 'remind', agent: exampleIds.agent } },
      }),
      async c => {
        const { team } = c.var.caller
        const draft = await campaignOf(sql, team.id, idIn(c))
        const { component, agent: id } = await readBody(c, TestSend)
        const agent = (await agentsOf(db, team.id)).find(one => one.id === id)
        if (!agent) throw unknownAgent(id)
        const rendered = renderTest(draft, component, team, agent)
        const { content, from } = rendered
        if (rendered.component.type === 'send-message') return c.json({ kind: 'message', content, from })
        return c.json({ kind: 'email', content, from, ...(await sendTest(post, rendered, team, agent)) })
      },
    )
}

function unknownAgent(id: string): Problem {
  const message = `there is no agent "${id}"`
  return new Problem('invalid', `agent: ${message}`, { fields: [{ path: 'agent', message }] })
}
