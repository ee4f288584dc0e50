import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { templatesQuery } from '../live/queries.ts'
import { sentenceOf } from '../live/server.ts'
import { FormProblem } from '../ui/field.tsx'
import { Bones, Failed } from '../ui/state.tsx'
import { GraphPicture } from './graph-picture.tsx'
import { makeCampaign } from './make.ts'

/** What a campaign can begin with: one of the templates, each with its graph, or nothing. Opens what was made. */
export function Starts() {
  const query = useQuery(templatesQuery)
  const [, navigate] = useLocation()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  const begin = async (draft: object) => {
    setBusy(true)
    try {
      navigate(`/campaigns/${await makeCampaign(draft)}`)
    } catch (error) {
      setRefused(sentenceOf(error))
      setBusy(false)
    }
  }
  return (
    <div class="starts" aria-busy={busy}>
      <ul class="templates">
        {query.data?.data.map(({ id, name, explanation, campaign }) => (
          <li key={id}>
            <button type="button" class="template" disabled={busy} onClick={() => void begin(campaign)}>
              <GraphPicture graph={campaign} />
              <b>{name}</b>
              <small>{explanation}</small>
            </button>
          </li>
        ))}
      </ul>
      {query.isPending ? <Bones rows={4} kind="line" /> : null}
      {query.isError && !query.data ? (
        <Failed what="The templates could not be read" error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      <FormProblem text={refused} />
      <button
        type="button"
        class="button"
        disabled={busy}
        onClick={() => void begin({ name: 'New campaign', components: [] })}
      >
        <Plus />
        Start with an empty canvas
      </button>
    </div>
  )
}
