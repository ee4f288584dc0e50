import type { Engaged, EnrollmentStatus } from '../journal/life.ts'
import type { Person } from '../people/person.ts'
import type { Instant } from '../text.ts'
import type { Condition, Filter } from './condition.ts'

/** All that a condition can ask about one person at one moment. */
export type Subject = {
  person: Person
  /** Every one of the person. */
  enrollments: Iterable<{ campaign: string; status: EnrollmentStatus }>
  /** Moments of the newest matching events, newest first, at least `need.newest` of them where there are so many. */
  happened: (need: EventNeed) => readonly Instant[]
  /** What a component did in this enrollment; `undefined`: it has not acted. Filter components and exits only. */
  act?: (component: string) => { outcome: string; engaged: Engaged } | undefined
  /** The closest upstream conversation (C16). Filter components only. */
  upstream?: { state: 'open' | 'snoozed' | 'closed'; inbox?: string | undefined; answeredByAgent: boolean } | undefined
  /** The conversation in question. Views of the inbox only. */
  conversation?: {
    state: 'open' | 'snoozed' | 'closed'
    inbox?: string | undefined
    assignee?: string | undefined
    lastFrom?: 'person' | 'agent' | 'team' | undefined
  }
}

/** The person alone: nothing happened, no campaign. */
export const subjectOf = (person: Person): Subject => ({ person, enrollments: [], happened: () => [] })

/** Which events of a person a condition counts. `newest`: how many decide it. */
export type EventNeed = { name: string; where?: Filter; newest: number }

/** What a condition on an event needs: always the same object for the same condition. */
export function needOf(condition: Condition): EventNeed {
  const known = needs.get(condition)
  if (known) return known
  const { field, op, value, where } = condition
  const count = typeof value === 'number' ? value : 1
  const asks = where !== undefined && !('all' in where && where.all.length === 0)
  const need = {
    name: field.slice('event.'.length),
    ...(asks && { where }),
    newest: op === 'count-at-least' ? count : op === 'count-at-most' ? count + 1 : 1,
  }
  needs.set(condition, need)
  return need
}

const needs = new WeakMap<Condition, EventNeed>()

/** Names a counter: the same for the same name and properties, however many are needed and however the JSON is ordered. */
export function needKey(need: EventNeed): string {
  const known = keys.get(need)
  if (known !== undefined) return known
  const key = JSON.stringify([need.name, ...(need.where ? [sorted(need.where)] : [])])
  keys.set(need, key)
  return key
}

const keys = new WeakMap<EventNeed, string>()

function sorted(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(sorted)
  if (typeof part !== 'object' || part === null) return part
  const entries = Object.entries(part).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, sorted(value)]))
}
