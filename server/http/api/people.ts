import { parse } from '@pavior/shared/parse.ts'
import type { AttributeValue } from '@pavior/shared/people/person.ts'
import { text, toIso } from '@pavior/shared/text.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { cursorOf, readCursor } from '../../database/cursor.ts'
import { identify } from '../../people/identify.ts'
import { peopleOf, personOf, personView } from '../../people/reads.ts'
import { recordedAfter } from '../../rewind/journal.ts'
import { readBody } from '../body.ts'
import { byOf } from '../callers.ts'
import { factIdOf, idIn } from '../ids.ts'
import type { Called, Needs } from '../needs.ts'
import { describe } from './describe.ts'
import { EntryAnswer, JournalQuery, PeopleQuery, PersonAnswer, PersonChange, pageOf } from './shapes.ts'

const ExternalId = text(200, 1)

/** People: those the site identified, and every visitor something is known of. */
export function peopleRoutes(needs: Needs): Hono<Called> {
  const { engine, presence, ahead } = needs
  const sql = needs.pools.screens
  const tag = 'People'
  return new Hono<Called>()
    .get(
      '/',
      describe({
        summary: 'List people, the newest first',
        description: '`filter` is the JSON of a filter, as an audience has one.',
        tag,
        query: PeopleQuery,
        answer: pageOf(PersonAnswer),
        example: { query: { filter: '{"field":"attributes.plan","op":"equals","value":"pro"}' } },
      }),
      async c => {
        const { team } = c.var.caller
        const { limit, after, filter } = parse(PeopleQuery, c.req.query())
        const from = after === undefined ? undefined : readCursor(after)
        const people = await peopleOf(sql, team.id, limit + 1, { after: from, filter, now: Date.now() + ahead() })
        const last = people.length > limit ? people[limit - 1] : undefined
        const data = people.slice(0, limit).map(person => personView(person, presence.personOnline(person.id)))
        return c.json({ data, next: last ? cursorOf(last.firstSeenAt, last.id) : null })
      },
    )
    .put(
      '/:externalId',
      describe({
        summary: 'Create or update a signup',
        description: "By the site's own user id. Attributes are merged; null removes one.",
        tag,
        body: PersonChange,
        answer: PersonAnswer,
        example: { body: { email: 'ana@shop.example', name: 'Ana', attributes: { plan: 'pro', seats: 4 } } },
      }),
      async c => {
        const { team } = c.var.caller
        const externalId = parse(z.object({ externalId: ExternalId }), c.req.param()).externalId
        const set = keysOf(await readBody(c, PersonChange))
        const claim = { id: factIdOf(c), team: team.id, externalId, set, source: 'api' } as const
        const { life } = await identify(sql, engine, claim)
        return c.json(personView(life.person, presence.personOnline(life.person.id)))
      },
    )
    .get('/:id', describe({ summary: 'Read a person', tag, answer: PersonAnswer }), async c => {
      const person = await personOf(sql, c.var.caller.team.id, idIn(c))
      return c.json(personView(person, presence.personOnline(person.id)))
    })
    .patch(
      '/:id',
      describe({
        summary: 'Change a person',
        description: 'Attributes are merged; null removes one.',
        tag,
        body: PersonChange,
        answer: PersonAnswer,
        example: { body: { phone: '+47 22 33 44 55', attributes: { seats: null } } },
      }),
      async c => {
        const { team, agent } = c.var.caller
        const { id } = await personOf(sql, team.id, idIn(c))
        const set = keysOf(await readBody(c, PersonChange))
        const source = agent ? 'agent' : 'api'
        if (Object.keys(set).length > 0)
          await engine.react({ id: factIdOf(c), team: team.id, person: id, kind: 'attributes', set, source })
        return c.json(personView(await personOf(sql, team.id, id), presence.personOnline(id)))
      },
    )
    .delete(
      '/:id',
      describe({
        summary: 'Erase a person',
        description:
          'Their messages, attributes, journal and emails go; a nameless place keeps the numbers. The person can not be read from then on (410), and whoever comes back is new.',
        tag,
        writes: true,
      }),
      async c => {
        const { caller } = c.var
        const { id: person } = await personOf(sql, caller.team.id, idIn(c))
        await engine.react({ id: factIdOf(c), team: caller.team.id, person, kind: 'erase', by: byOf(caller) })
        return c.body(null, 204)
      },
    )
    .get(
      '/:id/journal',
      describe({
        summary: 'Everything that happened to a person, oldest first',
        description:
          'An entry that can not be read keeps its place as `broken`; `was` is the kind that it says it is of.',
        tag,
        query: JournalQuery,
        answer: pageOf(EntryAnswer),
      }),
      async c => {
        const { team } = c.var.caller
        const { after, limit } = parse(JournalQuery, c.req.query())
        const { id } = await personOf(sql, team.id, idIn(c))
        const entries = await recordedAfter(sql, needs.log, team.id, id, { after, limit: limit + 1 })
        const data = entries.slice(0, limit)
        const next = entries.length > limit ? String(data.at(-1)?.number) : null
        return c.json({ data: data.map(entry => ({ ...entry, at: toIso(entry.at) })), next })
      },
    )
}

/** A change by the keys under which a person's values are stored. */
function keysOf({ attributes = {}, ...own }: z.output<typeof PersonChange>): Record<string, AttributeValue | null> {
  const named = Object.entries(own).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
  return Object.fromEntries([
    ...named,
    ...Object.entries(attributes).map(([key, value]) => [`attributes.${key}`, value]),
  ])
}
