import type { Statistics } from '@pavior/shared/protocol/statistics.ts'
import { useEffect, useRef } from 'preact/hooks'
import { client } from '../live/client.ts'
import type { Asked } from '../live/statistics.ts'

/** What is drawn of the numbers follows them (T4): calmly, since it costs more to count than they do. */

/** So long after the numbers moved, and so that reading takes at most a tenth of the time. */
const PAUSE = 1_000
const SHARE = 10

type Follower = { moved: (numbers: Statistics) => void; stop: () => void }

/** @param read reads what follows; it is never asked for while it is still reading */
function followerOf(read: () => Promise<unknown>): Follower {
  let last: Statistics | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let pause = PAUSE
  let [reading, again, stopped] = [false, false, false]
  const soon = () => {
    if (stopped) return
    if (reading) again = true
    else timer ??= setTimeout(() => void follow(), pause)
  }
  async function follow() {
    timer = undefined
    reading = true
    const began = performance.now()
    await read()
    pause = Math.max(PAUSE, (performance.now() - began) * (SHARE - 1))
    reading = false
    if (!again) return
    again = false
    soon()
  }
  return {
    moved: numbers => {
      // With the first ones it was read, too.
      if (last !== undefined && last !== numbers) soon()
      last = numbers
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}

const followers = ['statistics-chart', 'statistics-ways']

/** Reads chart and ways again as the numbers move. @param numbers `undefined` while they are those of something else */
export function useFollowers(which: Asked, numbers: Statistics | undefined): void {
  const { campaign, version, from, to } = which
  const follower = useRef<Follower | undefined>(undefined)
  useEffect(() => {
    const mine = followerOf(() =>
      Promise.all(followers.map(what => client.refetchQueries({ queryKey: [what, which], type: 'active' }))),
    )
    follower.current = mine
    return mine.stop
  }, [campaign, version, from, to])
  useEffect(() => {
    if (numbers) follower.current?.moved(numbers)
  }, [numbers])
}
