import type { LiveStatistics } from '@pavior/shared/protocol/statistics.ts'

/** Numbers that are on screen, told by the server as they move (T4). */

export type Asked = Pick<LiveStatistics, 'campaign' | 'version' | 'from' | 'to'>
type Told = (live: LiveStatistics) => void

const looking = new Map<string, Told>()

const keyOf = ({ campaign, version, from, to }: Asked): string => JSON.stringify([campaign, version, from, to])

export const statisticsHeard = (live: LiveStatistics): void => looking.get(keyOf(live))?.(live)

/** One screen looks at a time. Gives what ends it. What is older than what was told before is not passed on. */
export function listenToStatistics(asked: Asked, told: Told): () => void {
  const key = keyOf(asked)
  let newest = Number.NEGATIVE_INFINITY
  const hear: Told = live => {
    if (live.revision < newest) return
    newest = live.revision
    told(live)
  }
  looking.set(key, hear)
  return () => {
    if (looking.get(key) === hear) looking.delete(key)
  }
}
