import type { FactBody } from '@pavior/shared/campaign/fact.ts'
import { nextLook } from '@pavior/shared/dry-run/react.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Known } from './pure-engine.ts'
import type { PureHistory } from './pure-history.ts'

const YEARS = 10 * 365 * 86_400_000

/**
 * C1: time alone changes nothing before the moment at which somebody is to be looked at next. What an act made true for
 * those who were asked before it (C7) comes with the next fact, so that is let come first. Gives what is wrong.
 */
export function wokenTooLate(history: PureHistory, known: Known, part: number): string[] {
  const settled = settle(history, known)
  if (!settled) return []
  const { now } = history
  const next = nextLook(settled)
  if (next !== undefined && next <= now) return [`C1: to be looked at again ${now - next} ms ago`]
  const last = (next ?? now + YEARS) - 1
  return [now + 1 + Math.floor((last - now) * part), last].flatMap(at => {
    if (at <= now + ROUNDS) return []
    const { entries } = history.wouldFollow(settled, { kind: 'time' }, at)
    return entries.map(({ kind }) => `C1: ${kind} at ${at}, and nobody is woken before ${next}`)
  })
}

const ROUNDS = 10

/** Undefined where each fact leads to the next: whoever may enter because they left, and leaves because they entered. */
function settle(history: PureHistory, known: Known): Known | undefined {
  let settled = known
  for (let round = 1; round <= ROUNDS; round++) {
    const after = history.wouldFollow(
      settled,
      { kind: 'time' },
      Math.max(history.now, known.life.person.factAt) + round,
    )
    if (after.entries.length === 0) return after.known
    settled = after.known
  }
  return undefined
}

/** Facts that say how something is; the others are new each time they happen. */
const STATES: readonly FactBody['kind'][] = [
  'form',
  'button',
  'identified',
  'attributes',
  'assigned',
  'state',
  'seen',
  'time',
  'remove',
  'email',
  'email-event',
  'address',
]

/** S1, S4: what is so already changes nothing when it is said again. Gives what is wrong. */
export function changedTwice(history: PureHistory): string[] {
  const { last } = history
  const known = last && history.people.get(last.person)
  if (!last || !known || known.isNew || known.life.person.erasedAt !== undefined) return []
  if (!STATES.includes(last.body.kind)) return []
  const settled = settle(history, known)
  if (!settled) return []
  // What came meanwhile is seen now.
  if (last.body.kind === 'seen' && settled.entries.length > known.entries.length) return []
  // The visitor who was merged is nobody any more (C25).
  const body = last.body.kind === 'identified' ? { ...last.body, visitor: undefined } : last.body
  try {
    const { entries } = history.wouldFollow(settled, body, Math.max(history.now, settled.life.person.factAt) + 1)
    return entries
      .filter(entry => !isNewEachTime(body, entry, settled))
      .map(({ kind }) => `S1: ${kind} of a ${body.kind} again`)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return []
  }
}

/** A link may be followed again and again; whoever left is not asked what they did before (T1); an email is asked about until it may go. */
function isNewEachTime(body: FactBody, entry: Entry, { life }: Known): boolean {
  if (body.kind === 'button') return true
  if (entry.kind === 'engaged') return life.enrollments.get(entry.enrollment)?.status !== 'active'
  return body.kind === 'email' && body.what === 'hand-over'
}
