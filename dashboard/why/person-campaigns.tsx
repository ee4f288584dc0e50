import './why.css'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { campaignsQuery } from '../live/queries.ts'
import { Sheet } from '../ui/dialog.tsx'
import { Bones, Failed } from '../ui/state.tsx'
import { focusOnce } from './focus-once.ts'
import { Why } from './why.tsx'

type Named = { id: string; name: string }
type Props = { person: Named; campaign: Named | undefined; onClose: () => void }

/** Of a person: why they are in a campaign, or are not; any of the team's, also those they never were in. */
export default function PersonCampaigns({ person, campaign, onClose }: Props) {
  const [chosen, choose] = useState(campaign)
  return (
    <Sheet open onClose={onClose} title={chosen ? chosen.name : 'Choose a campaign'} roomy>
      {chosen ? (
        <>
          <div class="why-head">
            <button type="button" class="button small" onClick={() => choose(undefined)}>
              <ArrowLeft />
              Another campaign
            </button>
            <Link class="button small" href={`/campaigns/${chosen.id}`}>
              The campaign
            </Link>
          </div>
          <Why campaign={chosen.id} person={person.id} />
        </>
      ) : (
        <Campaigns person={person.name} onChoose={choose} />
      )}
    </Sheet>
  )
}

const MOST = 50

function Campaigns({ person, onChoose }: { person: string; onChoose: (campaign: Named) => void }) {
  const [search, setSearch] = useState('')
  const query = useQuery(campaignsQuery)
  const wanted = search.trim().toLowerCase()
  const all = query.data?.data ?? []
  const found = all.filter(({ name }) => name.toLowerCase().includes(wanted))
  return (
    <>
      <p class="dialog-says">Why {person} is in it, or is not.</p>
      <input
        class="input"
        type="search"
        aria-label="Search campaigns"
        placeholder="Search campaigns"
        value={search}
        maxLength={200}
        ref={focusOnce}
        onInput={event => setSearch(event.currentTarget.value)}
      />
      {query.isPending ? <Bones rows={4} kind="line" /> : null}
      {query.isError && !query.data ? (
        <Failed what="The campaigns could not be read" error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      <ul class="why-people" aria-label="Campaigns">
        {found.slice(0, MOST).map(({ id, name, status }) => (
          <li key={id}>
            <button type="button" class="menu-item" onClick={() => onChoose({ id, name })}>
              <span dir="auto">{name}</span>
              <small>{statuses[status]}</small>
            </button>
          </li>
        ))}
      </ul>
      {query.isSuccess && found.length === 0 ? (
        <p class="soft">{wanted === '' ? 'There is no campaign yet.' : 'No campaign is called so.'}</p>
      ) : null}
      {found.length > MOST ? <p class="soft">And {found.length - MOST} more: search for the one you mean.</p> : null}
    </>
  )
}

const statuses = { draft: 'Draft', active: 'Live', paused: 'Paused' }
