import { z } from 'zod'
import type { Campaigns } from '../campaign/campaigns.ts'
import type { Tallies } from '../campaign/tallies.ts'
import { apply, numbered, unborn } from '../journal/apply.ts'
import type { EntryBody } from '../journal/entry.ts'
import type { Life } from '../journal/life.ts'
import { replay, type Streams, told } from '../journal/replay.ts'
import { Attributes, OwnFields, type Person } from '../people/person.ts'
import { type Instant, text } from '../text.ts'
import { talliesOf } from './react.ts'

/** Somebody made up, as they are when a dry run begins. */
export const MadeUp = z.strictObject({
  type: z.enum(['anonymous', 'lead', 'signup']),
  email: OwnFields.shape.email,
  name: OwnFields.shape.name,
  attributes: Attributes.default({}),
  country: text(2).optional(),
  language: text(35).optional(),
  timezone: text(60).optional(),
  device: text(20).optional(),
})
export type MadeUp = z.output<typeof MadeUp>

/** Somebody before a dry run: who they are, and what of the past the campaign can ask for. */
export type Beginning = { life: Life; number: number; isNew: boolean; tallies: (campaigns: Campaigns) => Tallies }

const ID = 'made-up'

/** A made-up person. Of whom nothing is said at all is a visitor nobody knows yet. */
export function madeUp({ type, email, name, attributes, ...context }: MadeUp, at: Instant): Beginning {
  const told = Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined))
  const address = email ?? (type === 'lead' ? 'somebody@example.com' : undefined)
  const set = Object.fromEntries([
    ...(address === undefined ? [] : [['email', address] as const]),
    ...(name === undefined || name === null ? [] : [['name', name] as const]),
    ...Object.entries(attributes).map(([key, value]) => [`attributes.${key}`, value] as const),
  ])
  const bodies: EntryBody[] = [
    ...(Object.keys(told).length > 0 ? [{ kind: 'arrived' as const, v: 1 as const, ...told }] : []),
    ...(type === 'signup' ? [{ kind: 'identified' as const, v: 1 as const, externalId: 'made-up' }] : []),
    ...(Object.keys(set).length > 0
      ? [{ kind: 'attributes-set' as const, v: 1 as const, set, source: 'form' as const }]
      : []),
    // Whoever gave an email is not anonymous any more (C21).
    ...(type === 'lead' || (type === 'anonymous' && address !== undefined)
      ? [{ kind: 'became-lead' as const, v: 1 as const }]
      : []),
  ]
  const life = unborn(ID, at)
  for (const [index, body] of bodies.entries()) apply(life, numbered(body, index + 1, at), () => undefined)
  return { life, number: bodies.length, isNew: bodies.length === 0, tallies: campaigns => talliesOf(campaigns, []) }
}

/** A real person as their journal tells them (S6), as if they had never been in this campaign. */
export function realPerson(streams: Streams, person: string, campaign: string): Beginning {
  const life = replay(streams, person)
  for (const { id, campaign: of } of [...life.enrollments.values()]) if (of === campaign) life.enrollments.delete(id)
  life.noted.clear()
  const events = told(streams, person)
  return {
    life,
    number: streams(person).at(-1)?.number ?? 0,
    isNew: false,
    tallies: campaigns => talliesOf(campaigns, events),
  }
}

/** Somebody made up who is to a campaign as a real person is: no name, no address, only the attributes it asks for. */
export function likeness(person: Person, attributes: ReadonlySet<string>): MadeUp {
  const { type, email, country, language, timezone, device } = person
  const read = MadeUp.safeParse({
    type,
    ...(email !== undefined && { email: 'somebody@example.com' }),
    attributes: Object.fromEntries(Object.entries(person.attributes).filter(([key]) => attributes.has(key))),
    ...{ country, language, timezone, device },
  })
  return read.data ?? { type, attributes: {} }
}
