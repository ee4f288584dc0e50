import './match-count.css'
import type { Filter } from '@pavior/shared/filter/filter.ts'
import type { MatchCount as Counted } from '@pavior/shared/protocol/people.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { matchQuery } from '../live/queries.ts'
import { sentenceOf } from '../live/server.ts'
import { Face } from '../ui/face.tsx'
import { nameOf } from '../ui/names.ts'
import { asksCampaign, finished } from './unfinished.ts'

type Props = {
  /** A filter as a draft has it: perhaps not finished. */
  filter: unknown
  /** Only among those: the audience around a Filter component. */
  of?: unknown
  /** Faces and number in one line, without links: for inside a button. */
  compact?: boolean
}

/** Quick typing asks once. */
const PAUSE = 300

/** How many people match now, counted as the conditions are edited, and some of them. */
export function MatchCount({ filter, of, compact = false }: Props) {
  const asked = finished(filter, 'filter-component')
  const among = of === undefined ? undefined : finished(of, 'audience')
  const inCampaign = asked !== undefined && asksCampaign(asked)
  const settled = useSettled(inCampaign ? undefined : asked)
  const query = useQuery({ ...matchQuery(settled, among), placeholderData: keepPreviousData })
  // Counting the same once more is nobody's wait.
  const isBehind = query.isPlaceholderData || query.isPending || JSON.stringify(settled) !== JSON.stringify(asked)
  const says =
    asked === undefined
      ? 'Counted once the conditions are finished.'
      : inCampaign
        ? 'Asks what happens in the campaign: counted once people are in it.'
        : query.isError
          ? sentenceOf(query.error)
          : query.data
            ? undefined
            : 'Counting …'
  const Frame = compact ? 'span' : 'section'
  return (
    <Frame
      class={compact ? 'match compact' : 'match'}
      aria-label={compact ? undefined : 'Who matches'}
      aria-busy={says === undefined && isBehind}
    >
      {says !== undefined || !query.data ? (
        <span class="match-says">
          {says}{' '}
          {query.isError && !compact ? (
            <button type="button" class="button small" onClick={() => void query.refetch()}>
              Try again
            </button>
          ) : null}
        </span>
      ) : compact ? (
        <Line counted={query.data} />
      ) : (
        <Whole counted={query.data} href={hrefOf(settled, among)} />
      )}
    </Frame>
  )
}

function Line({ counted: { count, sample } }: { counted: Counted }) {
  return (
    <>
      <Faces sample={sample.slice(0, 3)} />
      <span>
        <b class="num">{count.toLocaleString('en')}</b> {count === 1 ? 'matches' : 'match'} now
      </span>
    </>
  )
}

function Faces({ sample }: { sample: Counted['sample'] }) {
  if (sample.length === 0) return null
  return (
    <span class="match-faces">
      {sample.map(person => (
        <Face key={person.id} name={person.name ?? person.email} size="tiny" />
      ))}
    </span>
  )
}

function Whole({ counted: { count, of, sample }, href }: { counted: Counted; href: string | undefined }) {
  return (
    <>
      <p aria-live="polite">
        <b class="num">{count.toLocaleString('en')}</b>
        {of === undefined
          ? ` ${count === 1 ? 'person matches' : 'people match'} now`
          : ` of ${of.toLocaleString('en')} in the audience ${count === 1 ? 'matches' : 'match'} now`}
      </p>
      {of === undefined || of === 0 ? null : (
        <meter class="match-part" min={0} max={of} value={count} aria-hidden="true" />
      )}
      {sample.length === 0 ? null : (
        <ul class="match-sample">
          {sample.map(person => (
            <li key={person.id}>
              <Link href={`/people/${person.id}`}>
                <Face name={person.name ?? person.email} size="tiny" there={person.online} />
                <span>{nameOf(person)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {count > sample.length && href !== undefined ? (
        <Link class="link" href={href}>
          See who
        </Link>
      ) : null}
    </>
  )
}

function hrefOf(filter: Filter | undefined, of: Filter | undefined): string | undefined {
  if (filter === undefined) return undefined
  const text = JSON.stringify(of ? { all: [of, filter] } : filter)
  return text.length > 4_000 ? undefined : `/people?filter=${encodeURIComponent(text)}`
}

/** The filter once nobody has changed it for a moment; the first one at once. */
function useSettled(filter: Filter | undefined): Filter | undefined {
  const text = JSON.stringify(filter)
  const [settled, setSettled] = useState({ text, filter })
  useEffect(() => {
    const after = setTimeout(
      () => setSettled({ text, filter: text === undefined ? undefined : JSON.parse(text) }),
      PAUSE,
    )
    return () => clearTimeout(after)
  }, [text])
  return settled.filter
}
