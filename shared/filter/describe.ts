import {
  type CampaignOp,
  type ComponentOp,
  type Condition,
  type Filter,
  isCampaignOp,
  isComponentOp,
  isEventOp,
  isValueOp,
  type Scalar,
  type ValueOp,
} from './condition.ts'
import { fieldOf, isPersonField } from './field.ts'
import { durationInWords, labels, listed, momentInWords, named, quoted, times, wordOf } from './words.ts'

/** What people call what a filter knows by id; without a name the id stands. */
export type Names = {
  campaign?: (id: string) => string | undefined
  component?: (id: string) => string | undefined
  button?: (id: string, component: string) => string | undefined
  inbox?: (id: string) => string | undefined
  agent?: (id: string) => string | undefined
}

/** The sentence that a person reads: "type is lead and tracked “order placed” at least 3 times in 7 days". */
export function describe(filter: Filter, names: Names = {}): string {
  return sentence(filter, condition => aboutSubject(condition, names))
}

type Says = (condition: Condition) => string

function sentence(filter: Filter, says: Says): string {
  if ('all' in filter) return filter.all.length === 0 ? 'everybody' : joined(filter.all, 'and', says)
  if ('any' in filter) return filter.any.length === 0 ? 'nobody' : joined(filter.any, 'or', says)
  if ('not' in filter) return `not (${sentence(filter.not, says)})`
  return says(filter)
}

/** What is denied is set apart by a comma, a group of several by parentheses. */
function joined(parts: readonly Filter[], word: 'and' | 'or', says: Says): string {
  return parts
    .map((part, index) => {
      const several = ('all' in part && part.all.length > 1) || ('any' in part && part.any.length > 1)
      const said = several && parts.length > 1 ? `(${sentence(part, says)})` : sentence(part, says)
      if (index === 0) return said
      return 'not' in part ? `, ${word} ${said}` : ` ${word} ${said}`
    })
    .join('')
}

function aboutSubject(condition: Condition, names: Names): string {
  const { field, op, value } = condition
  const name = fieldOf(field)?.name ?? field
  if (isEventOp(op)) return aboutEvent(condition, name)
  if (isCampaignOp(op)) return aboutCampaign(op, quoted(names.campaign?.(name) ?? name))
  if (isComponentOp(op)) {
    const button = typeof value === 'string' ? (names.button?.(value, name) ?? value) : undefined
    return aboutComponent(op, named(names.component?.(name) ?? name), button)
  }
  if (isValueOp(op)) return aboutValue(condition, op, names)
  return op satisfies never
}

function aboutEvent({ op, value, where, within }: Condition, name: string): string {
  const never = op === 'not-happened' || (op === 'count-at-most' && value === 0)
  const which = where ? ` (${sentence(where, aboutProperty)})` : ''
  const count = typeof value === 'number' ? value : 1
  const often =
    op === 'count-at-least' ? ` at least ${times(count)}` : op === 'count-at-most' ? ` at most ${times(count)}` : ''
  const when = within === undefined ? '' : ` in ${durationInWords(within)}`
  return `${never ? 'did not track' : 'tracked'} ${quoted(name)}${which}${never ? '' : often}${when}`
}

const aboutProperty = (condition: Condition): string =>
  isValueOp(condition.op) ? `${wordOf(condition.field)} ${comparison(condition.op, condition.value)}` : condition.field

function aboutCampaign(op: CampaignOp, campaign: string): string {
  switch (op) {
    case 'entered':
      return `entered ${campaign}`
    case 'active':
      return `is in ${campaign}`
    case 'completed':
      return `completed ${campaign}`
    case 'ended':
      return `reached the end of ${campaign}`
    case 'exited':
      return `exited ${campaign}`
    case 'removed':
      return `was removed from ${campaign}`
    default:
      return op satisfies never
  }
}

function aboutComponent(op: ComponentOp, component: string, button: string | undefined): string {
  switch (op) {
    case 'acted':
      return `${component} acted`
    case 'matched':
      return `${component} matched`
    case 'unmatched':
      return `${component} did not match`
    case 'seen':
      return `saw ${component}`
    case 'opened':
      return `opened ${component}`
    case 'clicked':
      return button === undefined ? `clicked in ${component}` : `clicked ${quoted(button)} in ${component}`
    case 'replied':
      return `replied to ${component}`
    case 'submitted':
      return `submitted the form of ${component}`
    case 'delivered':
      return `${component} was delivered`
    case 'bounced':
      return `${component} bounced`
    case 'unsubscribed':
      return `unsubscribed in ${component}`
    case 'skipped':
      return `${component} was skipped`
    case 'failed':
      return `${component} failed`
    default:
      return op satisfies never
  }
}

function aboutValue({ field, value }: Condition, op: ValueOp, names: Names): string {
  if (isPersonField(field)) {
    const said = comparison(op, value)
    // "first seen before …", but "name is …".
    return `${labels[field]} ${fieldOf(field)?.kind === 'moment' ? said.replace(/^is (?!known|unknown)/, '') : said}`
  }
  switch (field) {
    case 'upstream.state':
    case 'conversation.state':
      return `the conversation ${comparison(op, value)}`
    case 'upstream.inbox':
    case 'conversation.inbox':
      return `the conversation's inbox ${comparison(op, value, id => quoted(names.inbox?.(String(id)) ?? String(id)))}`
    case 'conversation.assignee':
      return `the conversation's assignee ${comparison(op, value, id => quoted(names.agent?.(String(id)) ?? String(id)))}`
    case 'conversation.lastFrom':
      return `the last message's sender ${comparison(op, value)}`
    case 'upstream.answeredByAgent':
      return answered(op, value)
    default:
      return `${wordOf(fieldOf(field)?.name ?? field)} ${comparison(op, value)}`
  }
}

function answered(op: ValueOp, value: Condition['value']): string {
  if (op === 'set') return 'there is a conversation'
  if (op === 'not-set') return 'there is no conversation'
  return (op === 'equals') === (value === true) ? 'an agent answered' : 'no agent answered'
}

function comparison(op: ValueOp, value: Condition['value'], word: (value: Scalar) => string = wordOf): string {
  const values = (value === undefined ? [] : Array.isArray(value) ? value : [value]).map(word)
  const [one = ''] = values
  const text = typeof value === 'string' ? value : one
  switch (op) {
    case 'equals':
      return `is ${one}`
    case 'not-equals':
      return `is not ${one}`
    case 'in':
      return values.length === 0 ? 'is one of none' : `is ${listed(values, 'or')}`
    case 'not-in':
      return values.length === 0 ? 'is anything' : `is not ${listed(values, 'or')}`
    case 'contains':
      return `contains ${quoted(text)}`
    case 'not-contains':
      return `does not contain ${quoted(text)}`
    case 'starts-with':
      return `starts with ${quoted(text)}`
    case 'ends-with':
      return `ends with ${quoted(text)}`
    case 'set':
      return 'is known'
    case 'not-set':
      return 'is unknown'
    case 'greater':
      return `is more than ${one}`
    case 'less':
      return `is less than ${one}`
    case 'before':
      return `is before ${momentInWords(text)}`
    case 'after':
      return `is after ${momentInWords(text)}`
    case 'within-last':
      return `is within the last ${durationInWords(text)}`
    case 'not-within-last':
      return `is not within the last ${durationInWords(text)}`
    default:
      return op satisfies never
  }
}
