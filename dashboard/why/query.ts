import type { WhyAnswer } from '@pavior/shared/protocol/why.ts'
import { queryOptions } from '@tanstack/react-query'
import { ask } from '../live/server.ts'

/** People go on by themselves: looked at again while it is on screen. */
const PEOPLE_MOVE = 10_000

export const whyQuery = (campaign: string, person: string) =>
  queryOptions({
    queryKey: ['why', campaign, person],
    queryFn: ({ signal }) => ask<WhyAnswer>(`/api/v1/campaigns/${campaign}/people/${person}/why`, { signal }),
    staleTime: 0,
    gcTime: 60_000,
    refetchInterval: PEOPLE_MOVE,
  })
