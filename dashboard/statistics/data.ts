import type {
  PeopleList,
  StartableCampaigns,
  Statistics,
  StatisticsChart,
  StatisticsWays,
  TimeLapse,
} from '@pavior/shared/protocol/statistics.ts'
import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect } from 'preact/hooks'
import { client } from '../live/client.ts'
import { connection, watchStatistics } from '../live/connection.ts'
import { ask } from '../live/server.ts'
import type { Asked } from '../live/statistics.ts'
import { useStore } from '../live/store.ts'
import { useFollowers } from './follow.ts'
import type { Opened } from './scope.ts'

/** What the numbers' screen reads. */

/** Which numbers: of a campaign, of a version or all, of a time or all. */
export type Which = Asked

function queryOf({ version, from, to }: Which, more: Record<string, string | undefined> = {}): string {
  const query = new URLSearchParams()
  const said = { version: version === undefined ? undefined : String(version), from, to, ...more }
  for (const [key, value] of Object.entries(said)) if (value !== undefined && value !== '') query.set(key, value)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

const screen = ({ campaign }: Which) => `/api/dashboard/campaigns/${campaign}/statistics`

const statisticsQuery = (which: Which) =>
  queryOptions({
    queryKey: ['statistics', which],
    queryFn: ({ signal }) => ask<Statistics>(`${screen(which)}${queryOf(which)}`, { signal }),
    // Another version or period: the numbers stay until the others are there.
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

/** Without a connection the numbers are looked at again by the clock. */
const NUMBERS_MOVE = 4_000

/** The numbers as they move (T4), and behind them what is drawn of them. */
export function useStatistics(which: Which) {
  const live = useStore(connection, now => now === 'live')
  const { campaign, version, from, to } = which
  useEffect(
    () => watchStatistics(which, ({ statistics }) => client.setQueryData(statisticsQuery(which).queryKey, statistics)),
    [campaign, version, from, to],
  )
  const query = useQuery({ ...statisticsQuery(which), refetchInterval: live ? false : NUMBERS_MOVE })
  useFollowers(which, query.isPlaceholderData ? undefined : query.data)
  return query
}

/** Over time, and what deserves a look, is read again behind the numbers that moved (follow.ts); and by the clock, unasked. */
const REST_MOVES = 60_000

export const chartQuery = (which: Which) =>
  queryOptions({
    queryKey: ['statistics-chart', which],
    queryFn: ({ signal }) => ask<StatisticsChart>(`${screen(which)}/chart${queryOf(which)}`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: REST_MOVES,
  })

export const waysQuery = (which: Which) =>
  queryOptions({
    queryKey: ['statistics-ways', which],
    queryFn: ({ signal }) => ask<StatisticsWays>(`${screen(which)}/ways${queryOf(which)}`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: REST_MOVES,
  })

export const lapseQuery = (which: Which) =>
  queryOptions({
    queryKey: ['statistics-lapse', which],
    queryFn: ({ signal }) => ask<TimeLapse>(`${screen(which)}/lapse${queryOf(which)}`, { signal }),
    // It is played as it was when it was opened.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

const behind = ({ campaign }: Which, { component }: Opened): string =>
  component === undefined
    ? `/api/v1/campaigns/${campaign}/people`
    : `/api/v1/campaigns/${campaign}/components/${encodeURIComponent(component)}/people`

/** The people behind a number, the newest first (T3). */
export const behindQuery = (which: Which, opened: Opened, search: string) =>
  infiniteQueryOptions({
    queryKey: ['behind', which, opened, search],
    queryFn: ({ pageParam, signal }) => {
      const { count, exit } = opened
      const more = { count, exit, search, limit: '50', after: pageParam }
      return ask<PeopleList>(`${behind(which, opened)}${queryOf(which, more)}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: page => page.next,
    // Who was found before stays until others are there; that nobody was is no answer to another question.
    placeholderData: before => (before?.pages.some(({ data }) => data.length > 0) ? before : undefined),
    staleTime: 0,
    gcTime: 60_000,
  })

export const startableQuery = queryOptions({
  queryKey: ['startable'],
  queryFn: ({ signal }) => ask<StartableCampaigns>('/api/dashboard/campaigns/startable', { signal }),
})

/** The days in a file's name are the reader's. */
const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions()

/** Files, for a spreadsheet. */
export const numbersFile = (which: Which): string => `${screen(which)}/numbers.csv${queryOf(which, { zone })}`

export const peopleFile = (which: Which, { component, count, exit }: Opened, people: readonly string[]): string =>
  `${screen(which)}/people.csv${queryOf(which, { component, count, exit, people: people.join(','), zone })}`
