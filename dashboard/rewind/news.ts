import type { RewindKind, RewindPart } from '@pavior/shared/protocol/rewind.ts'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'preact/hooks'
import { client } from '../live/client.ts'
import { connection, watchPast } from '../live/connection.ts'
import { ask } from '../live/server.ts'
import { useStore } from '../live/store.ts'
import { type Past, pastQuery } from './past.ts'

/** What has happened since a past was read: offered, and taken in when one wants it, so that nothing moves by itself. */
export type News = { count: number; takeIn: () => void; takesIn: boolean }

/** What happens at once is counted together. */
const TOGETHER = 500
/** Without a connection it is asked for by the clock. */
const BY_CLOCK = 4_000

const newsQuery = (kind: RewindKind, id: string, after: string) =>
  queryOptions({
    queryKey: ['rewind-news', kind, id, after],
    queryFn: ({ signal }) => countAfter(kind, id, after, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })

async function countAfter(kind: RewindKind, id: string, after: string, signal: AbortSignal): Promise<number> {
  let count = 0
  for (let place: string | undefined = after; place !== undefined; ) {
    const part: RewindPart = await ask(`/api/dashboard/rewind/${kind}/${id}?after=${encodeURIComponent(place)}`, {
      signal,
    })
    for (const entries of Object.values(part.streams)) count += entries.length
    place = part.more ? part.after : undefined
  }
  return count
}

export function useNews(kind: RewindKind, id: string, { person, after }: Past): News {
  const live = useStore(connection, now => now === 'live')
  const { data, refetch } = useQuery({
    ...newsQuery(kind, id, after),
    // Told of, or by the clock: a past that was read this moment is not asked for again.
    enabled: false,
  })
  const [takesIn, setTakesIn] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void refetch()
      }, TOGETHER)
    }
    const end = watchPast(person.id, look)
    const clock = live ? undefined : setInterval(look, BY_CLOCK)
    return () => {
      end()
      clearTimeout(timer)
      clearInterval(clock)
    }
  }, [person.id, after, live, refetch])
  return {
    count: data ?? 0,
    takesIn,
    takeIn: () => {
      setTakesIn(true)
      void client.refetchQueries({ queryKey: pastQuery(kind, id).queryKey }).finally(() => setTakesIn(false))
    },
  }
}
