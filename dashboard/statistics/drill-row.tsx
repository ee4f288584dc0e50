import type { PeopleList } from '@pavior/shared/protocol/statistics.ts'
import { CircleQuestionMark, History } from 'lucide-preact'
import { memo } from 'preact/compat'
import { Link } from 'wouter-preact'
import { rewindAddress } from '../rewind/link.ts'
import { Face } from '../ui/face.tsx'
import { nameOf } from '../ui/names.ts'
import { momentTime, wholeTime } from '../ui/time.ts'

export type Behind = PeopleList['data'][number] & { id: string }

type Props = {
  row: Behind
  /** The number that they are behind, and of which component. */
  count: string
  component: string | undefined
  reasonOf: (reason: string) => string
  chosen: boolean
  /** Somebody is chosen: then each can be, without looking for where. */
  choosing: boolean
  onToggle: () => void
  onWhy: () => void
}

/** A person behind a number: when, and why where there is a reason. Opens the person; Why? and Rewind tell what happened. */
export const DrillRow = memo(function DrillRow(props: Props) {
  const { row, count, component, reasonOf, chosen, choosing, onToggle, onWhy } = props
  const { person, enrollment, at, reason } = row
  const when = (
    <time dateTime={at} title={wholeTime(at)}>
      {momentTime(at)}
    </time>
  )
  if (person === null)
    return (
      <div class="drill-row">
        <Face />
        <span class="drill-who">
          <b class="soft">Erased person</b>
          <small>What was known of them is gone, the number stays.</small>
        </span>
        {when}
      </div>
    )
  const name = nameOf(person)
  const says = reason === undefined ? (person.name === undefined ? undefined : person.email) : reasonOf(reason)
  return (
    <div class={`drill-row ${chosen ? 'chosen' : ''} ${choosing ? 'choosing' : ''}`}>
      <label class="drill-pick">
        <input type="checkbox" checked={chosen} onChange={onToggle} aria-label={`Choose ${name}`} />
        <Face name={person.name ?? person.email} />
      </label>
      <Link class="drill-who" href={`/people/${person.id}`} data-person={person.id}>
        <b dir="auto">{name}</b>
        <small dir="auto" title={reason === undefined ? undefined : says}>
          {says ?? (person.email === undefined ? 'No email known' : 'No name known')}
        </small>
      </Link>
      {when}
      <span class="drill-acts">
        <button type="button" aria-label={`Why: ${name}`} title="What happened to them here, and why" onClick={onWhy}>
          <CircleQuestionMark />
          Why?
        </button>
        <Link
          href={rewindAddress(enrollment, at, { count, component })}
          aria-label={`Rewind ${name}`}
          title="Watch it as they saw it"
        >
          <History />
          Rewind
        </Link>
      </span>
    </div>
  )
})
