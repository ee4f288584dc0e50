import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { Copy, Ellipsis, Pause, Play, Trash } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Question } from '../ui/dialog.tsx'
import { Item, Line, Menu } from '../ui/menu.tsx'
import { deleteCampaign, duplicateCampaign, pauseCampaign, resumeCampaign } from './changes.ts'
import { whatDeletingDoes } from './deleting.ts'
import { ResumeDialog } from './resume-dialog.tsx'

type Props = {
  campaign: Pick<CampaignRow, 'id' | 'name' | 'status'>
  /** Its line of the list: until it is there, nothing can be picked that asks by its numbers first. */
  row: CampaignRow | undefined
  onOpen?: (open: boolean) => void
  onDuplicate?: () => Promise<void>
  onDeleted?: () => void
  /** What else stands on top. */
  children?: ComponentChildren
}

/** What can be done with a campaign as a whole. */
export function CampaignMenu({ campaign, row, onOpen, onDuplicate, onDeleted, children }: Props) {
  const [busy, setBusy] = useState(false)
  const [asks, setAsks] = useState<'resume' | 'delete'>()
  const run = async (change: Promise<unknown>) => {
    setBusy(true)
    setAsks(undefined)
    const answer = await change
    setBusy(false)
    return answer
  }
  const remove = async () => {
    if ((await run(deleteCampaign(campaign))) !== undefined) onDeleted?.()
  }
  return (
    <>
      <Menu
        trigger={<Ellipsis />}
        className="icon"
        label={`More for ${campaign.name}`}
        align="end"
        busy={busy}
        {...(onOpen && { onOpen })}
      >
        {children}
        {campaign.status === 'active' ? (
          <Item icon={<Pause />} onPick={() => void run(pauseCampaign(campaign))}>
            Pause
          </Item>
        ) : null}
        {campaign.status === 'paused' ? (
          <Item
            icon={<Play />}
            disabled={!row}
            onPick={() => (row?.byEvent ? void run(resumeCampaign(campaign)) : setAsks('resume'))}
          >
            {row?.byEvent ? 'Resume' : 'Resume …'}
          </Item>
        ) : null}
        <Item icon={<Copy />} onPick={() => void run(onDuplicate ? onDuplicate() : duplicateCampaign(campaign))}>
          Duplicate
        </Item>
        <Line />
        <Item icon={<Trash />} bad disabled={!row} onPick={() => setAsks('delete')}>
          Delete …
        </Item>
      </Menu>
      {row ? (
        <>
          <ResumeDialog
            open={asks === 'resume' && campaign.status === 'paused'}
            row={row}
            onClose={() => setAsks(undefined)}
            onResume={existing => void run(resumeCampaign(campaign, existing))}
          />
          <Question
            open={asks === 'delete'}
            title={`Delete “${campaign.name}”?`}
            says={whatDeletingDoes(row)}
            yes="Delete it"
            danger
            onYes={() => void remove()}
            onNo={() => setAsks(undefined)}
          />
        </>
      ) : null}
    </>
  )
}
