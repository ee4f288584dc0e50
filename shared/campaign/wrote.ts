import { plainText } from '../document/plain.ts'
import type { Entry } from '../journal/entry.ts'
import type { Enrollment, Life } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import type { Campaigns } from './campaigns.ts'
import type { CompiledCampaign } from './compile.ts'
import { worldOf } from './explain.ts'
import { type Bar, outside } from './outside.ts'
import { type Journal, past } from './past.ts'
import { liveAt, type Published } from './published.ts'
import { starting } from './step.ts'
import { subjectOf } from './subject.ts'
import type { Heard } from './world.ts'

/** The last message somebody wrote while a campaign that is entered by messages was live, and why it let nobody in (C5). */
export type Wrote = {
  at: Instant
  /** As it was live then. */
  campaign: CompiledCampaign
  /** `unheard`: no root listens for such a message. `inside`: they were in. `nothing`: nothing stood in the way. */
  bar: Bar | { reason: 'unheard'; first: boolean } | { reason: 'inside' | 'paused' | 'nothing' }
}

export function lastWrote(published: Published, journal: Journal, campaigns: Campaigns): Wrote | undefined {
  let wrote: Wrote | undefined
  let heard: Heard | undefined
  let noted = false
  for (const { entry, own, next, ...then } of past(journal, campaigns)) {
    if (!own) continue
    heard = heardIn(entry, then.life) ?? heard
    noted ||= entry.kind === 'eligible-noted' && entry.campaign === published.id
    if (next === entry.at) continue
    const campaign = liveAt(published, entry.at)
    if (heard && campaign && entry.at >= campaign.activatedAt) {
      const enrollments = [...then.life.enrollments.values()].filter(one => one.campaign === published.id)
      const fires = starting(campaign.newest, heard, entry.at).some(due => due.heard)
      const bar: Wrote['bar'] = wasInside(enrollments, entry.at)
        ? { reason: 'inside' }
        : !fires
          ? { reason: 'unheard', first: heard.first }
          : (outside(campaign, enrollments, subjectOf(worldOf(then)), entry.at) ?? {
              reason: noted ? 'paused' : 'nothing',
            })
      wrote = { at: entry.at, campaign, bar }
    }
    heard = undefined
    noted = false
  }
  return wrote
}

/** Inside at that moment, or until it. */
const wasInside = (enrollments: readonly Enrollment[], at: Instant): boolean =>
  enrollments.some(({ status, leftAt }) => status === 'active' || leftAt === at)

/** What Inbound message listens for (C10), as the fact told it. */
function heardIn(entry: Entry, { conversations }: Life): Heard | undefined {
  if (entry.kind !== 'message-sent' || entry.from.type !== 'person') return undefined
  const { conversation, id, place, content } = entry
  const began = place === 1 && conversations.get(conversation)?.startedBy.type === 'person'
  return { conversation, message: id, first: began, text: plainText(content) }
}
