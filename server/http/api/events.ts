import { parse } from '@pavior/shared/parse.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { eventId, NewEvent, takeEvents } from '../../people/events.ts'
import { KB, readBody } from '../body.ts'
import { factIdOf } from '../ids.ts'
import type { Called, Needs } from '../needs.ts'
import { describe } from './describe.ts'

const MANY = 1000
/** A thousand events with a handful of properties each. */
const LARGEST = 8 * 1024 * KB

const Taken = z.object({
  ok: z.literal(true),
  id: z.string().describe('As you named it'),
  person: z.uuid(),
  at: z.iso.datetime(),
})
const Refused = z.object({
  ok: z.literal(false),
  error: z.object({
    code: z.string(),
    message: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    retryAfter: z.int().optional(),
  }),
})
const Answer = z.union([
  Taken.omit({ ok: true }),
  z.object({ data: z.array(z.discriminatedUnion('ok', [Taken, Refused])).describe('In the order they came') }),
])
const Described = z.union([NewEvent, z.array(NewEvent).max(MANY)])
const One = z.record(z.string(), z.unknown(), 'must be an event, or a list of them')
const Many = z.array(z.unknown()).min(1, 'must not be empty').max(MANY, 'must have at most 1,000 events')

/** Tracked events: what happened on the site's side. */
export function eventRoutes(needs: Needs): Hono<Called> {
  const { engine } = needs
  const sql = needs.pools.screens
  return new Hono<Called>().post(
    '/',
    describe({
      summary: 'Track an event, or up to 1,000',
      description:
        'A list is answered item by item: what is wrong with one does not keep the others. A person is named by `id` or `externalId` and must exist. Events are taken in the order they come; `at` counts for conditions on time.',
      tag: 'Events',
      body: Described,
      answer: Answer,
      example: {
        body: [
          { person: { externalId: 'u-1' }, name: 'bank-connected', properties: { bank: 'Nordea' }, id: 'evt-1' },
          { person: { externalId: 'u-1' }, name: 'invoice-paid', properties: { amount: 49.5 } },
        ],
      },
    }),
    async c => {
      const { id: team } = c.var.caller.team
      const body = await readBody(c, z.unknown(), LARGEST)
      const idOf = (event: z.output<typeof NewEvent>, index: number) =>
        event.id === undefined ? factIdOf(c, `event ${index}`) : eventId(team, event.id)
      if (Array.isArray(body)) {
        return c.json({ data: await takeEvents({ sql, engine }, team, parse(Many, body), idOf) })
      }
      const [answer] = await takeEvents({ sql, engine }, team, [parse(One, body)], idOf)
      if (!answer) throw new Error('an event without an answer')
      if (answer.ok) return c.json({ id: answer.id, person: answer.person, at: answer.at })
      const { code, message, errors, retryAfter } = answer.error
      throw new Problem(code, message, {
        ...(errors && { fields: errors }),
        ...(retryAfter !== undefined && { retryAfter }),
      })
    },
  )
}
