import type { WhyAnswer } from '@pavior/shared/protocol/why.ts'
import { momentTime, wholeTime } from '../ui/time.ts'

type Props = {
  asks: string | undefined
  decided: NonNullable<WhyAnswer['decided']>
  exit: boolean
  /** What there was at an earlier moment, and not now. */
  then: boolean
}

/** The conditions that decided, each with what there was in its place and since when. */
export function Decided({ asks, decided, exit, then }: Props) {
  const [only] = decided
  return (
    <section class="why-part">
      <h3>{exit ? 'The exit' : 'The audience'}</h3>
      {asks === undefined || (decided.length === 1 && only?.asks === asks) ? null : <p dir="auto">{asks}</p>}
      {decided.length === 0 ? <p class="soft">Nobody can match it.</p> : null}
      <ul class="why-decided" aria-label="What decided">
        {decided.map(({ asks: condition, holds, found, value, since }) => (
          <li key={`${condition} ${found}`}>
            <span dir="auto">
              <small>Condition:</small> {condition}
            </span>
            <span>
              <small>{then ? 'Then:' : 'Now:'}</small> <b dir="auto">{value ?? found}</b>
              {holds ? ', which matches' : ', which does not match'}
              {since === undefined ? (
                ', ever since they came'
              ) : (
                <>
                  , since{' '}
                  <time dateTime={since} title={wholeTime(since)}>
                    {momentTime(since)}
                  </time>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
