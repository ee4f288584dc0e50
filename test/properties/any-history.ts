import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import fc from 'fast-check'
import { anyCampaign } from './any-campaign.ts'

const happenings = {
  'visitor starts': 5,
  'visitor writes': 8,
  'visitor says it again': 3,
  'visitor answers': 6,
  'visitor presses': 4,
  'visitor interacts': 5,
  'visitor sees': 2,
  'page views': 2,
  'page tracks': 2,
  'page updates': 3,
  'visitor identifies': 3,
  'visitor signs out': 1,
  'tab opens': 1,
  'tab goes away': 2,
  'tab comes back': 2,
  'line breaks': 2,
  'agent replies': 5,
  'agent says it again': 1,
  'agent notes': 2,
  'agent assigns': 2,
  'agent changes state': 3,
  'agent sees': 2,
  'agent goes away': 1,
  'site sets': 2,
  'site writes': 1,
  'campaign is published': 2,
  'campaign is paused': 1,
  'campaign is resumed': 2,
  'time passes': 4,
} as const

type Happening = keyof typeof happenings

/** Something that happens; the numbers choose among what there is at that moment. */
export type Step = { what: Happening; who: number; which: number; how: number }

const anyStep: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    ...Object.entries(happenings).flatMap(([what, weight]): Happening[] => Array(weight).fill(what)),
  ),
  who: fc.nat({ max: 5 }),
  which: fc.nat({ max: 60 }),
  how: fc.nat({ max: 60 }),
})

export type History = {
  campaigns: CampaignGraph[]
  /** Steps of one moment happen at the same time. */
  moments: Step[][]
}

export const anyHistory: fc.Arbitrary<History> = fc.record({
  campaigns: fc.array(anyCampaign, { minLength: 1, maxLength: 3 }),
  moments: fc.array(fc.array(anyStep, { minLength: 1, maxLength: 4 }), { minLength: 8, maxLength: 25 }),
})

export const inWords = ({ campaigns, moments }: History): string =>
  [
    JSON.stringify(campaigns),
    ...moments.map(moment => moment.map(({ what, who, which, how }) => `${what} ${who} ${which} ${how}`).join(' | ')),
  ].join('\n')
