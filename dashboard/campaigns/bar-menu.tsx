import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { useQuery } from '@tanstack/react-query'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { campaignsQuery } from '../live/queries.ts'
import type { CampaignView } from '../live/views.ts'
import { CampaignMenu } from './campaign-menu.tsx'
import { duplicateCampaign } from './changes.ts'

type Props = {
  campaign: CampaignView
  /** What of the bar a phone has no room for, in words. */
  says?: readonly string[]
  /** A copy is made of what is saved. */
  saveNow?: () => Promise<unknown>
  children?: ComponentChildren
}

/** In the bar of a campaign's own screens: what can be done with it, and on a phone what else belongs there. */
export function BarMenu({ campaign, says = [], saveNow, children }: Props) {
  const [open, setOpen] = useState(false)
  const [, navigate] = useLocation()
  const row = useRow(campaign, open)
  const { id, name, status } = campaign
  if (status === 'archived') return null
  const duplicate = async () => {
    await saveNow?.()
    const copy = await duplicateCampaign({ id, name })
    if (copy) navigate(`/campaigns/${copy.id}`)
  }
  return (
    <CampaignMenu
      campaign={{ id, name, status }}
      row={row}
      onOpen={setOpen}
      onDuplicate={duplicate}
      onDeleted={() => navigate('/campaigns')}
    >
      {says.map(words => (
        <div key={words} class="menu-label only-narrow" dir="auto">
          {words}
        </div>
      ))}
      {children}
    </CampaignMenu>
  )
}

/** The campaign's line of the list, which says what resuming asks and what deleting does: while it is paused, or wanted. */
export const useRow = ({ id, status }: CampaignView, wanted = false): CampaignRow | undefined =>
  useQuery({ ...campaignsQuery, refetchInterval: false, enabled: wanted || status === 'paused' }).data?.data.find(
    row => row.id === id,
  )
