import type { CampaignGraph } from './campaign.ts'
import { emailAndNameForm } from './default.ts'
import { leadQualification } from './templates/lead-qualification.ts'
import { onboardingDrip } from './templates/onboarding-drip.ts'
import { winBack } from './templates/win-back.ts'

/** A campaign to begin with: an ordinary draft from then on. */
export type Template = {
  id: string
  name: string
  /** What it does and what to change, for whoever chooses. */
  explanation: string
  /** @param inbox where conversations go that need a person */
  campaign: (inbox: string) => CampaignGraph
}

export const templates: readonly Template[] = [
  {
    id: 'email-and-name-form',
    name: 'Email and name form',
    explanation: 'Asks whoever starts a conversation how to reach them. Every team begins with it.',
    campaign: () => emailAndNameForm,
  },
  {
    id: 'lead-qualification',
    name: 'Lead qualification',
    explanation:
      'Finds out what a new visitor needs and how large their team is, and hands the promising ones to a person. Pause "Email and name form" while it runs.',
    campaign: leadQualification,
  },
  {
    id: 'onboarding-drip',
    name: 'Onboarding drip',
    explanation:
      'Helps new users through their first week, and stops when they upgrade. Your site tracks "setup finished" and "upgraded".',
    campaign: onboardingDrip,
  },
  {
    id: 'win-back',
    name: 'Win-back',
    explanation: 'Writes twice to users who have not been seen for 30 days, asks why, and stops when they come back.',
    campaign: winBack,
  },
]
