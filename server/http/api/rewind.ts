import { parse } from '@pavior/shared/parse.ts'
import { type Context, Hono } from 'hono'
import { namesOf } from '../../campaigns/live.ts'
import { idIn } from '../ids.ts'
import { sentJson } from '../json.ts'
import type { Called, Needs } from '../needs.ts'
import { describe } from './describe.ts'
import { RewindAnswer, RewindQuery } from './rewind-shapes.ts'

/** Conversations, forms and enrollments as they stood at any moment (R1, R2). */
export function rewindRoutes(needs: Needs): Hono<Called> {
  const { pasts, ahead } = needs

  const described = (what: string) =>
    describe({
      summary: `Rewind ${what} to a moment`,
      description: 'The state then: the widget as the visitor had it, the way through the campaign, the person.',
      tag: 'Rewind',
      query: RewindQuery,
      answer: RewindAnswer,
      example: { query: { entry: '1' } },
    })

  async function answer(c: Context<Called>, kind: 'conversation' | 'form' | 'enrollment') {
    const { team } = c.var.caller
    const asked = parse(RewindQuery, c.req.query())
    const id = idIn(c)
    const now = Date.now() + ahead()
    return sentJson(
      c,
      await pasts.ask(c.req.raw.signal, { of: 'rewind', team: team.id, names: namesOf(team), kind, id, asked, now }),
    )
  }

  return new Hono<Called>()
    .get('/conversations/:id/rewind', described('a conversation'), c => answer(c, 'conversation'))
    .get('/forms/:id/rewind', described('a form, by the id of its message,'), c => answer(c, 'form'))
    .get('/enrollments/:id/rewind', described('an enrollment'), c => answer(c, 'enrollment'))
}
