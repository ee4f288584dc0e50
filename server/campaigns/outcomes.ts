import type { Component } from '@pavior/shared/campaign/campaign.ts'
import type { Counted } from '@pavior/shared/campaign/counts.ts'

/** What becomes of an email that only its provider can tell. */
const TOLD_BY_PROVIDER: readonly Counted[] = ['delivered', 'opened', 'clicked', 'bounced']

/** Who tells what becomes of a message: the transport of emails, and the widget, where visitors are recorded. */
export type Tellers = { transport: boolean; recording: boolean }

/** Whether a number can be known at all; otherwise it shows "–", not 0 (T1). */
export function isKnown(type: Component['type'], outcome: Counted, { transport, recording }: Tellers): boolean {
  if (type === 'send-email') return transport || !TOLD_BY_PROVIDER.includes(outcome)
  return recording || outcome !== 'refused'
}
