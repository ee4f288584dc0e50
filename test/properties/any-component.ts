import type { Component, ComponentOf } from '@pavior/shared/campaign/campaign.ts'
import { type Document, isBlank } from '@pavior/shared/document/document.ts'
import type { Filter } from '@pavior/shared/filter/filter.ts'
import fc from 'fast-check'
import { anyPersonCondition, anyUpstreamCondition, conditionOnComponent } from './any-condition.ts'
import { anyDocument } from './any-document.ts'

/** Who and what the team of random histories has. */
export const AGENTS = ['robin', 'mara'] as const
export const INBOX = 'support'

type WithoutId<T> = T extends Component ? Omit<T, 'id'> : never

/** What a component is, behind these. */
export type AnyComponent = (before: readonly Component[]) => WithoutId<Component>

const position = fc.record({ x: fc.constantFrom(0, 100), y: fc.constantFrom(0, 100, 200) })
const from = fc.constantFrom('team', ...AGENTS)

const fixed = (component: fc.Arbitrary<WithoutId<Component>>): fc.Arbitrary<AnyComponent> =>
  component.map(one => () => one)

const inboundMessage = fixed(
  fc.record({
    type: fc.constant('inbound-message'),
    position,
    settings: fc.record(
      {
        which: fc.constantFrom('first', 'any'),
        where: fc.constantFrom('upstream', 'anywhere'),
        contains: fc.tuple(fc.constant('Norway')),
      },
      { requiredKeys: ['which'] },
    ),
  }),
)

const sendMessage = fixed(
  fc.record({
    type: fc.constant('send-message'),
    position,
    settings: fc.record({ newConversation: fc.boolean(), from, content: anyDocument }),
  }),
)

const sendEmail = fixed(
  fc.record({
    type: fc.constant('send-email'),
    position,
    settings: fc.record(
      {
        newConversation: fc.boolean(),
        from,
        subject: fc.constantFrom('Hello', 'Do you ship to Norway?'),
        preview: fc.constant('A word'),
        content: anyDocument.map(withoutForm),
      },
      { requiredKeys: ['newConversation', 'from', 'subject', 'content'] },
    ),
  }),
)

/** An email has none. */
function withoutForm(doc: Document): Document {
  const content = doc.content.filter(({ type }) => type !== 'form')
  const said = { type: 'paragraph' as const, content: [{ type: 'text' as const, text: 'Hello' }] }
  return isBlank({ type: 'doc', content }) ? { type: 'doc', content: [said, ...content] } : { type: 'doc', content }
}

const hours = fc.record(
  {
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    from: fc.constantFrom('00:00', '09:00', '22:00'),
    to: fc.constantFrom('00:01', '18:00', '22:00'),
  },
  { requiredKeys: [] },
)
const more = { zone: fc.constantFrom('team', 'person', 'America/New_York'), hours }

/** Often over within a history, sometimes long after. */
const shortOrLong = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('PT1S', 'PT20S', 'PT1M', 'PT2M30S') },
  { weight: 1, arbitrary: fc.constantFrom('PT12H', 'P1D', 'P1DT1S', 'P1W', 'P1M') },
)

const wait = fixed(
  fc.record({
    type: fc.constant('wait'),
    position,
    settings: fc.oneof(
      { weight: 4, arbitrary: fc.record({ for: shortOrLong }) },
      { weight: 1, arbitrary: fc.record({ for: shortOrLong, ...more }, { requiredKeys: ['for'] }) },
      {
        weight: 1,
        arbitrary: fc.record(
          { until: fc.constantFrom('2020-02-29T09:00', '2026-01-01T00:05', '2030-03-31T02:30'), ...more },
          { requiredKeys: ['until'] },
        ),
      },
    ),
  }),
)

const assign = fixed(
  fc.record({
    type: fc.constant('assign'),
    position,
    settings: fc.record(
      { inbox: fc.constant(INBOX), agent: fc.constantFrom('round-robin', ...AGENTS) },
      { requiredKeys: ['inbox'] },
    ),
  }),
)

const end = fixed(fc.record({ type: fc.constant('end'), position, settings: fc.constant({}) }))

const watch: fc.Arbitrary<ComponentOf<'filter'>['settings']['watch']> = fc.oneof(
  fc.constantFrom('once' as const, 'forever' as const),
  fc.record({ for: shortOrLong }),
)

/** Asks of the person, of a component before it, of the conversation, or of two of them at once. */
const filter: fc.Arbitrary<AnyComponent> = fc
  .record({
    position,
    watch,
    ofPerson: anyPersonCondition,
    ofUpstream: anyUpstreamCondition(INBOX),
    which: fc.nat({ max: 50 }),
    what: fc.constantFrom('person', 'component', 'upstream', 'all', 'any'),
    not: fc.boolean(),
  })
  .map(({ position, watch, ofPerson, ofUpstream, which, what, not }) => before => {
    const component = before[which % Math.max(1, before.length)]
    const ofComponent: Filter = component ? conditionOnComponent(component, which) : ofPerson
    const asked = {
      person: ofPerson,
      component: ofComponent,
      upstream: ofUpstream,
      all: { all: [ofPerson, ofComponent] },
      any: { any: [ofUpstream, ofComponent] },
    }[what]
    return { type: 'filter', position, settings: { filter: not ? { not: asked } : asked, watch } }
  })

/** A component of any type, as it can stand behind those before it. */
export const anyComponent: fc.Arbitrary<AnyComponent> = fc.oneof(
  { weight: 4, arbitrary: sendMessage },
  { weight: 3, arbitrary: inboundMessage },
  { weight: 3, arbitrary: filter },
  { weight: 2, arbitrary: wait },
  { weight: 2, arbitrary: sendEmail },
  { weight: 1, arbitrary: assign },
  { weight: 1, arbitrary: end },
)
