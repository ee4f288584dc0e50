import type { PeopleList, Statistics, StatisticsChart } from '@pavior/shared/protocol/statistics.ts'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask } from '../live/server.ts'
import { momentsOf, type Opened, type Period } from './scope.ts'

/** What the numbers' screen reads. */

export type Which = { campaign: string; version: number | undefined; period: Period | undefined }

/** The moments of a named period move on with the clock: the key holds its name, the question the moments. */
function asked({ version, period }: Which, more: Record<string, string | undefined> = {}): string {
  const query = new URLSearchParams(momentsOf(period, new Date()))
  if (version !== undefined) query.set('version', String(version))
  for (const [key, value] of Object.entries(more)) if (value !== undefined && value !== '') query.set(key, value)
  const said = query.toString()
  return said === '' ? '' : `?${said}`
}

/** Numbers move by themselves: looked at again while they are on screen. */
const NUMBERS_MOVE = 2_000

export const statisticsQuery = (which: Which) =>
  queryOptions({
    queryKey: ['statistics', which],
    queryFn: ({ signal }) =>
      ask<Statistics>(`/api/v1/campaigns/${which.campaign}/statistics${asked(which)}`, { signal }),
    // Another version or period: the numbers stay until the others are there.
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: NUMBERS_MOVE,
  })

export const chartQuery = (which: Which) =>
  queryOptions({
    queryKey: ['statistics-chart', which],
    queryFn: ({ signal }) =>
      ask<StatisticsChart>(`/api/dashboard/campaigns/${which.campaign}/statistics/chart${asked(which)}`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: 10_000,
  })

const placeOf = ({ campaign }: Which, { component }: Opened): string =>
  component === undefined
    ? `/campaigns/${campaign}/people`
    : `/campaigns/${campaign}/components/${encodeURIComponent(component)}/people`

/** The people behind a number, the newest first (T3). */
export const behindQuery = (which: Which, opened: Opened, search: string) =>
  infiniteQueryOptions({
    queryKey: ['behind', which, opened, search],
    queryFn: ({ pageParam, signal }) => {
      const { count, exit } = opened
      return ask<PeopleList>(
        `/api/v1${placeOf(which, opened)}${asked(which, { count, exit, search, limit: '50', after: pageParam })}`,
        { signal },
      )
    },
    initialPageParam: '',
    getNextPageParam: page => page.next,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 60_000,
  })
