import { inWords } from '@pavior/shared/in-words.ts'
import { Attributes } from '@pavior/shared/people/person.ts'
import { type FieldProblem, Problem, type ProblemCode } from '@pavior/shared/problem.ts'
import { text, toIso, uuid } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { derivedId } from '../derived-id.ts'
import type { Engine } from '../engine/engine.ts'
import { erasedPerson, idsOfPeople, keyOf } from './named.ts'

/** Tracked events from a back end, one or many, each answered for itself. */

const DAY = 86_400_000
const OLDEST = 30 * DAY
/** Clocks differ by a little: what is this far ahead happened now. */
const SKEW = 60_000

export const NewEvent = z.object({
  person: z.union(
    [z.object({ id: uuid }), z.object({ externalId: text(200, 1) })],
    "needs an id or an externalId, the site's own user id",
  ),
  name: text(200, 1),
  properties: Attributes.optional(),
  at: z.iso
    .datetime({ offset: true, error: 'must be a moment like 2027-01-04T09:00:00Z' })
    .optional()
    .describe('When it happened, where that was before now: up to 30 days back, never ahead'),
  id: text(200, 1).optional().describe('Made by you, unique to this event: sent again it changes nothing'),
})
type NewEvent = z.output<typeof NewEvent>

export type EventAnswer =
  | { ok: true; id: string; person: string; at: string }
  | { ok: false; error: { code: ProblemCode; message: string; errors?: FieldProblem[]; retryAfter?: number } }

/** People whose events are taken at the same time; those of one person one after the other. */
const AT_ONCE = 64

/** Takes each event that can be taken; answers in the order they came. @param unread as they came in */
export async function takeEvents(
  { sql, engine }: { sql: Sql; engine: Engine },
  team: string,
  unread: readonly unknown[],
  idOf: (event: NewEvent, index: number) => string,
): Promise<EventAnswer[]> {
  const now = Date.now()
  const answers = new Map<number, EventAnswer>()
  const refuse = (index: number, problem: Problem) => answers.set(index, refusal(problem))
  const read = unread.flatMap((input, index) => {
    const event = NewEvent.safeParse(input, { error: inWords })
    const problem = event.success ? wrongMoment(event.data, now) : unreadable(event.error)
    if (problem) refuse(index, problem)
    return event.success && !problem ? [{ index, event: event.data }] : []
  })
  const people = await idsOfPeople(
    sql,
    team,
    read.map(({ event }) => event.person),
  )
  const lanes = new Map<string, typeof read>()
  for (const one of read) {
    const person = people.get(keyOf(one.event.person))
    if (person === undefined) refuse(one.index, new Problem('not-found', 'There is no such person.'))
    else if (person === 'gone') refuse(one.index, erasedPerson())
    else lanes.set(person, [...(lanes.get(person) ?? []), one])
  }
  const open = [...lanes]
  const work = async () => {
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [person, events] = next
      for (const { index, event } of events) answers.set(index, await take(person, event, idOf(event, index)))
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, open.length) }, work))
  return unread.map((_, index) => {
    const answer = answers.get(index)
    if (!answer) throw new Error('an event without an answer')
    return answer
  })

  async function take(person: string, event: NewEvent, id: string): Promise<EventAnswer> {
    // As it was said, so that a retry says the same; what is ahead by a moment the engine takes as now.
    const happenedAt = event.at === undefined ? undefined : Date.parse(event.at)
    const properties = Object.fromEntries(
      Object.entries(event.properties ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
    )
    try {
      const { result } = await engine.react({
        id,
        team,
        person,
        kind: 'track',
        name: event.name,
        properties,
        happenedAt,
      })
      return {
        ok: true,
        id: event.id ?? id,
        person: result.person,
        at: toIso(Math.min(happenedAt ?? result.at, result.at)),
      }
    } catch (error) {
      if (error instanceof Problem) return refusal(error)
      throw error
    }
  }
}

/** A fact's id for whatever a back end calls its event; the same name in another team is another event. */
export function eventId(team: string, id: string): string {
  const whole = uuid.safeParse(id)
  if (whole.success) return whole.data
  return derivedId('event', team, id)
}

function wrongMoment({ at }: NewEvent, now: number): Problem | undefined {
  if (at === undefined) return undefined
  const message =
    Date.parse(at) > now + SKEW
      ? 'must not lie ahead'
      : Date.parse(at) < now - OLDEST
        ? 'must be at most 30 days ago'
        : undefined
  return message === undefined
    ? undefined
    : new Problem('invalid', `at: ${message}`, { fields: [{ path: 'at', message }] })
}

function unreadable(error: z.ZodError): Problem {
  const fields = error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.map(String).join('.'), message }))
  const sentence = fields.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
  return new Problem('invalid', sentence, { fields })
}

const refusal = ({ details: { code, message, fields, retryAfter } }: Problem): EventAnswer => ({
  ok: false,
  error: { code, message, ...(fields && { errors: fields }), ...(retryAfter !== undefined && { retryAfter }) },
})
