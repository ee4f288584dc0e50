import type { WhyAnswer } from '@pavior/shared/protocol/why.ts'
import type { Meant } from '@pavior/shared/rewind/meant.ts'
import { Link } from 'wouter-preact'
import { rewindAddress } from '../rewind/link.ts'
import { momentTime, wholeTime } from '../ui/time.ts'

type Visit = WhyAnswer['visits'][number]
type Line = Visit['told'][number]
type Called = (component: string) => string

const statuses: Record<Visit['status'], string> = {
  active: 'In it since',
  completed: 'Completed',
  ended: 'Reached the end',
  exited: 'Exited',
  removed: 'Removed',
}

/** One time in the campaign: where they are, what each component did, and what they never came to. */
export function VisitPart({ visit, called }: { visit: Visit; called: Called }) {
  const { enrollment, status, version, enteredAt, leftAt, stands, told, unreached } = visit
  return (
    <section class="why-part">
      <h3>
        {statuses[status]} {momentTime(leftAt ?? enteredAt)}
        <small>Version {version}</small>
      </h3>
      <Link class="button small why-rewind" href={`/rewind/enrollment/${enrollment}`}>
        Rewind
      </Link>
      {stands.length === 0 ? null : (
        <Lines lines={stands} called={called} enrollment={enrollment} says="Where they are now" />
      )}
      <Lines lines={over(told, stands)} called={called} enrollment={enrollment} says="What happened" />
      {unreached.length === 0 ? null : (
        <p class="soft" dir="auto">
          {status === 'active' ? 'Not reached so far' : 'Never reached'}: {unreached.map(called).join(', ')}
        </p>
      )}
    </section>
  )
}

/** That it came to where it still is, is said by what stands. */
function over(told: readonly Line[], stands: readonly Line[]): Line[] {
  const still = new Set(stands.filter(({ tone }) => tone === 'stays').map(({ component }) => component))
  return told.filter(({ tone, component }) => tone !== 'stays' || !still.has(component))
}

type LinesProps = { lines: readonly Line[]; called: Called; enrollment: string; says: string }

/** Each as a sentence; its time leads to that moment. */
function Lines({ lines, called, enrollment, says }: LinesProps) {
  return (
    <ol class="why-lines" aria-label={says}>
      {lines.map((line, index) => (
        <li key={index} class={line.tone}>
          {line.at === undefined ? (
            <span class="faint">Now</span>
          ) : (
            <Link
              class="why-moment"
              href={rewindAddress(enrollment, line.at, meantBy(line))}
              title={`Rewind to ${wholeTime(line.at)}`}
            >
              <time dateTime={line.at}>{momentTime(line.at)}</time>
            </Link>
          )}
          <span dir="auto">
            {line.component === undefined ? null : <b>{nameIn(line, called)} </b>}
            {line.says}
            {line.until === undefined ? '' : ` ${momentTime(line.until)}`}
          </span>
        </li>
      ))}
    </ol>
  )
}

const counts: Record<Line['tone'], string | undefined> = {
  did: 'acted',
  not: 'acted',
  stays: 'arrived',
  in: 'entered',
  out: 'left',
  open: undefined,
  outside: undefined,
  told: undefined,
}

/** What of the moment a line speaks of. */
function meantBy({ tone, component, refused }: Line): Meant | undefined {
  const count = refused ? 'refused' : counts[tone]
  return count === undefined ? undefined : { count, component }
}

/** What was sent is said behind it. */
function nameIn({ component = '', tone, says }: Line, called: Called): string {
  const name = called(component)
  return tone === 'did' && says.startsWith('Sent') ? name.replace(/ “.*$/su, '') : name
}
