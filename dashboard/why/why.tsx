import './why.css'
import type { WhyAnswer } from '@pavior/shared/protocol/why.ts'
import { useQuery } from '@tanstack/react-query'
import { isErased, sentenceOf } from '../live/server.ts'
import { Bones, Empty, Failed } from '../ui/state.tsx'
import { momentTime, wholeTime } from '../ui/time.ts'
import { Changes } from './changes.tsx'
import { Decided } from './decided.tsx'
import { whyQuery } from './query.ts'
import { VisitPart } from './visit.tsx'

/** Where a person is in a campaign and what each component did, or why they are not in. */
export function Why({ campaign, person }: { campaign: string; person: string }) {
  const query = useQuery(whyQuery(campaign, person))
  if (query.data) return <Answer why={query.data} />
  if (query.isPending) return <Bones rows={5} kind="line" />
  if (isErased(query.error)) return <Empty title={sentenceOf(query.error)}>They still count in the numbers.</Empty>
  return <Failed what="The reason could not be read" error={query.error} onRetry={() => void query.refetch()} />
}

function Answer({ why }: { why: WhyAnswer }) {
  const { reason, says, since, judged, asks, decided, exit, visits, changes, components } = why
  const called = (id: string) => components[id] ?? id
  return (
    <div class="why">
      <div class={`why-answer ${tones[reason] ?? 'no'}`} role="status">
        <b dir="auto">{says}</b>
        {since === undefined ? null : (
          <small>
            {judged === undefined ? 'Since' : 'That was'} <At at={since} />
          </small>
        )}
      </div>
      {decided === undefined ? null : <Decided asks={asks} decided={decided} exit={exit !== undefined} />}
      {visits.map(visit => (
        <VisitPart key={visit.enrollment} visit={visit} called={called} />
      ))}
      {changes.length > 1 ? <Changes changes={changes} /> : null}
    </div>
  )
}

const tones: Partial<Record<WhyAnswer['reason'], string>> = {
  inside: 'yes',
  soon: 'soon',
  start: 'soon',
  message: 'soon',
  ended: 'done',
  once: 'done',
  anew: 'done',
}

function At({ at }: { at: string }) {
  return (
    <time dateTime={at} title={wholeTime(at)}>
      {momentTime(at)}
    </time>
  )
}
