import { useVirtualizer } from '@tanstack/react-virtual'
import { memo } from 'preact/compat'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { still } from './still.ts'
import { dayOf, isSameDay, momentOf, secondOf } from './times.ts'

type Props = {
  /** When each entry was, in their order. */
  times: Float64Array
  number: number
  says: (number: number) => string
  onPick: (number: number) => void
}

const ROW = 28

/** The journal in words: where one is, what was before, what is ahead. Any length: only what is in view is drawn. */
export const Journal = memo(function Journal({ times, number, says, onPick }: Props) {
  const count = times.length
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  })
  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    const top = (number - 1) * ROW
    if (top < box.scrollTop + ROW || top > box.scrollTop + box.clientHeight - 3 * ROW)
      box.scrollTop = top - box.clientHeight / 2
  }, [number])
  return (
    <section class="then-journal" aria-label="Journal">
      <h3>
        Journal
        <small class="num">
          {number.toLocaleString('en-GB')} of {count.toLocaleString('en-GB')}
        </small>
      </h3>
      <div class="then-entries" ref={scroller}>
        <ol style={{ height: `${virtual.getTotalSize()}px` }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const at = times[index] ?? 0
            const newDay = index > 0 && !isSameDay(at, times[index - 1] ?? 0)
            const text = says(index + 1)
            return (
              <li
                key={index}
                style={{ transform: `translateY(${start}px)` }}
                aria-setsize={count}
                aria-posinset={index + 1}
              >
                <button
                  {...still}
                  type="button"
                  class={index + 1 > number ? 'ahead' : undefined}
                  aria-current={index + 1 === number ? 'true' : undefined}
                  title={`${momentOf(at)}  ${text}`}
                  onClick={() => onPick(index + 1)}
                >
                  <time>{newDay ? dayOf(at) : secondOf(at)}</time>
                  <span dir="auto">{text}</span>
                </button>
              </li>
            )
          })}
        </ol>
      </div>
    </section>
  )
})
