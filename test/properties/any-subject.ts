import { matchesWhere } from '@pavior/shared/filter/evaluate.ts'
import type { Subject } from '@pavior/shared/filter/subject.ts'
import type { EnrollmentStatus } from '@pavior/shared/journal/life.ts'
import type { AttributeValue, Person } from '@pavior/shared/people/person.ts'
import fc from 'fast-check'
import { campaignIds, componentIds, eventNames, propertyNames } from './any-filter.ts'
import { anyPerson, anyValue } from './any-person.ts'

export type AnyHistory = {
  person: Person
  events: { name: string; properties: Record<string, AttributeValue>; at: number }[]
  enrollments: { campaign: string; status: EnrollmentStatus }[]
}

const moment = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2026, 11, 31) })

/** A person, what they did and which campaigns they are or were in. */
export const anyHistory: fc.Arbitrary<AnyHistory> = fc.record({
  person: anyPerson,
  events: fc.array(
    fc.record({
      name: fc.constantFrom(...eventNames),
      properties: fc.dictionary(fc.constantFrom(...propertyNames), anyValue),
      at: moment,
    }),
    { maxLength: 6 },
  ),
  enrollments: fc.uniqueArray(
    fc.record({
      campaign: fc.constantFrom(...campaignIds),
      status: fc.constantFrom('active', 'completed', 'ended', 'exited', 'removed'),
    }),
    { maxLength: 4, selector: ({ campaign, status }) => `${campaign} ${status}` },
  ),
})

/** Answers as the engine would, from the history itself. */
export const subjectIn = ({ person, events, enrollments }: AnyHistory): Subject => ({
  person,
  enrollments,
  happened: ({ name, where }) =>
    events
      .filter(event => event.name === name && matchesWhere(where, event.properties))
      .map(({ at }) => at)
      .sort((a, b) => b - a),
})

const flag = fc.constant(true as const)
const anyAct = fc.record({
  outcome: fc.constantFrom('matched', 'unmatched', 'sent', 'skipped', 'failed'),
  engaged: fc.record(
    { seen: flag, opened: flag, replied: flag, clicked: fc.subarray(['yes', 'no']), submitted: flag, bounced: flag },
    { requiredKeys: [] },
  ),
})

/** With what a Filter component and an exit see beside the person, and a view of the inbox. */
export const anySubject: fc.Arbitrary<Subject> = fc
  .record(
    {
      history: anyHistory,
      acts: fc.dictionary(fc.constantFrom(...componentIds), anyAct),
      upstream: fc.record(
        {
          state: fc.constantFrom('open', 'snoozed', 'closed'),
          inbox: fc.constantFrom('pro', 'free'),
          answeredByAgent: fc.boolean(),
        },
        { requiredKeys: ['state', 'answeredByAgent'] },
      ),
      conversation: fc.record(
        {
          state: fc.constantFrom('open', 'snoozed', 'closed'),
          inbox: fc.constantFrom('pro', 'free'),
          assignee: fc.constantFrom('pro', 'free'),
          lastFrom: fc.constantFrom('person', 'agent', 'team'),
        },
        { requiredKeys: ['state'] },
      ),
    },
    { requiredKeys: ['history', 'acts'] },
  )
  .map(({ history, acts, upstream, conversation }) => ({
    ...subjectIn(history),
    act: component => (Object.hasOwn(acts, component) ? acts[component] : undefined),
    ...(upstream && { upstream }),
    ...(conversation && { conversation }),
  }))
