import type { Enrollment } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import {
  type ComponentOp,
  type Condition,
  type Filter,
  isCampaignOp,
  isComponentOp,
  isEventOp,
  isValueOp,
} from './condition.ts'
import { describe, type Names } from './describe.ts'
import { windowOf } from './duration.ts'
import { evaluate } from './evaluate.ts'
import { fieldOf, isPersonField, isUpstreamField } from './field.ts'
import { needOf, type Subject } from './subject.ts'
import { valueIn } from './value.ts'
import { durationInWords, labels, momentInWords, named, quoted, times, wordOf } from './words.ts'

/**
 * Why a filter matches somebody at a moment, or why it does not: what there is in place of each condition that decides
 * it, as "plan is free" or "“order placed” was never tracked". It goes the way that `evaluate` goes, so it cannot say
 * something else.
 */
export function because(filter: Filter, subject: Subject, now: Instant, names: Names = {}): string[] {
  return [...new Set(deciding(filter, subject, now).map(condition => present(condition, subject, now, names)))]
}

/** The conditions of which the answer is made. */
export function deciding(filter: Filter, subject: Subject, now: Instant): Condition[] {
  const inside = (parts: readonly Filter[]) => parts.flatMap(part => deciding(part, subject, now))
  if ('not' in filter) return deciding(filter.not, subject, now)
  if ('all' in filter) {
    const failing = filter.all.filter(part => !evaluate(part, subject, now))
    return inside(failing.length > 0 ? failing : filter.all)
  }
  if ('any' in filter) {
    const matching = filter.any.find(part => evaluate(part, subject, now))
    return inside(matching ? [matching] : filter.any)
  }
  return [filter]
}

/** What there is in place of a condition. */
export function present(condition: Condition, subject: Subject, now: Instant, names: Names): string {
  const { field, op } = condition
  const name = fieldOf(field)?.name ?? field
  if (isValueOp(op)) return value(field, subject, names)
  if (isEventOp(op)) return events(condition, name, subject, now)
  if (isCampaignOp(op)) return campaign(name, subject, names)
  if (isComponentOp(op)) return component(condition, op, name, subject, names)
  return op satisfies never
}

/** The value alone that there is in place of a condition, "free"; nothing where what it asks for is none. */
export function valueThere({ field, op }: Condition, subject: Subject): string | undefined {
  if (!isValueOp(op) || isUpstreamField(field)) return undefined
  const found = valueIn(subject, field)
  if (found === undefined) return 'unknown'
  return isMoment(field, found) ? momentInWords(new Date(found).toISOString()) : wordOf(found)
}

const isMoment = (field: string, found: unknown): found is number =>
  fieldOf(field)?.kind === 'moment' && typeof found === 'number'

function value(field: string, subject: Subject, names: Names): string {
  if (isUpstreamField(field) && !subject.upstream) return 'there is no conversation'
  const found = valueIn(subject, field)
  if (field === 'upstream.answeredByAgent') return found === true ? 'an agent answered' : 'no agent answered'
  if (field === 'upstream.state') return `the conversation is ${wordOf(found ?? '')}`
  if (field === 'upstream.inbox')
    return found === undefined
      ? 'the conversation is in no inbox'
      : `the conversation is in ${quoted(names.inbox?.(String(found)) ?? String(found))}`
  const label = isPersonField(field) ? labels[field] : wordOf(fieldOf(field)?.name ?? field)
  if (found === undefined) return `${label} is unknown`
  if (!isMoment(field, found)) return `${label} is ${wordOf(found)}`
  return `${label} ${field === 'conversations.lastMessageAt' ? 'was ' : ''}${momentInWords(new Date(found).toISOString())}`
}

function events(condition: Condition, name: string, { happened }: Subject, now: Instant): string {
  const need = needOf(condition)
  const all = happened(need)
  const which = condition.where === undefined ? '' : ` (with ${describeWhere(condition.where)})`
  if (all.length === 0) return `${quoted(name)}${which} was never tracked`
  const window = condition.within === undefined ? undefined : windowOf(condition.within)
  const within = window ? all.filter(at => at > window.since(now)).length : all.length
  const when = condition.within === undefined ? '' : ` in ${durationInWords(condition.within)}`
  if (within === 0) return `${quoted(name)}${which} was not tracked${when}`
  // More than so many are not counted.
  return `${quoted(name)}${which} was tracked ${within >= need.newest && need.newest > 1 ? 'at least ' : ''}${times(within)}${when}`
}

const describeWhere = (where: Filter): string =>
  describe({ field: 'event.x', op: 'happened', where }).replace(/^.*?\((.*)\)$/, '$1')

function campaign(id: string, { enrollments }: Subject, names: Names): string {
  const name = quoted(names.campaign?.(id) ?? id)
  const statuses = [...enrollments].flatMap(one => (one.campaign === id ? [one.status] : []))
  const newest = statuses.at(-1)
  return newest === undefined ? `they never entered ${name}` : `${been[newest]} ${name}`
}

const been: Record<Enrollment['status'], string> = {
  active: 'they are in',
  completed: 'they completed',
  ended: 'they reached the end of',
  exited: 'they exited',
  removed: 'they were removed from',
}

function component({ value }: Condition, op: ComponentOp, id: string, { act }: Subject, names: Names): string {
  const name = named(names.component?.(id) ?? id)
  const acted = act?.(id)
  if (!acted) return `${name} has not acted`
  const { outcome, engaged } = acted
  if (op === 'acted' || op === 'matched' || op === 'unmatched' || op === 'skipped' || op === 'failed')
    return `${name} ${did[outcome] ?? 'acted'}`
  if (outcome === 'skipped' || outcome === 'failed') return `${name} was not sent`
  if (op === 'clicked') return clicked(name, engaged.clicked, value)
  const [yes, no] = engagement[op]
  return `${engaged[op] === true ? yes : no} ${name}`
}

const did: Record<string, string> = {
  matched: 'matched',
  unmatched: 'did not match',
  skipped: 'was skipped',
  failed: 'failed',
}

function clicked(name: string, buttons: readonly string[] | undefined, wanted: Condition['value']): string {
  if (!buttons) return `they clicked nothing in ${name}`
  const shown = buttons.map(quoted).join(' and ')
  return typeof wanted === 'string' && shown !== '' ? `they clicked ${shown} in ${name}` : `they clicked in ${name}`
}

const engagement: Record<
  Exclude<ComponentOp, 'acted' | 'matched' | 'unmatched' | 'skipped' | 'failed' | 'clicked'>,
  [string, string]
> = {
  seen: ['they saw', 'they have not seen'],
  opened: ['they opened', 'they have not opened'],
  replied: ['they replied to', 'they have not replied to'],
  submitted: ['they submitted the form of', 'they have not submitted the form of'],
  delivered: ['the provider delivered', 'nothing is known of a delivery of'],
  bounced: ['back came', 'nothing came back of'],
  unsubscribed: ['they unsubscribed in', 'they did not unsubscribe in'],
}
