import './top-bar.css'
import { FlaskConical, Redo2, Undo2 } from 'lucide-preact'
import { Link } from 'wouter-preact'
import { BarMenu } from '../../campaigns/bar-menu.tsx'
import { CampaignTabs } from '../../campaigns/campaign-tabs.tsx'
import { StatusTag } from '../../campaigns/status-tag.tsx'
import { Face } from '../../ui/face.tsx'
import { alsoHere } from '../draft/use-others.ts'
import { FindButton } from '../finding.tsx'
import { useBuilder } from '../use-builder.ts'
import { openVersions } from '../versions/use-asked.ts'
import { CampaignName } from './campaign-name.tsx'
import { SavedState, savedWords } from './saved-state.tsx'

/** Which campaign it is, whether it runs and is saved, and what can be done with it as a whole. */
export function TopBar() {
  const { campaign, undo, redo, problems, open, others, saving, saveNow } = useBuilder()
  const errors = problems.filter(({ level }) => level === 'error').length
  return (
    <header class="bar builder-bar">
      <Link class="soft only-wide" href="/campaigns">
        Campaigns
      </Link>
      <span class="faint only-wide">/</span>
      <CampaignName />
      <StatusTag campaign={campaign} />
      <SavedState />
      <CampaignTabs campaign={campaign.id} here="build" onVersions={openVersions} />
      <Others />
      <FindButton />
      <button
        type="button"
        class="icon second"
        aria-label="Undo"
        title="Undo  Ctrl Z"
        disabled={undo === undefined}
        onClick={undo}
      >
        <Undo2 />
      </button>
      <button
        type="button"
        class="icon second"
        aria-label="Redo"
        title="Redo  Ctrl Shift Z"
        disabled={redo === undefined}
        onClick={redo}
      >
        <Redo2 />
      </button>
      <button type="button" class="button second" aria-label="Dry run" onClick={() => open({ is: 'dry-run' })}>
        <FlaskConical />
        <span class="only-wide">Dry run</span>
      </button>
      <button
        type="button"
        class="button primary"
        aria-disabled={errors > 0}
        onClick={() => errors === 0 && open({ is: 'publish' })}
        title={errors > 0 ? `${errors === 1 ? '1 error stands' : `${errors} errors stand`} in the way` : undefined}
      >
        Publish
      </button>
      <BarMenu
        campaign={campaign}
        saveNow={saveNow}
        says={[
          ...(campaign.version === undefined ? [] : [`Version ${campaign.version}`]),
          savedWords(saving, campaign.changedAt),
          ...(others.length === 0 ? [] : [alsoHere(others)]),
        ]}
      />
    </header>
  )
}

function Others() {
  const { others } = useBuilder()
  if (others.length === 0) return null
  const says = alsoHere(others)
  return (
    <span class="faces only-wide" title={says} role="img" aria-label={says}>
      {others.map(({ id, name }) => (
        <Face key={id} name={name} />
      ))}
    </span>
  )
}
