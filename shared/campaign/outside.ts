import { evaluate } from '../filter/evaluate.ts'
import type { Subject } from '../filter/subject.ts'
import type { Enrollment } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import type { CompiledCampaign } from './compile.ts'

type Exit = CompiledCampaign['exits'][number]

/** C3, C15: whether what happened before lets the person in (again). */
export function mayEnter({ reentry }: CompiledCampaign, enrollments: readonly Enrollment[]): boolean {
  if (enrollments.some(({ status }) => status === 'ended')) return false
  return enrollments.length === 0 || reentry === 'each'
}

/** C2: the audience matches and no global exit does. */
export const eligible = ({ audience, exits }: CompiledCampaign, subject: Subject, at: Instant): boolean =>
  evaluate(audience, subject, at) && !exits.some(({ filter }) => evaluate(filter, subject, at))

/** What bars somebody who is not inside from a campaign: what happened before, a global exit, the audience. */
export type Bar = { reason: 'ended' | 'once' | 'audience' } | { reason: 'exit'; exit: Exit }

/** What stands between somebody and a campaign at a moment, by what `enter` asks (C2, C3, C15); nothing: they may enter. */
export function outside(
  campaign: CompiledCampaign,
  enrollments: readonly Enrollment[],
  subject: Subject,
  at: Instant,
): Bar | undefined {
  if (!mayEnter(campaign, enrollments))
    return { reason: enrollments.some(({ status }) => status === 'ended') ? 'ended' : 'once' }
  return notEligible(campaign, subject, at)
}

/** What of the audience and the exits bars them (C2). An exit comes first: it takes out, too. */
export function notEligible(campaign: CompiledCampaign, subject: Subject, at: Instant): Bar | undefined {
  if (eligible(campaign, subject, at)) return undefined
  const exit = campaign.exits.find(({ filter }) => evaluate(filter, subject, at))
  return exit ? { reason: 'exit', exit } : { reason: 'audience' }
}
