import './publish.css'
import { useQuery } from '@tanstack/react-query'
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { publishingQuery } from '../../live/queries.ts'
import { ask } from '../../live/server.ts'
import type { CampaignView } from '../../live/views.ts'
import { Sheet } from '../../ui/dialog.tsx'
import { Bones, Failed } from '../../ui/state.tsx'
import { useBuilder } from '../use-builder.ts'
import { Decide } from './decide.tsx'
import { Progress, type Published } from './progress.tsx'

/** What publishing would change and for whom, before one decides; then how it goes. */
export function PublishDialog() {
  const { campaign, open } = useBuilder()
  const [published, setPublished] = useState<Published>()
  const close = () => open(undefined)
  return (
    <Sheet
      open
      onClose={close}
      title={published === undefined ? 'Publish' : `Version ${published.version} is published`}
      says={published === undefined ? whatItIs(campaign) : whatNow(campaign)}
      roomy
    >
      {published === undefined ? (
        <Saved>{revision => <Plan revision={revision} onPublished={setPublished} />}</Saved>
      ) : (
        <Progress published={published} onClose={close} />
      )}
    </Sheet>
  )
}

type Campaign = { name: string; status: string; version?: number }

function whatItIs({ name, status, version }: Campaign): string {
  if (version === undefined) return `“${name}” goes live for the first time.`
  const paused = status === 'paused' ? ' It stays paused until you resume it.' : ''
  return `“${name}” becomes version ${version + 1}; version ${version} stays in its history.${paused}`
}

const whatNow = ({ status }: Campaign): string =>
  status === 'paused' ? 'The campaign is still paused: nothing acts until you resume it.' : 'It is live.'

/** What is published is what is saved. */
function Saved({ children }: { children: (revision: number) => ComponentChildren }) {
  const { campaign, saveNow, saving } = useBuilder()
  const [state, setState] = useState<'saving' | 'saved' | 'not'>('saving')
  useEffect(() => {
    if (state === 'saving') void saveNow().then(saved => setState(saved ? 'saved' : 'not'))
  }, [state, saveNow])
  if (state === 'saved') return <>{children(campaign.revision)}</>
  if (state === 'saving') return <Bones rows={4} kind="line" />
  const why = saving.is === 'waiting' || saving.is === 'refused' ? saving.why : 'Somebody else changed it meanwhile.'
  return (
    <div class="empty" role="alert">
      <b>The draft is not saved yet</b>
      <p class="empty-says">{why}</p>
      <button type="button" class="button small" onClick={() => setState('saving')}>
        Try again
      </button>
    </div>
  )
}

function Plan({ revision, onPublished }: { revision: number; onPublished: (published: Published) => void }) {
  const { campaign, learn } = useBuilder()
  const query = useQuery(publishingQuery(campaign.id, revision))
  const isBehind = query.data !== undefined && query.data.revision > revision
  useEffect(() => {
    // Somebody else saved, and this window has not heard of it yet.
    if (isBehind) void ask<CampaignView>(`/api/v1/campaigns/${campaign.id}`).then(learn, () => undefined)
  }, [isBehind, campaign.id, learn])
  if (query.isPending) return <Bones rows={6} kind="line" />
  if (!query.data)
    return <Failed what="It can’t be said what would change" error={query.error} onRetry={() => void query.refetch()} />
  return <Decide plan={query.data} onPublished={onPublished} />
}
