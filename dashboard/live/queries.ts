import type { Filter } from '@pavior/shared/filter/filter.ts'
import type { CampaignRows, InsidePage, Publishing, VersionView } from '@pavior/shared/protocol/campaigns.ts'
import type { EmailDetail, EmailPage } from '@pavior/shared/protocol/emails.ts'
import type { MatchCount, PeoplePage, SeenFields } from '@pavior/shared/protocol/people.ts'
import type { ListCounts } from '@pavior/shared/protocol/views.ts'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type ListId, listQueryString } from './lists.ts'
import { ask } from './server.ts'
import { threadFrom } from './thread.ts'
import type {
  Agents,
  ApiKey,
  CampaignContext,
  CampaignView,
  ConversationDetail,
  ConversationPage,
  Inboxes,
  Invitation,
  Me,
  PersonDetail,
  TeamSettings,
  Templates,
  ThreadAnswer,
} from './views.ts'

/** Every read of the dashboard, with the key under which its answer is kept. */

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => ask<Me>('/api/dashboard/me', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
})

export const countsQuery = queryOptions({
  queryKey: ['counts'],
  queryFn: ({ signal }) => ask<ListCounts>('/api/dashboard/lists', { signal }),
})

export const listQuery = (list: ListId) =>
  infiniteQueryOptions({
    queryKey: ['list', list],
    queryFn: ({ pageParam, signal }) =>
      ask<ConversationPage>(
        `/api/dashboard/conversations?${listQueryString(list)}&limit=50${
          pageParam === '' ? '' : `&after=${encodeURIComponent(pageParam)}`
        }`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: page => page.next,
  })

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ['conversation', id],
    queryFn: ({ signal }) => ask<ConversationDetail>(`/api/dashboard/conversations/${id}`, { signal }),
  })

export const threadPath = (id: string) => `/api/dashboard/conversations/${id}/sync`

export const threadQuery = (id: string) =>
  queryOptions({
    queryKey: ['thread', id],
    queryFn: async ({ signal }) => threadFrom(await ask<ThreadAnswer>(threadPath(id), { signal })),
    // Kept in step by number and revision (catch-up.ts); never thrown away and asked for whole again.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Who was found before stays until others are there; that nobody was is no answer to another question. */
export const keepFound = <Found extends { data: readonly unknown[] }>(before: Found | undefined): Found | undefined =>
  before && before.data.length > 0 ? before : undefined

/** People by what they are called. */
export const calledQuery = (search: string, limit: number) =>
  queryOptions({
    queryKey: ['called', search, limit],
    queryFn: ({ signal }) =>
      ask<PeoplePage>('/api/dashboard/people/search', {
        method: 'POST',
        body: { ...(search !== '' && { search }), limit },
        signal,
      }),
    placeholderData: before => keepFound(before),
    staleTime: 5_000,
    gcTime: 5 * 60_000,
  })

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ['person', id],
    queryFn: ({ signal }) => ask<PersonDetail>(`/api/dashboard/people/${id}`, { signal }),
  })

export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  queryFn: ({ signal }) => ask<Agents>('/api/v1/agents', { signal }),
})

export const inboxesQuery = queryOptions({
  queryKey: ['inboxes'],
  queryFn: ({ signal }) => ask<Inboxes>('/api/v1/inboxes', { signal }),
})

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => ask<TeamSettings>('/api/dashboard/settings', { signal }),
})

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: ({ signal }) => ask<{ data: Invitation[] }>('/api/dashboard/invitations', { signal }),
})

export const apiKeysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => ask<{ data: ApiKey[] }>('/api/dashboard/keys', { signal }),
})

/** Emails move by themselves, behind no screen's back: looked at again while they are on screen. */
const EMAILS_MOVE = 4_000

export const emailsQuery = infiniteQueryOptions({
  queryKey: ['emails'],
  queryFn: ({ pageParam, signal }) =>
    ask<EmailPage>(
      `/api/dashboard/emails?limit=50${pageParam === '' ? '' : `&after=${encodeURIComponent(pageParam)}`}`,
      { signal },
    ),
  initialPageParam: '',
  getNextPageParam: page => page.next,
  staleTime: 0,
  refetchInterval: EMAILS_MOVE,
})

export const emailQuery = (id: string) =>
  queryOptions({
    queryKey: ['email', id],
    queryFn: ({ signal }) => ask<EmailDetail>(`/api/dashboard/emails/${id}`, { signal }),
    staleTime: 0,
    refetchInterval: EMAILS_MOVE,
  })

/** Numbers and enrollments move by themselves: looked at again while they are on screen. */
const CAMPAIGNS_MOVE = 4_000

export const campaignsQuery = queryOptions({
  queryKey: ['campaigns'],
  queryFn: ({ signal }) => ask<CampaignRows>('/api/dashboard/campaigns', { signal }),
  staleTime: 0,
  refetchInterval: CAMPAIGNS_MOVE,
})

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: ({ signal }) => ask<Templates>('/api/v1/campaigns/templates', { signal }),
})

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaign', id],
    queryFn: ({ signal }) => ask<CampaignView>(`/api/v1/campaigns/${id}`, { signal }),
    // Kept in step by whoever draws on it (builder/draft); each opening begins with what the server has.
    staleTime: 0,
    gcTime: 0,
  })

export const campaignContextQuery = queryOptions({
  queryKey: ['campaign-context'],
  queryFn: ({ signal }) => ask<CampaignContext>('/api/dashboard/campaign-context', { signal }),
})

export const seenFieldsQuery = queryOptions({
  queryKey: ['seen-fields'],
  queryFn: ({ signal }) => ask<SeenFields>('/api/dashboard/people/fields', { signal }),
})

/** Who matches changes without a word: asked again while it is on screen, for at most a fortieth of the server's time. */
const PEOPLE_MOVE = 10_000
const SHARE = 40

/** How many match now, of all people or of those that `of` fits. `took`: how long that was counted, in milliseconds. */
export const matchQuery = (filter: Filter | undefined, of: Filter | undefined) =>
  queryOptions({
    queryKey: ['matching', filter, of],
    queryFn: async ({ signal }) => {
      const began = performance.now()
      const body = { filter, of }
      const counted = await ask<MatchCount>('/api/dashboard/people/count', { method: 'POST', body, signal })
      return { ...counted, took: performance.now() - began }
    },
    enabled: filter !== undefined,
    // A panel that comes up, and a window that is looked at again, count anew.
    staleTime: 0,
    gcTime: 60_000,
    refetchOnWindowFocus: true,
    refetchInterval: ({ state }) => Math.max(PEOPLE_MOVE, (state.data?.took ?? 0) * SHARE),
  })

export const peopleQuery = (filter: Filter | undefined) =>
  infiniteQueryOptions({
    queryKey: ['people', filter],
    queryFn: ({ pageParam, signal }) =>
      ask<PeoplePage>('/api/dashboard/people/search', {
        method: 'POST',
        body: { filter, limit: 100, ...(pageParam !== '' && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: page => page.next,
    // Other conditions: those who were listed stay until the others are there.
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    gcTime: 5 * 60_000,
  })

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['versions', id],
    queryFn: ({ signal }) => ask<{ data: VersionView[] }>(`/api/dashboard/campaigns/${id}/versions`, { signal }),
    staleTime: 0,
  })

/** What publishing the draft would mean. Asked anew each time: people go on meanwhile. */
export const publishingQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: ['publishing', id, revision],
    queryFn: ({ signal }) => ask<Publishing>(`/api/dashboard/campaigns/${id}/publishing`, { signal }),
    staleTime: 0,
    gcTime: 0,
  })

export const enteringQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: ['entering', id, revision],
    queryFn: ({ signal }) => ask<{ count: number }>(`/api/dashboard/campaigns/${id}/publishing/entering`, { signal }),
    staleTime: 0,
    gcTime: 0,
  })

export const insideQuery = (id: string, revision: number, which: { search: string; component: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: ['inside', id, revision, which],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        limit: '8',
        ...(which.search !== '' && { search: which.search }),
        ...(which.component !== undefined && { component: which.component }),
        ...(pageParam !== '' && { after: pageParam }),
      })
      return ask<InsidePage>(`/api/dashboard/campaigns/${id}/publishing/people?${query}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: page => page.next,
    staleTime: 0,
    gcTime: 0,
  })

/** A campaign while bulk work on its people goes on; a second is how long one waits for a number to move. */
export const campaignWorkQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaign-work', id],
    queryFn: ({ signal }) => ask<CampaignView>(`/api/v1/campaigns/${id}`, { signal }),
    staleTime: 0,
    gcTime: 0,
    refetchInterval: ({ state }) => (state.data?.work.every(({ endedAt }) => endedAt) ? false : 1_000),
  })
