import type { WhyAnswer } from '@pavior/shared/protocol/why.ts'
import { momentTime, wholeTime } from '../ui/time.ts'

type Props = { asks: string | undefined; decided: NonNullable<WhyAnswer['decided']>; exit: boolean }

/** The conditions that decided, each with what there was instead and since when. */
export function Decided({ asks, decided, exit }: Props) {
  return (
    <section class="why-part">
      <h3>{exit ? 'The exit' : 'The audience'}</h3>
      {asks === undefined ? null : <p dir="auto">{asks}</p>}
      {decided.length === 0 ? <p class="soft">Nobody can match it.</p> : null}
      <ul class="why-decided" aria-label="What decided">
        {decided.map(({ asks: condition, found, since }) => (
          <li key={`${condition} ${found}`}>
            <b dir="auto">{found}</b>
            <small>
              {since === undefined ? (
                'ever since they came'
              ) : (
                <>
                  since{' '}
                  <time dateTime={since} title={wholeTime(since)}>
                    {momentTime(since)}
                  </time>
                </>
              )}
              {condition === asks || condition === found ? null : <span dir="auto">. Asked: {condition}</span>}
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
