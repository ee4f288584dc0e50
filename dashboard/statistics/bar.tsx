import { Pause, Play, UserSearch } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { BarMenu, useRow } from '../campaigns/bar-menu.tsx'
import { CampaignTabs } from '../campaigns/campaign-tabs.tsx'
import { pauseCampaign, resumeCampaign } from '../campaigns/changes.ts'
import { ResumeDialog } from '../campaigns/resume-dialog.tsx'
import { StatusTag } from '../campaigns/status-tag.tsx'
import type { CampaignView } from '../live/views.ts'
import { FindPerson } from '../why/find-person.tsx'
import { PeriodPicker } from './period-picker.tsx'
import type { Scope } from './scope.ts'
import { VersionPicker } from './version-picker.tsx'

type Props = {
  campaign: CampaignView
  versions: readonly number[]
  scope: Scope
  onGo: (change: Scope) => void
  onVersions: () => void
}

/** Which campaign it is, and of which version and time its numbers are. */
export function Bar({ campaign, versions, scope, onGo, onVersions }: Props) {
  return (
    <header class="bar numbers-bar">
      <Link class="soft only-wide" href="/campaigns">
        Campaigns
      </Link>
      <span class="faint only-wide">/</span>
      <h1 dir="auto">{campaign.name}</h1>
      {campaign.status === 'archived' ? <span class="tag">Deleted</span> : <StatusTag campaign={campaign} />}
      <CampaignTabs
        campaign={campaign.id}
        here="statistics"
        deleted={campaign.status === 'archived'}
        onVersions={onVersions}
      />
      {versions.length === 0 ? null : (
        <>
          <VersionPicker versions={versions} value={scope.version} onPick={version => onGo({ version })} />
          <PeriodPicker value={scope.period} onPick={period => onGo({ period })} />
        </>
      )}
      {campaign.status === 'archived' ? null : <FindButton campaign={campaign} />}
      <PauseButton campaign={campaign} />
      <BarMenu campaign={campaign} says={campaign.version === undefined ? [] : [`Version ${campaign.version}`]} />
    </header>
  )
}

/** Of whom no number tells: where they are, or why they are not in. */
function FindButton({ campaign }: { campaign: CampaignView }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        class="button quiet find"
        aria-label="Find a person"
        title="Where somebody is in this campaign, or why they are not in"
        onClick={() => setOpen(true)}
      >
        <UserSearch />
        <span class="only-wide">Find a person</span>
      </button>
      {open ? <FindPerson campaign={campaign} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** What is paused is resumed where it is asked who enters then: the list's own question. On a phone the menu has it. */
function PauseButton({ campaign }: { campaign: CampaignView }) {
  const [busy, setBusy] = useState(false)
  const [asks, setAsks] = useState(false)
  const row = useRow(campaign)
  const run = async (change: Promise<unknown>) => {
    setBusy(true)
    setAsks(false)
    await change
    setBusy(false)
  }
  if (campaign.status === 'active')
    return (
      <button type="button" class="button only-wide" disabled={busy} onClick={() => void run(pauseCampaign(campaign))}>
        <Pause />
        Pause
      </button>
    )
  if (campaign.status !== 'paused' || !row) return null
  return (
    <>
      <button
        type="button"
        class="button only-wide"
        disabled={busy}
        onClick={() => (row.byEvent ? void run(resumeCampaign(row)) : setAsks(true))}
      >
        <Play />
        {row.byEvent ? 'Resume' : 'Resume …'}
      </button>
      <ResumeDialog
        open={asks}
        row={row}
        onClose={() => setAsks(false)}
        onResume={existing => void run(resumeCampaign(row, existing))}
      />
    </>
  )
}
