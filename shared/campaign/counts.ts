import { type Engagement, engagements, outcomes } from '../journal/life.ts'
import type { Component } from './campaign.ts'

/** What can be counted of a component and listed person by person (T1, T3). */
export const standingCounts = ['waiting', 'watching', 'listening'] as const
export const componentCounts = ['acted', ...outcomes, ...standingCounts, ...engagements, 'left', 'arrived'] as const
export type ComponentCount = (typeof componentCounts)[number]

/** What can be counted of a campaign (T2). */
export const campaignCounts = ['entered', 'active', 'completed', 'ended', 'exited', 'removed'] as const
export type CampaignCount = (typeof campaignCounts)[number]

/** Under what it is counted that people came to a component from another one, by its port where it has several. */
export const wayCount = (from: string, port?: string): string => `from ${port ?? '-'} ${from}`

/** From where a count of `wayCount` tells that people came. */
export function wayOf(count: string): { from: string; port?: string } {
  const [, port = '-', ...from] = count.split(' ')
  return { from: from.join(' '), ...(port !== '-' && { port }) }
}

/** What can stand behind the icon of a component. */
export type Counted = (typeof outcomes)[number] | Engagement | (typeof standingCounts)[number]

/** What stands behind the icon of each type of component (T1). The first ones are its acts. */
const behind: Record<Component['type'], readonly Counted[]> = {
  filter: ['matched', 'unmatched', 'watching'],
  wait: ['passed', 'waiting'],
  'inbound-message': ['triggered', 'listening'],
  'send-message': ['sent', 'seen', 'clicked', 'replied', 'submitted', 'refused'],
  'send-email': ['sent', 'delivered', 'opened', 'clicked', 'replied', 'bounced', 'unsubscribed'],
  assign: ['assigned'],
  end: ['ended'],
}

export const countsOf = (type: Component['type']): readonly Counted[] => [...behind[type], 'skipped', 'failed']
