import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'preact/hooks'
import { listQuery } from '../live/queries.ts'
import { unread } from './title.ts'

/** Keeps the count of what waits unread for this agent or for anybody: theirs and what nobody has. Draws nothing. */
export function Unread({ me }: { me: string }) {
  const mine = useInfiniteQuery(listQuery('mine'))
  const unassigned = useInfiniteQuery(listQuery('unassigned'))
  const rows = [...(mine.data?.pages ?? []), ...(unassigned.data?.pages ?? [])].flatMap(page => page.data)
  const count = rows.filter(row => row.unread && (row.assignee === undefined || row.assignee.id === me)).length
  useEffect(() => unread.set({ count }), [count])
  return null
}
