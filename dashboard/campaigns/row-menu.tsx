import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { Copy, Ellipsis, Pause, Play, Trash } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Question } from '../ui/dialog.tsx'
import { Item, Line, Menu } from '../ui/menu.tsx'
import { deleteCampaign, duplicateCampaign, pauseCampaign, resumeCampaign } from './changes.ts'
import { whatDeletingDoes } from './deleting.ts'
import { ResumeDialog } from './resume-dialog.tsx'

/** What can be done with a campaign from the list. */
export function RowMenu({ row }: { row: CampaignRow }) {
  const [busy, setBusy] = useState(false)
  const [asks, setAsks] = useState<'resume' | 'delete'>()
  const run = (change: Promise<void>) => {
    setBusy(true)
    setAsks(undefined)
    void change.finally(() => setBusy(false))
  }
  return (
    <>
      <Menu trigger={<Ellipsis />} className="icon" label={`More for ${row.name}`} align="end" busy={busy}>
        <Item icon={<Copy />} onPick={() => run(duplicateCampaign(row))}>
          Duplicate
        </Item>
        {row.status === 'active' ? (
          <Item icon={<Pause />} onPick={() => run(pauseCampaign(row))}>
            Pause
          </Item>
        ) : null}
        {row.status === 'paused' ? (
          <Item icon={<Play />} onPick={() => (row.byEvent ? run(resumeCampaign(row)) : setAsks('resume'))}>
            {row.byEvent ? 'Resume' : 'Resume …'}
          </Item>
        ) : null}
        <Line />
        <Item icon={<Trash />} bad onPick={() => setAsks('delete')}>
          Delete …
        </Item>
      </Menu>
      <ResumeDialog
        open={asks === 'resume'}
        row={row}
        onClose={() => setAsks(undefined)}
        onResume={existing => run(resumeCampaign(row, existing))}
      />
      <Question
        open={asks === 'delete'}
        title={`Delete “${row.name}”?`}
        says={whatDeletingDoes(row)}
        yes="Delete it"
        danger
        onYes={() => run(deleteCampaign(row))}
        onNo={() => setAsks(undefined)}
      />
    </>
  )
}
