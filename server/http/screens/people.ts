import { Filter } from '@pavior/shared/filter/filter.ts'
import { text } from '@pavior/shared/text.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { personSummary } from '../../conversations/views.ts'
import { cursorOf, readCursor } from '../../database/cursor.ts'
import { countMatching } from '../../people/matching.ts'
import { peopleOf, personView } from '../../people/reads.ts'
import { seenFields } from '../../people/seen.ts'
import { readBody } from '../body.ts'
import { agentsOnly } from '../callers.ts'
import type { CalledByAgent, Needs } from '../needs.ts'

const Count = z.object({ filter: Filter, of: Filter.optional() })
const Search = z.object({
  filter: Filter.optional(),
  search: text(200, 1).optional(),
  limit: z.int().min(1).max(100).default(50),
  after: z.string().max(200).optional(),
})

/** Who matches, and what conditions can be made of. Asked by POST: a filter can be longer than an address. */
export function peopleRoutes(needs: Needs): Hono<CalledByAgent> {
  const { presence, ahead, long } = needs
  const agents = agentsOnly(needs)
  const now = () => Date.now() + ahead()

  return new Hono<CalledByAgent>()
    .get('/fields', agents, async c =>
      c.json(await long(c.req.raw.signal, sql => seenFields(sql, c.var.caller.team.id))),
    )
    .post('/count', agents, async c => {
      const asked = await readBody(c, Count)
      const { sample, ...counts } = await long(c.req.raw.signal, sql =>
        countMatching(sql, c.var.caller.team.id, { ...asked, now: now() }),
      )
      return c.json({
        ...counts,
        sample: sample.map(person => personSummary(person, presence.personOnline(person.id))),
      })
    })
    .post('/search', agents, async c => {
      const { filter, search, limit, after } = await readBody(c, Search)
      const from = after === undefined ? undefined : readCursor(after)
      const people = await long(c.req.raw.signal, sql =>
        peopleOf(sql, c.var.caller.team.id, limit + 1, { after: from, filter, search, now: now() }),
      )
      const last = people.length > limit ? people[limit - 1] : undefined
      return c.json({
        data: people.slice(0, limit).map(person => personView(person, presence.personOnline(person.id))),
        next: last ? cursorOf(last.firstSeenAt, last.id) : null,
      })
    })
}
