import './versions.css'
import { Dialog } from '@base-ui/react/dialog'
import { differences } from '@pavior/shared/campaign/difference.ts'
import type { Names } from '@pavior/shared/filter/describe.ts'
import type { VersionView } from '@pavior/shared/protocol/campaigns.ts'
import type { AgentView } from '@pavior/shared/protocol/views.ts'
import { useQuery } from '@tanstack/react-query'
import { History, X } from 'lucide-preact'
import { useMemo, useState } from 'preact/hooks'
import { versionsQuery } from '../../live/queries.ts'
import type { CampaignView } from '../../live/views.ts'
import { Question } from '../../ui/dialog.tsx'
import { Bones, Empty, Failed } from '../../ui/state.tsx'
import { type Draft, draftOf, sameDraft } from '../draft/draft.ts'
import { ChangeList } from './change-list.tsx'
import { changesIn } from './changes.ts'
import { Picture } from './picture.tsx'
import { type Chosen, chosenIn, closeVersions, lookAt } from './use-asked.ts'
import { VersionList } from './version-list.tsx'

export type VersionsProps = {
  campaign: CampaignView
  /** As it is drawn now. */
  draft: Draft
  names: Names
  agents: readonly Pick<AgentView, 'id' | 'name'>[]
  /** Nothing of a deleted campaign is drawn any more. */
  onDraft: ((drawn: Draft, version: number) => void) | undefined
  /** What the address asks for. */
  asked: string
}

/** All that was published: each on the canvas, compared with another, and made the draft again. Above any view of it. */
export function Versions(props: VersionsProps) {
  const query = useQuery(versionsQuery(props.campaign.id))
  return (
    <Dialog.Root open onOpenChange={next => next || closeVersions()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog versions">
          <header class="dialog-head">
            <Dialog.Title>Versions</Dialog.Title>
            <Dialog.Close className="icon" aria-label="Close">
              <X />
            </Dialog.Close>
          </header>
          {query.isPending ? <Bones rows={6} kind="line" /> : null}
          {query.isError && !query.data ? (
            <Failed what="The versions could not be read" error={query.error} onRetry={() => void query.refetch()} />
          ) : null}
          {query.data?.data.length === 0 ? (
            <Empty icon={<History />} title="Nothing is published yet">
              Each time you publish, what you published is kept here.
            </Empty>
          ) : null}
          {query.data?.data[0] ? <Look {...props} versions={query.data.data} newest={query.data.data[0]} /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

type LookProps = VersionsProps & { versions: readonly VersionView[]; newest: VersionView }

function Look({ campaign, draft, names, agents, versions, newest, onDraft, asked }: LookProps) {
  const { chosen, unread } = chosenIn(asked, versions, newest.version)
  const [compared, compare] = useState<Chosen>()
  const [asks, setAsks] = useState(false)
  const [shown, show] = useState<{ id: string }>()
  const drawingOf = (which: Chosen): Draft =>
    which === 'draft' ? draft : draftOf((versions.find(({ version }) => version === which) ?? newest).graph)
  const drawn = useMemo(() => drawingOf(chosen), [chosen, draft, versions])
  const against = compared ?? before(chosen, versions)
  const other = useMemo(() => (against === undefined ? undefined : drawingOf(against)), [against, draft, versions])
  const changes = useMemo(
    () => other && changesIn(differences(other, drawn), other, drawn, names),
    [other, drawn, names],
  )
  const isDraft = chosen === 'draft' || sameDraft(drawn, draft)
  const makeDraft = () => {
    if (chosen !== 'draft') onDraft?.(drawn, chosen)
    closeVersions()
  }
  return (
    <div class="versions-look">
      <VersionList
        campaign={campaign}
        agents={agents}
        versions={versions}
        chosen={chosen}
        onChoose={which => {
          lookAt(which)
          compare(undefined)
          show(undefined)
        }}
      />
      <Picture key={chosen} names={names} drawn={drawn} changes={changes ?? []} shown={shown} />
      <section class="versions-changes" aria-label="What changed">
        <label class="versions-compare">
          <span>Compared with</span>
          <select
            class="input"
            value={String(against ?? '')}
            onChange={event => {
              const { value } = event.currentTarget
              compare(value === 'draft' ? 'draft' : Number(value))
            }}
          >
            {against === undefined ? <option value="">nothing: it is the first</option> : null}
            {(['draft', ...versions.map(({ version }) => version)] as const)
              .filter(which => which !== chosen)
              .map(which => (
                <option key={which} value={which}>
                  {which === 'draft' ? 'the draft' : `version ${which}`}
                </option>
              ))}
          </select>
        </label>
        <div class="versions-list">
          {unread ? (
            <p class="versions-unread" role="status">
              {unread}
            </p>
          ) : null}
          {changes === undefined ? <p class="soft">This is the first version.</p> : null}
          {changes?.length === 0 ? <p class="soft">Both say the same.</p> : null}
          {changes ? <ChangeList key={`${chosen} ${against}`} changes={changes} onChoose={id => show({ id })} /> : null}
        </div>
        {chosen === 'draft' || !onDraft ? null : (
          <button type="button" class="button wide" disabled={isDraft} onClick={() => setAsks(true)}>
            {isDraft ? 'The draft says the same' : 'Make it the draft again'}
          </button>
        )}
      </section>
      <Question
        open={asks}
        title={`Make version ${chosen} the draft again?`}
        says="It takes the place of the draft as it is now; Undo brings that back. Nothing live changes until you publish."
        yes="Make it the draft"
        onYes={makeDraft}
        onNo={() => setAsks(false)}
      />
    </div>
  )
}

/** The one that was published before; for the draft the newest. */
function before(chosen: Chosen, versions: readonly VersionView[]): Chosen | undefined {
  if (chosen === 'draft') return versions[0]?.version
  return versions.find(({ version }) => version < chosen)?.version
}
