import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { peopleOf } from '../ui/count.ts'

/** What becomes of a campaign and of the people inside when it is deleted (C19, C24). */
export function whatDeletingDoes({ status, active }: Pick<CampaignRow, 'status' | 'active'>): string {
  if (status === 'draft') return 'It was never published, so nobody is inside. The draft can’t be brought back.'
  const inside =
    active === 0
      ? 'Nobody is inside, and nobody enters any more.'
      : `${peopleOf(active)} ${active === 1 ? 'is' : 'are'} inside and will be taken out at once: nothing more is sent to them, emails that have not left yet stay here, and open forms close.`
  return `${inside} What was already sent stays. It can’t be brought back.`
}
