import type { Drawing } from '@pavior/shared/campaign/difference.ts'
import type { Names } from '@pavior/shared/filter/describe.ts'
import type { InsideView, OutlookView, Publishing } from '@pavior/shared/protocol/campaigns.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'preact/compat'
import { useMemo, useState } from 'preact/hooks'
import { insideQuery } from '../../live/queries.ts'
import { countOf, peopleOf } from '../../ui/count.ts'
import { nameOf } from '../../ui/names.ts'
import { Bones, Failed } from '../../ui/state.tsx'
import { useBuilder } from '../use-builder.ts'
import { namesIn } from '../versions/changes.ts'
import { type Called, outlookInWords, standsInWords } from './outlook-words.ts'
import { Places } from './places.tsx'

/** Who is inside: how many stand where, and what each choice would mean for whom. */
export function Inside({ plan }: { plan: Publishing }) {
  const { campaign } = useBuilder()
  const [search, setSearch] = useState('')
  const [component, setComponent] = useState<string>()
  const wanted = useDeferredValue(search.trim())
  const query = useInfiniteQuery({
    ...insideQuery(campaign.id, plan.revision, { search: wanted, component }),
    enabled: plan.problems.length === 0,
  })
  const called = useCalled(plan)
  const rows = query.data?.pages.flatMap(page => page.data) ?? []
  const total = query.data?.pages[0]?.total
  return (
    <>
      <Places plan={plan} called={called.inDraft} chosen={component} onChoose={setComponent} />
      {plan.problems.length > 0 ? null : (
        <>
          <div class="inside-find">
            <input
              class="input"
              type="search"
              aria-label="Find somebody inside by name or email"
              placeholder="Find somebody"
              value={search}
              onInput={event => setSearch(event.currentTarget.value.slice(0, 200))}
            />
            <span class="faint num" role="status">
              {total === undefined
                ? ''
                : total === plan.inside
                  ? peopleOf(total)
                  : `${countOf(total)} of ${peopleOf(plan.inside)}`}
            </span>
          </div>
          {query.isPending ? <Bones rows={3} kind="line" /> : null}
          {query.isError && rows.length === 0 ? (
            <Failed what="The people could not be read" error={query.error} onRetry={() => void query.refetch()} />
          ) : null}
          {rows.length > 0 ? (
            <div class="inside-rows">
              <table class="inside-table">
                <thead>
                  <tr>
                    <th scope="col">Who, and where now</th>
                    <th scope="col">If they stay</th>
                    <th scope="col">If they move</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map(row => (
                    <Person key={row.enrollment} row={row} called={called} />
                  ))}
                </tbody>
              </table>
              {query.hasNextPage ? (
                <button
                  type="button"
                  class="button small"
                  aria-busy={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  Show more
                </button>
              ) : null}
            </div>
          ) : null}
          {query.isSuccess && rows.length === 0 ? <p class="soft">Nobody inside is called like that.</p> : null}
        </>
      )}
    </>
  )
}

/** Components and exits as they are called in the draft, or were in the version that somebody is on. */
function useCalled({ versions }: Publishing): { inDraft: Called; on: (version: number) => Called } {
  const { draft, names } = useBuilder()
  return useMemo(() => {
    const drawings = [draft, ...versions.map(({ graph }) => graph)]
    const inDraft = calledIn(drawings, names)
    const on = new Map(versions.map(({ version, graph }) => [version, calledIn([graph, ...drawings], names)] as const))
    return { inDraft, on: version => on.get(version) ?? inDraft }
  }, [draft, versions, names])
}

/** By the first of the drawings that knows it. */
function calledIn(drawings: readonly Drawing[], names: Names): Called {
  const known = drawings.map(drawing => namesIn(drawing, names))
  return {
    component: id => known.map(one => one.component?.(id)).find(name => name !== undefined) ?? 'A component',
    exit: id => drawings.flatMap(({ exits }) => exits).find(exit => exit.id === id)?.name ?? 'a global exit',
  }
}

function Person({ row, called }: { row: InsideView; called: ReturnType<typeof useCalled> }) {
  const same = JSON.stringify(row.stay) === JSON.stringify(row.move)
  const before = called.on(row.version)
  return (
    <tr>
      <th scope="row">
        <a class="link" href={`/people/${row.person.id}`} target="_blank" rel="noopener" dir="auto">
          {nameOf(row.person)}
        </a>
        <small>{standsInWords(row.stands, before)}</small>
      </th>
      {same ? (
        <td colSpan={2}>
          <span class="inside-either">Either way</span>
          <Said outlook={row.stay} called={before} />
        </td>
      ) : (
        <>
          <td>
            <span class="inside-label">If they stay</span>
            <Said outlook={row.stay} called={before} />
          </td>
          <td>
            <span class="inside-label">If they move</span>
            <Said outlook={row.move} called={called.inDraft} />
          </td>
        </>
      )}
    </tr>
  )
}

const Said = ({ outlook, called }: { outlook: OutlookView; called: Called }) => (
  <ul>
    {outlookInWords(outlook, called).map(sentence => (
      <li key={sentence}>{sentence}</li>
    ))}
  </ul>
)
