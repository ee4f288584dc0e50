import type { WhyAnswer } from '@pavior/shared/protocol/why.ts'
import { momentTime, wholeTime } from '../ui/time.ts'

/** When somebody began to match, and ceased to, with what there was then. */
export function Changes({ changes }: Pick<WhyAnswer, 'changes'>) {
  return (
    <section class="why-part">
      <h3>When they matched</h3>
      <ol class="why-lines" aria-label="When they matched">
        {changes.map(({ at, eligible, exit, found }, index) => (
          <li key={at} class={eligible ? 'did' : 'not'}>
            <time dateTime={at} title={wholeTime(at)}>
              {momentTime(at)}
            </time>
            <span dir="auto">
              <b>{wordsFor(eligible, exit !== undefined, index === changes.length - 1)}</b>
              {found.length === 0 ? '' : `: ${found.join(', ')}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function wordsFor(eligible: boolean, exit: boolean, first: boolean): string {
  if (exit) return 'Kept out by an exit'
  if (first) return eligible ? 'Matched when they came' : 'Did not match when they came'
  return eligible ? 'Began to match' : 'Ceased to match'
}
