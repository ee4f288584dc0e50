import { newcomer, type Person } from '@pavior/shared/people/person.ts'
import fc from 'fast-check'

/** Few values, so that people and conditions often meet. */
export const words = ['pro', 'free', 'Pro', 'ünï', 'a b', '7', 'true', '2026-03-01'] as const
export const keys = ['plan', 'visits', 'company', 'trial'] as const

export const anyValue = fc.oneof(
  fc.constantFrom(...words),
  fc.integer({ min: -2, max: 9 }),
  fc.boolean(),
  fc.string({ maxLength: 20 }).filter(isText),
)

/** What Postgres and every screen can hold. */
export function isText(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0')
}

const anyWord = fc.constantFrom(...words)
const moment = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) })

const anyPage = fc.record({ url: fc.webUrl(), title: anyWord, referrer: fc.webUrl() }, { requiredKeys: ['url'] })

/** A person in any state, by the filter grammar's fields. */
export const anyPerson: fc.Arbitrary<Person> = fc
  .record(
    {
      type: fc.constantFrom('anonymous', 'lead', 'signup'),
      externalId: anyWord,
      email: fc.constantFrom('ada@engine.example', 'ADA@engine.example', 'okan@postfach.example'),
      name: anyWord,
      phone: anyWord,
      language: fc.constantFrom('de', 'en', 'EN'),
      timezone: fc.constantFrom('Europe/Oslo', 'UTC'),
      country: fc.constantFrom('NO', 'de'),
      browser: anyWord,
      os: anyWord,
      device: anyWord,
      page: anyPage,
      lastSeenAt: moment,
      signedUpAt: moment,
      attributes: fc.dictionary(fc.constantFrom(...keys), anyValue),
    },
    { requiredKeys: ['type', 'attributes'] },
  )
  .chain(some => moment.map(at => ({ ...newcomer('somebody', at), ...some })))
