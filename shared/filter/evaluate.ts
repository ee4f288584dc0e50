import type { EnrollmentStatus } from '../journal/life.ts'
import type { AttributeValue } from '../people/person.ts'
import type { Instant } from '../text.ts'
import { comparing } from './compare.ts'
import {
  type CampaignOp,
  type ComponentOp,
  type Condition,
  type EventOp,
  type Filter,
  isCampaignOp,
  isComponentOp,
  isEventOp,
  isValueOp,
} from './condition.ts'
import { windowOf } from './duration.ts'
import { fieldOf } from './field.ts'
import { needOf, type Subject } from './subject.ts'
import { propertyOf, valueIn } from './value.ts'

/** Whether somebody matches at this moment (interfaces.md, "A filter"). Made ready once per filter, which nobody changes. */
export function evaluate(filter: Filter, subject: Subject, now: Instant): boolean {
  return once(compiled, filter, () => compile(filter, condition => onSubject(condition)))(subject, now)
}

/** Whether an event with these properties counts; properties are never asked about time that passes. */
export function matchesWhere(
  where: Filter | undefined,
  properties: Readonly<Record<string, AttributeValue>> | undefined,
): boolean {
  if (where === undefined) return true
  return once(compiledWhere, where, () => compile(where, condition => onProperties(condition)))(properties ?? {}, 0)
}

type Asks<S> = (subject: S, now: Instant) => boolean
type Properties = Readonly<Record<string, AttributeValue>>

const compiled = new WeakMap<Filter, Asks<Subject>>()
const compiledWhere = new WeakMap<Filter, Asks<Properties>>()

function once<S>(known: WeakMap<Filter, Asks<S>>, filter: Filter, make: () => Asks<S>): Asks<S> {
  const made = known.get(filter) ?? make()
  known.set(filter, made)
  return made
}

function compile<S>(filter: Filter, leaf: (condition: Condition) => Asks<S>): Asks<S> {
  if ('all' in filter) {
    const parts = filter.all.map(part => compile(part, leaf))
    return (subject, now) => parts.every(part => part(subject, now))
  }
  if ('any' in filter) {
    const parts = filter.any.map(part => compile(part, leaf))
    return (subject, now) => parts.some(part => part(subject, now))
  }
  if ('not' in filter) {
    const part = compile(filter.not, leaf)
    return (subject, now) => !part(subject, now)
  }
  return leaf(filter)
}

const never = () => false

function onProperties({ field, op, value }: Condition): Asks<Properties> {
  if (!isValueOp(op)) return never
  const compares = comparing(op, value, false)
  return (properties, now) => compares(propertyOf(properties, field), now)
}

function onSubject(condition: Condition): Asks<Subject> {
  const { field, op, value } = condition
  if (isValueOp(op)) {
    const compares = comparing(op, value, fieldOf(field)?.kind === 'moment')
    return (subject, now) => compares(valueIn(subject, field), now)
  }
  if (isEventOp(op)) return onEvents(condition, op)
  if (isCampaignOp(op)) return onCampaign(field.slice('campaign.'.length), op)
  if (isComponentOp(op)) return onComponent(field.slice('component.'.length), op, value)
  return op satisfies never
}

/** The newest event that decides lies within the window, or is there at all. */
function onEvents(condition: Condition, op: EventOp): Asks<Subject> {
  const need = needOf(condition)
  const window = condition.within === undefined ? undefined : windowOf(condition.within)
  const reaches: Asks<Subject> = (subject, now) => {
    const at = subject.happened(need)[need.newest - 1]
    return at !== undefined && (window === undefined || at > window.since(now))
  }
  switch (op) {
    case 'happened':
    case 'count-at-least':
      return reaches
    case 'not-happened':
    case 'count-at-most':
      return (subject, now) => !reaches(subject, now)
    default:
      return op satisfies never
  }
}

function onCampaign(campaign: string, op: CampaignOp): Asks<Subject> {
  const fits = (status: EnrollmentStatus) => op === 'entered' || status === op
  return ({ enrollments }) => {
    for (const one of enrollments) if (one.campaign === campaign && fits(one.status)) return true
    return false
  }
}

/** *Acted* counts like the numbers: what was skipped or failed did not (T1). */
function onComponent(component: string, op: ComponentOp, value: Condition['value']): Asks<Subject> {
  const ask =
    (holds: (act: NonNullable<ReturnType<NonNullable<Subject['act']>>>) => boolean): Asks<Subject> =>
    ({ act }) => {
      const acted = act?.(component)
      return acted !== undefined && holds(acted)
    }
  switch (op) {
    case 'acted':
      return ask(({ outcome }) => outcome !== 'skipped' && outcome !== 'failed')
    case 'matched':
    case 'unmatched':
    case 'skipped':
    case 'failed':
      return ask(({ outcome }) => outcome === op)
    case 'clicked':
      return ask(({ engaged }) =>
        typeof value === 'string' ? (engaged.clicked?.includes(value) ?? false) : engaged.clicked !== undefined,
      )
    case 'seen':
    case 'opened':
    case 'replied':
    case 'submitted':
    case 'delivered':
    case 'bounced':
    case 'unsubscribed':
      return ask(({ engaged }) => engaged[op] === true)
    default:
      return op satisfies never
  }
}
