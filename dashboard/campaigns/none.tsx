import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { Plus, Search, Send } from 'lucide-preact'
import { Empty } from '../ui/state.tsx'
import { Starts } from './starts.tsx'

/** No campaigns: what they are for, and those to begin with. */
export function NoCampaigns({ kind, onNew }: { kind: CampaignRow['kind']; onNew: () => void }) {
  if (kind === 'automessage')
    return (
      <Empty icon={<Send />} title="No automessages yet">
        <p>One message, sent by itself to people who match: a welcome, a hint on a page, an invitation.</p>
        <button type="button" class="button primary" onClick={onNew}>
          <Plus />
          New automessage
        </button>
      </Empty>
    )
  return (
    <section class="no-campaigns">
      <h2>Talk to people at the right moment</h2>
      <p>
        A campaign sends messages by itself, to the people who match, until they have done what you hoped for. Start
        from one that works and change the words.
      </p>
      <Starts />
    </section>
  )
}

export const NothingFound = ({ onClear }: { onClear: () => void }) => (
  <Empty icon={<Search />} title="Nothing like that">
    <p>No name and no audience here has these words with this status.</p>
    <button type="button" class="button small" onClick={onClear}>
      Show all
    </button>
  </Empty>
)
