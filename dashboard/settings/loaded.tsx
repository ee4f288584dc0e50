import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ComponentChildren } from 'preact'
import { meQuery } from '../live/queries.ts'
import { Bones, Failed } from '../ui/state.tsx'

/** Owners and admins change what concerns the team; agents see it. */
export function useMayChange(): boolean {
  const role = useQuery(meQuery).data?.agent.role ?? ''
  return /\b(owner|admin)\b/.test(role)
}

/** What was read, or shapes where it will be, or why it could not be read. */
export function Loaded<T>({
  query,
  children,
}: {
  query: UseQueryResult<T, Error>
  children: (data: T) => ComponentChildren
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.isError)
    return <Failed what="This could not be read" error={query.error} onRetry={() => void query.refetch()} />
  return <Bones rows={6} kind="line" />
}
