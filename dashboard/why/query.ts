import type { WhyAnswer } from '@pavior/shared/protocol/why.ts'
import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { ask, isErased } from '../live/server.ts'

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

/** Whether who is asked about was erased meanwhile: not even their name is shown then (C26). */
export function useErased(campaign: string, person: string | undefined): boolean {
  const query = whyQuery(campaign, person ?? '')
  return isErased(useQuery({ ...query, ...(person === undefined && { queryFn: skipToken }) }).error)
}
