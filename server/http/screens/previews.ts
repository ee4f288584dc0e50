import { Json } from '@pavior/shared/json.ts'
import { parse } from '@pavior/shared/parse.ts'
import { newcomer, type Person } from '@pavior/shared/people/person.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { PreviewPerson, TestAnswer } from '@pavior/shared/protocol/previews.ts'
import { text } from '@pavior/shared/text.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { renderTest, sendTest, standIn } from '../../campaigns/test-send.ts'
import { noPreview, previewEmail } from '../../email/preview.ts'
import { peopleOf, personOf } from '../../people/reads.ts'
import { KB, parseJson, readBody, readText } from '../body.ts'
import { agentsOnly } from '../callers.ts'
import { idIn } from '../ids.ts'
import type { CalledByAgent, Needs } from '../needs.ts'
import { emailPolicy } from '../policy.ts'

const FOUND = 8
const Search = z.object({ search: text(200).default('') })

const EmailPreview = z.object({
  from: text(64).default('team'),
  subject: text(2000).default(''),
  preview: text(2000).optional(),
  content: Json.optional(),
  /** A person's id; `me`: as in a test; `nobody`: of whom nothing is known. */
  as: z.union([z.enum(['me', 'nobody']), z.uuid()]).default('me'),
  scheme: z.enum(['light', 'dark']).default('light'),
})

const Tried = z.object({
  component: z.object({ id: text(64, 1), type: text(64, 1), settings: Json.pipe(z.record(z.string(), z.unknown())) }),
})

/** What a message being written looks like to somebody, before anything is saved or sent. */
export function previewRoutes(needs: Needs): Hono<CalledByAgent> {
  const { ahead, limits, pools, post } = needs
  const sql = pools.screens

  async function personFor(as: string, team: string, agent: Parameters<typeof standIn>[0]): Promise<Person> {
    if (as === 'me') return standIn(agent)
    return as === 'nobody' ? newcomer(agent.id, 0) : await personOf(sql, team, as)
  }

  return (
    new Hono<CalledByAgent>()
      .use(agentsOnly(needs))
      .get('/people', async c => {
        const search = parse(Search, c.req.query()).search.trim()
        const asked = { search: search === '' ? undefined : search, now: Date.now() + ahead() }
        const found = await peopleOf(sql, c.var.caller.team.id, FOUND, asked)
        return c.json({ data: found.map(previewPerson) })
      })
      .get('/people/:id', async c => c.json(previewPerson(await personOf(sql, c.var.caller.team.id, idIn(c)))))
      // A form posts it into its frame: the page's own policy would not let an email's styles in.
      .post('/email', async c => {
        const { team, agent } = c.var.caller
        c.header('Content-Security-Policy', emailPolicy)
        c.header('Referrer-Policy', 'no-referrer')
        try {
          const form = new URLSearchParams(await readText(c, 1024 * KB))
          const { as, scheme, ...written } = parse(EmailPreview, parseJson(form.get('email') ?? ''))
          const person = await personFor(as, team.id, agent)
          return c.html(await previewEmail(written, person, scheme, team, post.sender))
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          return c.html(noPreview(error.message))
        }
      })
      .post('/test', async c => {
        const { team, agent } = c.var.caller
        await limits.take('agent-send', agent.id)
        const { component } = await readBody(c, Tried)
        const rendered = renderTest(
          { components: [{ position: { x: 0, y: 0 }, ...component }] },
          component.id,
          team,
          agent,
        )
        const answer: TestAnswer =
          rendered.component.type === 'send-message'
            ? { kind: 'message' }
            : { kind: 'email', ...(await sendTest(post, rendered, team, agent)) }
        return c.json(answer)
      })
  )
}

const previewPerson = (person: Person): PreviewPerson => {
  const { id, type, externalId, email, name, phone, attributes, sources } = person
  return { id, type, externalId, email, name, phone, attributes, sources }
}
