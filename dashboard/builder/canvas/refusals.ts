import type { whyNot } from '../draft/edits.ts'

/** Why a line was not drawn, for whoever drew it. */
export const refusals: Record<NonNullable<ReturnType<typeof whyNot>>, string> = {
  itself: 'A component can’t lead to itself.',
  cycle:
    'This line would lead back to where it comes from, and a campaign never goes in circles. Use another component for it.',
  twice: 'There is such a line already.',
  'nothing-follows': 'End workflow takes the person out: nothing can follow it.',
  full: 'A campaign has at most 1,000 lines.',
}
