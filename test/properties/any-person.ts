import { newcomer, type Person } from '@pavior/shared/people/person.ts'
import fc from 'fast-check'

/** Few values, so that people and conditions often meet. */
export const words = ['pro', 'free', 'Pro', 'ünï', 'a b', '7', 'true', '2026-03-01', ...hard()] as const

/** Where lower case, wildcards and dates of other makers differ. */
function hard() {
  return [
    'STRASSE',
    'straße',
    'İstanbul',
    'ΟΔΟΣ',
    'οδος',
    'ΣΑΣ.',
    'ﬁn',
    '100%',
    'a_b\\',
    "o'k",
    '😀',
    'E\u0301',
    '\u{A7CE}',
    '2026-02-30',
    '2026-03-01T09:00',
    '2026-03-01 09:00:30.1239+05:30',
    '2026-03-01T09:00:00Z\n',
    'Mar 1 2026',
    '٢٠٢٦-03-01',
    '0.0000001',
  ] as const
}
export const keys = ['plan', 'visits', 'company', 'trial'] as const

export const anyValue = fc.oneof(
  fc.constantFrom(...words),
  fc.integer({ min: -2, max: 9 }),
  fc.constantFrom(0.5, 1e-7, -2.5e-9, 1e21, 1.25e300, 5e-324),
  // JSON has no zero below zero.
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value || 0),
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
      emailStatus: fc.constantFrom('unsubscribed', 'bounced'),
      openConversations: fc.nat({ max: 3 }),
      lastMessageAt: moment,
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
    { requiredKeys: ['type', 'attributes', 'openConversations'] },
  )
  .chain(some => moment.map(at => ({ ...newcomer('somebody', at), ...some })))
