import { memo } from 'preact/compat'
import { useRef } from 'preact/hooks'
import { useInView } from './in-view.ts'
import { still } from './still.ts'
import { dayOf, isSameDay, momentOf, secondOf } from './times.ts'

type Told = {
  /** When each entry was, in their order. */
  times: Float64Array
  says: (number: number) => string
  onPick: (number: number) => void
}

const ROW = 28

/** The journal in words: where one is, what was before, what is ahead. Any length: only what is in view is drawn. */
export const Journal = memo(function Journal({ times, number, says, onPick }: Told & { number: number }) {
  const count = times.length
  const scroller = useRef<HTMLDivElement>(null)
  const { first, many, keyOf } = useInView(scroller, number - 1, { count, height: ROW })
  return (
    <section class="then-journal" aria-label="Journal">
      <h3>
        Journal
        <small class="num">
          {number.toLocaleString('en-GB')} of {count.toLocaleString('en-GB')}
        </small>
      </h3>
      <div class="then-entries" ref={scroller}>
        <ol style={{ height: `${count * ROW}px` }}>
          {Array.from({ length: many }, (_, place) => (
            <Line
              key={keyOf(first + place)}
              number={first + place + 1}
              when={first + place + 1 - number}
              times={times}
              says={says}
              onPick={onPick}
            />
          ))}
        </ol>
      </div>
    </section>
  )
})

type LineProps = Told & {
  number: number
  /** Below 0 before the moment one is at, above 0 after it. */
  when: number
}

/** Drawn anew only when something else stands in it, or it is another time. */
const Line = memo(
  function Line({ number, when, times, says, onPick }: LineProps) {
    const at = times[number - 1] ?? 0
    const newDay = number > 1 && !isSameDay(at, times[number - 2] ?? 0)
    const text = says(number)
    return (
      <li
        style={{ transform: `translateY(${(number - 1) * ROW}px)` }}
        aria-setsize={times.length}
        aria-posinset={number}
      >
        <button
          {...still}
          type="button"
          class={when > 0 ? 'ahead' : undefined}
          aria-current={when === 0 ? 'true' : undefined}
          title={`${momentOf(at)}  ${text}`}
          onClick={() => onPick(number)}
        >
          <time>{newDay ? dayOf(at) : secondOf(at)}</time>
          <span dir="auto">{text}</span>
        </button>
      </li>
    )
  },
  (one, other) =>
    one.number === other.number &&
    Math.sign(one.when) === Math.sign(other.when) &&
    one.times === other.times &&
    one.says === other.says &&
    one.onPick === other.onPick,
)
