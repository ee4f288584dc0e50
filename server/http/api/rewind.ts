import { parse } from '@pavior/shared/parse.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { type Moment, type Rewind, rewindOf } from '@pavior/shared/rewind/moment.ts'
import { originOf } from '@pavior/shared/rewind/origin.ts'
import { toIso } from '@pavior/shared/text.ts'
import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { rewoundOf } from '../../rewind/about.ts'
import { outlineOf } from '../../rewind/campaigns.ts'
import { allOf } from '../../rewind/journal.ts'
import { momentView } from '../../rewind/view.ts'
import { idIn } from '../ids.ts'
import type { Called, Needs } from '../needs.ts'
import { describe } from './describe.ts'
import { RewindAnswer, RewindQuery } from './rewind-shapes.ts'

/** Conversations, forms and enrollments as they stood at any moment (R1, R2). */
export function rewindRoutes(needs: Needs): Hono<Called> {
  const { log, ahead, long } = needs

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
    const { rewound, all } = await long(c.req.raw.signal, async read => {
      const rewound = await rewoundOf(read, team.id, kind, id)
      const { streams } = await outlineOf(read, team.id, rewound.person)
      return { rewound, all: await allOf(read, log, team.id, streams) }
    })
    const { person, about } = rewound
    const rewind = rewindOf(stream => all.get(stream) ?? [], person, originOf(all, person, about))
    const moment = momentIn(rewind, asked, Date.now() + ahead())
    return c.json(momentView(rewind, moment, rewound, team))
  }

  return new Hono<Called>()
    .get('/conversations/:id/rewind', described('a conversation'), c => answer(c, 'conversation'))
    .get('/forms/:id/rewind', described('a form, by the id of its message,'), c => answer(c, 'form'))
    .get('/enrollments/:id/rewind', described('an enrollment'), c => answer(c, 'enrollment'))
}

/** Which moment is asked for. Throws a Problem `invalid` that says what there is. */
function momentIn(rewind: Rewind, { at, entry }: z.output<typeof RewindQuery>, now: number): Moment {
  if (at !== undefined && entry !== undefined) throw wrong('entry', 'give at or entry, not both')
  if (entry !== undefined) {
    if (entry > rewind.count) throw wrong('entry', `there are ${rewind.count} entries until now`)
    return rewind.at(entry)
  }
  if (at === undefined) return rewind.at(rewind.count)
  const time = Date.parse(at)
  if (time > now) throw wrong('at', `lies in the future: it is ${toIso(now)}`)
  const number = rewind.numberAt(time)
  const [first] = rewind.told
  if (number === 0) throw wrong('at', `lies before the beginning, which is ${toIso(first?.at ?? now)}`)
  return rewind.at(number)
}

const wrong = (path: string, message: string): Problem =>
  new Problem('invalid', `${path}: ${message}`, { fields: [{ path, message }] })
