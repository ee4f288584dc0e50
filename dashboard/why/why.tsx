import './why.css'
import type { WhyAnswer } from '@pavior/shared/protocol/why.ts'
import { useQuery } from '@tanstack/react-query'
import { isErased } from '../live/server.ts'
import { Bones, Empty, Failed } from '../ui/state.tsx'
import { momentTime, wholeTime } from '../ui/time.ts'
import { Changes } from './changes.tsx'
import { Decided } from './decided.tsx'
import { whyQuery } from './query.ts'
import { VisitPart } from './visit.tsx'

/** Where a person is in a campaign and what each component did, or why they are not in. */
export function Why({ campaign, person }: { campaign: string; person: string }) {
  const query = useQuery(whyQuery(campaign, person))
  // What is still held of them is not shown either (C26).
  if (isErased(query.error))
    return (
      <Empty title="This person was erased">
        What was known of them is gone for good. They still count in the numbers.
      </Empty>
    )
  if (query.data) return <Answer why={query.data} />
  if (query.isPending) return <Bones rows={5} kind="line" />
  return <Failed what="The reason could not be read" error={query.error} onRetry={() => void query.refetch()} />
}

function Answer({ why }: { why: WhyAnswer }) {
  const { happened, reason, judged, asks, decided, exit, visits, changes, components } = why
  const called = (id: string) => components[id] ?? id
  const deciding = decided && (
    <Decided asks={asks} decided={decided} exit={exit !== undefined} then={judged !== undefined} />
  )
  return (
    <div class="why">
      <div class={`why-answer ${toneOf(reason, happened)}`} role="status">
        {happened ? (
          <>
            <b dir="auto">{happened.says}</b>
            <small>
              <At at={happened.at} />
            </small>
            <p dir="auto">
              <Now why={why} />
            </p>
          </>
        ) : (
          <Now why={why} />
        )}
      </div>
      {happened ? null : deciding}
      {visits.map(visit => (
        <VisitPart key={visit.enrollment} visit={visit} called={called} />
      ))}
      {happened ? deciding : null}
      {changes.length > 1 ? <Changes changes={changes} /> : null}
    </div>
  )
}

/** Why they are in it now, or are not. */
function Now({ why: { happened, says, since, judged } }: { why: WhyAnswer }) {
  const Says = happened ? 'span' : 'b'
  return (
    <>
      <Says dir="auto">{says}</Says>{' '}
      {since === undefined ? null : (
        <small>
          {judged === undefined ? 'Since' : 'That was'} <At at={since} />
        </small>
      )}
    </>
  )
}

/** What happened comes first: that they are not in it now is nothing to look at then; that it went wrong is. */
const toneOf = (reason: WhyAnswer['reason'], happened: WhyAnswer['happened']): string =>
  happened?.failed ? 'no' : (tones[reason] ?? (happened ? 'done' : 'no'))

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
