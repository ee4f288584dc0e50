import { fieldOf, isPersonField, type PersonField } from '@pavior/shared/filter/field.ts'
import { plain } from '@pavior/shared/filter/fold.ts'
import { labels } from '@pavior/shared/filter/words.ts'
import type { SeenValues } from '@pavior/shared/protocol/people.ts'
import type { Surroundings } from './surroundings.ts'

/** The fields to choose from, in groups, and what each is called. */

export type FieldOption = { value: string; label: string; hint?: string }
export type FieldGroup = { value: string; items: FieldOption[] }

const personGroups: [name: string, fields: PersonField[]][] = [
  ['Person', ['type', 'email', 'emailStatus', 'name', 'phone', 'externalId', 'signedUpAt']],
  ['Activity', ['lastSeenAt', 'firstSeenAt', 'conversations.open', 'conversations.lastMessageAt']],
  ['Page', ['page.url', 'page.title', 'page.referrer']],
  ['Device and place', ['country', 'language', 'timezone', 'browser', 'os', 'device']],
]

const upstreamLabels: Record<string, string> = {
  'upstream.state': 'The conversation',
  'upstream.inbox': 'The conversation’s inbox',
  'upstream.answeredByAgent': 'An agent answered',
  'conversation.state': 'The conversation',
  'conversation.inbox': 'The conversation’s inbox',
  'conversation.assignee': 'The conversation’s assignee',
  'conversation.lastFrom': 'The last message’s sender',
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** What a chosen field is called. */
export function fieldLabel(field: string, { place, names }: Surroundings): string {
  if (place === 'properties') return field
  if (isPersonField(field)) return capital(labels[field])
  const known = fieldOf(field)
  if (!known) return field
  switch (known.kind) {
    case 'event':
      return `Event ${known.name}`
    case 'campaign':
      return `Campaign ${names.campaign?.(known.name) ?? known.name}`
    case 'component':
      return names.component?.(known.name) ?? known.name
    default:
      return upstreamLabels[field] ?? known.name
  }
}

const examplesOf = ({ examples }: SeenValues): string =>
  examples
    .slice(0, 3)
    .map(one => (typeof one === 'boolean' ? (one ? 'yes' : 'no') : plain(one)))
    .join(', ')

export function fieldGroups(around: Surroundings): FieldGroup[] {
  const { place, seen, components, offered, properties } = around
  const option = (value: string, hint?: string): FieldOption => ({
    value,
    label: fieldLabel(value, around),
    ...(hint !== undefined && hint !== '' && { hint }),
  })
  if (place === 'properties')
    return [{ value: 'Properties', items: properties.map(one => option(one.key, examplesOf(one))) }]
  const groups: FieldGroup[] = [
    ...(place === 'filter-component'
      ? [
          {
            value: 'Conversation in this campaign',
            items: ['upstream.state', 'upstream.inbox', 'upstream.answeredByAgent'].map(one => option(one)),
          },
        ]
      : []),
    ...(place === 'filter-component' || place === 'exit'
      ? [
          {
            value: 'Components of this campaign',
            items: components.filter(({ id }) => offered?.has(id) ?? true).map(({ id }) => option(`component.${id}`)),
          },
        ]
      : []),
    ...personGroups.map(([value, fields]) => ({ value, items: fields.map(field => option(field)) })),
    { value: 'Attributes', items: seen.attributes.map(one => option(`attributes.${one.key}`, examplesOf(one))) },
    {
      value: 'Events',
      items: seen.events.map(({ name }) => ({ value: `event.${name}`, label: name })),
    },
    {
      value: 'Campaigns',
      items: seen.campaigns
        .filter(({ status }) => status !== 'archived')
        .map(({ id, name }) => ({ value: `campaign.${id}`, label: name })),
    },
  ]
  return groups
}

/** Those whose name or examples have the words; and what the text could name that was never seen, once that is known. */
export function searchFields(
  groups: readonly FieldGroup[],
  text: string,
  { place, seeking }: Pick<Surroundings, 'place' | 'seeking'>,
): FieldGroup[] {
  const wanted = text.trim()
  if (wanted === '') return groups.filter(({ items }) => items.length > 0)
  const words = wanted.toLowerCase().split(/\s+/)
  const fits = (option: FieldOption, group: string) => {
    const said = `${group} ${option.label} ${option.hint ?? ''}`.toLowerCase()
    return words.every(word => said.includes(word))
  }
  const found = groups
    .map(({ value, items }) => ({ value, items: items.filter(option => fits(option, value)) }))
    .filter(({ items }) => items.length > 0)
  if (seeking && place !== 'properties') return found
  const isNew = (value: string) => !groups.some(({ items }) => items.some(option => option.value === value))
  const made: FieldOption[] =
    place === 'properties'
      ? [{ value: wanted.slice(0, 100), label: `Property “${wanted}”` }]
      : [
          { value: `attributes.${wanted.slice(0, 100)}`, label: `Attribute “${wanted}”` },
          { value: `event.${wanted.slice(0, 200)}`, label: `Event “${wanted}”` },
        ]
  const unseen = made.filter(({ value }) => isNew(value))
  return unseen.length === 0 ? found : [...found, { value: 'Not seen yet', items: unseen }]
}
