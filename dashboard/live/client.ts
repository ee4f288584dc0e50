import { QueryClient } from '@tanstack/react-query'
import { Refused } from './server.ts'

/** The server's state as this tab knows it. It is refreshed by what the socket tells, not by the clock. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 30 * 60_000,
      refetchOnWindowFocus: false,
      // Whether there is a network is for the request to find out: it says so in words, instead of waiting unseen.
      networkMode: 'always',
      retry: (failures, error) =>
        failures < 2 && error instanceof Refused && (error.status === 0 || error.status >= 500),
      retryDelay: failures => Math.min(500 * 2 ** failures, 4_000),
    },
    mutations: { networkMode: 'always' },
  },
})
