import type { Instant } from '../text.ts'
import { type Condition, type Filter, isEventOp } from './condition.ts'
import { windowOf } from './duration.ts'
import { evaluate } from './evaluate.ts'
import { fieldOf } from './field.ts'
import { needOf, type Subject } from './subject.ts'
import { momentOf, valueIn } from './value.ts'

/**
 * The earliest moment after `now` at which the answer can change without a fact: it may be too early, but never too
 * late (C1). `undefined`: never by time alone.
 */
export function nextFlip(filter: Filter, subject: Subject, now: Instant): Instant | undefined {
  const at = look(filter, subject, now).changes
  return at === NEVER ? undefined : at
}

const NEVER = Number.POSITIVE_INFINITY

/** How it stands, and until when that is certain. */
type Look = { holds: boolean; changes: Instant }

function look(filter: Filter, subject: Subject, now: Instant): Look {
  if ('not' in filter) {
    const { holds, changes } = look(filter.not, subject, now)
    return { holds: !holds, changes }
  }
  if ('all' in filter) return together(filter.all, false, subject, now)
  if ('any' in filter) return together(filter.any, true, subject, now)
  return { holds: evaluate(filter, subject, now), changes: changeOf(filter, subject, now) }
}

/** One part that is `decisive` settles the whole: it stands until the last of these can change, else until the first of all. */
function together(parts: readonly Filter[], decisive: boolean, subject: Subject, now: Instant): Look {
  let settled: Instant | undefined
  let first = NEVER
  for (const part of parts) {
    const { holds, changes } = look(part, subject, now)
    if (holds === decisive) settled = Math.max(settled ?? changes, changes)
    else first = Math.min(first, changes)
    if (settled === NEVER) break
  }
  return settled === undefined ? { holds: !decisive, changes: first } : { holds: decisive, changes: settled }
}

/** Only windows that end now and have a length move with time; each moment passes in and out of one once. */
function changeOf(condition: Condition, subject: Subject, now: Instant): Instant {
  const { field, op, value, within } = condition
  if (isEventOp(op)) {
    const need = needOf(condition)
    const at = within === undefined ? undefined : subject.happened(need)[need.newest - 1]
    return within === undefined || at === undefined ? NEVER : later(windowOf(within).leaves(at), now)
  }
  if (op !== 'within-last' && op !== 'not-within-last') return NEVER
  const at = momentOf(valueIn(subject, field), fieldOf(field)?.kind === 'moment')
  if (at === undefined) return NEVER
  return at > now ? at : later(windowOf(String(value)).leaves(at), now)
}

const later = (at: Instant, now: Instant): Instant => (at > now ? at : NEVER)
