import type { Instant } from '../text.ts'
import type { Told } from './told.ts'

/** What a link means by its time: what was counted, and at which component, where it is one's. */
export type Meant = { count: string; component?: string | undefined }

/**
 * The entry that a number or a line speaks of: of those written at one moment, which may be many, the last that says just
 * that. Undefined where none does.
 */
export function numberMeant(told: readonly Told[], time: Instant, { count, component }: Meant): number | undefined {
  return told.findLast(({ entry }) => entry.at === time && says(entry, count, component))?.number
}

function says(entry: Told['entry'], count: string, component: string | undefined): boolean {
  switch (entry.kind) {
    case 'interacted':
      // The refusal itself, with its words: that it counts stands behind it.
      return count === 'refused' && entry.what.does === 'form-refused'
    case 'acted':
    case 'act-revoked':
      return entry.component === component && (entry.outcome === count || count === 'acted' || count === 'arrived')
    case 'engaged':
      return count !== 'refused' && entry.component === component && entry.outcome === count
    case 'waiting':
    case 'watching':
    case 'listening':
      return entry.component === component && (entry.kind === count || count === 'arrived')
    case 'entered':
      return component === undefined && (count === 'entered' || count === 'active')
    case 'left':
      return count === 'left' || (component === undefined && entry.status === count)
    default:
      return false
  }
}
