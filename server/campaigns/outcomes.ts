import type { Component } from '@pavior/shared/campaign/campaign.ts'
import type { Counted } from '@pavior/shared/campaign/counts.ts'

/** What becomes of an email that only its provider can tell. */
const TOLD_BY_PROVIDER: readonly Counted[] = ['delivered', 'opened', 'clicked', 'bounced']

/** Whether a number can be known at all; otherwise it shows "–", not 0 (T1). */
export function isKnown(type: Component['type'], outcome: Counted, transportReports: boolean): boolean {
  return type !== 'send-email' || transportReports || !TOLD_BY_PROVIDER.includes(outcome)
}
