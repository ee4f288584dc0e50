import { because, deciding, present, valueThere } from '../filter/because.ts'
import type { Condition, Filter } from '../filter/condition.ts'
import { describe, type Names } from '../filter/describe.ts'
import { evaluate } from '../filter/evaluate.ts'
import type { Instant } from '../text.ts'
import type { Campaigns } from './campaigns.ts'
import type { CompiledCampaign } from './compile.ts'
import { notEligible } from './outside.ts'
import { glances, type Journal, subjectAt } from './past.ts'

/** A moment at which somebody began, or ceased, to be one whom a campaign lets in (C2), and what there was then. */
export type Change = {
  at: Instant
  eligible: boolean
  /** The global exit that barred them. */
  exit?: string
  found: string[]
}

/** How somebody's eligibility went, by who is let in now; the first is how it was when they came. */
export function changesOf(
  campaign: CompiledCampaign,
  journal: Journal,
  campaigns: Campaigns,
  now: Instant,
  names: Names,
): Change[] {
  const { audience, exits } = campaign
  const changes: Change[] = []
  for (const { at, subject } of glances([audience, ...exits.map(({ filter }) => filter)], journal, campaigns, now)) {
    const bar = notEligible(campaign, subject, at)
    const exit = bar?.reason === 'exit' ? bar.exit : undefined
    const last = changes.at(-1)
    if (last && last.eligible === (bar === undefined) && last.exit === exit?.id) continue
    const found = because(exit?.filter ?? audience, subject, at, names)
    changes.push({ at, eligible: bar === undefined, ...(exit && { exit: exit.id }), found })
  }
  return changes
}

/** A condition that decides a filter's answer. */
export type Decided = {
  asks: string
  /** Whether they fit it. */
  holds: boolean
  /** What there is in its place. */
  found: string
  /** The same as a value alone, where the condition asks for one. */
  value?: string
  /** Since when they fit it, or do not; absent: since they came. */
  since?: Instant
}

/** What decides a filter's answer at a moment, each with the value it had then, and since when it answers so. */
export function decidedBy(
  filter: Filter,
  journal: Journal,
  campaigns: Campaigns,
  at: Instant,
  names: Names,
): Decided[] {
  const subject = subjectAt(journal, campaigns, at)
  if (!subject) return []
  const decided = new Map<string, Followed>()
  for (const condition of deciding(filter, subject, at)) {
    const value = valueThere(condition, subject)
    const said = {
      asks: describe(condition, names),
      found: present(condition, subject, at, names),
      ...(value !== undefined && { value }),
    }
    decided.set(`${said.asks} ${said.found}`, { condition, ...said, holds: evaluate(condition, subject, at) })
  }
  const all = [...decided.values()]
  follow(all, journal, campaigns, at)
  return all.map(({ condition: _condition, before: _before, ...one }) => one)
}

type Followed = Decided & { condition: Condition; before?: boolean }

/** Finds since when each is as it is. */
function follow(all: readonly Followed[], journal: Journal, campaigns: Campaigns, until: Instant): void {
  const conditions = all.map(({ condition }) => condition)
  for (const { at, subject } of glances(conditions, journal, campaigns, until))
    for (const one of all) {
      const holds = evaluate(one.condition, subject, at)
      if (one.before !== undefined && one.before !== holds) one.since = at
      one.before = holds
    }
}
