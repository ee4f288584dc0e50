import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import type { Names } from '@pavior/shared/filter/describe.ts'
import type { VersionView } from '@pavior/shared/protocol/campaigns.ts'
import type { Statistics } from '@pavior/shared/protocol/statistics.ts'
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, UsersRound } from 'lucide-preact'
import { lazy, Suspense } from 'preact/compat'
import { useMemo, useState } from 'preact/hooks'
import type { Draft } from '../builder/draft/draft.ts'
import { useNames } from '../builder/use-names.ts'
import { isType, typeIcons, typeName } from '../builder/words/components.ts'
import { plainly, said } from '../builder/words/said.ts'
import { agentsQuery, campaignContextQuery, inboxesQuery } from '../live/queries.ts'
import { Bones, Empty, Failed } from '../ui/state.tsx'
import { countsOf, countTitle } from './counts.ts'
import { chartQuery, useStatistics, type Which } from './data.ts'
import { Drill, type Tab } from './drill.tsx'
import { FirstPane } from './first-pane.tsx'
import { stepsOf } from './funnel.ts'
import { goneFrom } from './gone.ts'
import { NumbersGraph } from './numbers-graph.tsx'
import { reasonWords } from './reasons.ts'
import { momentsOf, type Opened, type Scope, sameNumber } from './scope.ts'
import { Totals } from './totals.tsx'
import { WholeTime } from './whole-time.tsx'

/** Numbers and lists do without it where it can't be loaded, or where the browser does not know its own language. */
const Chart = lazy(() => import('./chart.tsx').catch(() => ({ default: NotDrawn })))
const NotDrawn = () => (
  <div class="chart-place">
    <p class="soft">The chart could not be drawn in this browser.</p>
  </div>
)

type Props = {
  campaign: string
  versions: readonly VersionView[]
  scope: Scope
  /** What of the address could not be read. */
  unread: readonly string[]
  address: (change: Scope) => string
}

export function Numbers({ campaign, versions, scope, unread, address }: Props) {
  const { version, period, opened } = scope
  const { from, to } = momentsOf(period, new Date())
  const which = useMemo<Which>(
    () => ({
      campaign,
      ...(version !== undefined && { version }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    }),
    [campaign, version, from, to],
  )
  const query = useStatistics(which)
  // Of all versions, the graph of the newest: what it has no more stands below it.
  const shown = versions.find(one => one.version === version) ?? versions[0]
  const numbers = query.data
  if (!shown || (version !== undefined && shown.version !== version))
    return (
      <div class="figures-none">
        <Empty title={`There is no version ${version}`}>Choose another one above.</Empty>
      </div>
    )
  if (!numbers)
    return (
      <div class="figures-none">
        {query.isError ? (
          <Failed what="The numbers could not be read" error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Bones rows={6} kind="line" />
        )}
      </div>
    )
  const missing = opened && missingIn(opened, version === undefined ? versions : [shown], version)
  return (
    <Shown
      which={which}
      graph={shown.graph}
      versions={versions}
      numbers={numbers}
      opened={missing ? undefined : opened}
      unread={missing ? [...unread, missing] : unread}
      address={address}
    />
  )
}

/** A number of what is not in these versions: said in a sentence, not asked for. */
function missingIn(
  { component, exit }: Opened,
  versions: readonly VersionView[],
  version: number | undefined,
): string | undefined {
  const has = (id: string, of: 'components' | 'exits') =>
    versions.some(({ graph }) => graph[of].some(one => one.id === id))
  const lacks = version === undefined ? 'which no version has' : `which version ${version} does not have`
  if (component !== undefined && !has(component, 'components'))
    return `The address asks for people at the component “${component.slice(0, 40)}”, ${lacks}: no number is open.`
  if (exit !== undefined && !has(exit, 'exits'))
    return `The address asks for who left by the exit “${exit.slice(0, 40)}”, ${lacks}: no number is open.`
  return undefined
}

type ShownProps = {
  which: Which
  graph: CampaignGraph
  versions: readonly VersionView[]
  numbers: Statistics
  opened: Opened | undefined
  unread: readonly string[]
  address: (change: Scope) => string
}

function Shown({ which, graph, versions, numbers, opened, unread, address }: ShownProps) {
  const drawn: Draft = graph
  const to = useMemo(() => (next: Opened | undefined) => address({ opened: next }), [which, opened])
  const gone = useMemo(() => goneFrom(drawn.components, versions, numbers), [drawn, versions, numbers])
  const names = useNames(
    { ...drawn, components: [...drawn.components, ...gone.map(({ component }) => component)] },
    useQuery(inboxesQuery).data?.data,
    useQuery(agentsQuery).data?.data,
    useQuery(campaignContextQuery).data,
  )
  const steps = useMemo(() => stepsOf(drawn, gone, numbers, names), [drawn, gone, numbers, names])
  const tabsOfCampaign = useMemo(() => totalsOf(numbers, versions), [numbers, versions])
  const counts = useMemo(
    () => new Map(Object.entries(numbers.components).map(([id, one]) => [id, countsOf(one)])),
    [numbers],
  )
  const { recording } = numbers
  const [lapsed, lapse] = useState<Which>()
  const lapsing = lapsed === which
  const figures = useMemo(
    () => ({ counts, opened, recording, address: to }),
    [counts, recording, opened?.component, opened?.count, to],
  )
  return (
    <>
      <section class="overview" aria-label="Overview">
        {unread.map(sentence => (
          <p key={sentence} class="unread" role="status">
            {sentence}
          </p>
        ))}
        <Totals totals={tabsOfCampaign} opened={opened} address={to} />
        <Over which={which} lapsing={lapsing} />
      </section>
      <NumbersGraph
        key={which.version ?? 'all'}
        which={which}
        drawn={drawn}
        gone={gone}
        names={names}
        figures={figures}
        lapsing={lapsing}
        onLapse={on => lapse(on ? which : undefined)}
      />
      {opened ? (
        <Opening
          key={`${opened.component} ${opened.exit}`}
          which={which}
          opened={opened}
          numbers={numbers}
          versions={versions}
          totals={tabsOfCampaign}
          names={names}
          address={to}
        />
      ) : (
        <FirstPane which={which} numbers={numbers} steps={steps} address={to} />
      )}
    </>
  )
}

/** Over time. It is asked for beside the numbers, which do not wait for it. */
function Over({ which, lapsing }: { which: Which; lapsing: boolean }) {
  const query = useQuery(chartQuery(which))
  return (
    <div class="over">
      {lapsing ? <WholeTime /> : null}
      {query.data ? (
        <Suspense fallback={<div class="chart-place" />}>
          <Chart chart={query.data} />
        </Suspense>
      ) : (
        <div class="chart-place">
          {query.isError ? (
            <p class="soft">
              The chart could not be read.{' '}
              <button type="button" class="link" onClick={() => void query.refetch()}>
                Try again
              </button>
            </p>
          ) : null}
        </div>
      )}
    </div>
  )
}

/** Entered = active + completed + ended + exited (by exit) + removed (T2). */
function totalsOf(numbers: Statistics, versions: readonly VersionView[]): (Tab & { number: number })[] {
  const total = (count: 'entered' | 'active' | 'completed' | 'ended' | 'removed', label: string) => ({
    key: count,
    label,
    number: numbers[count],
    opens: { count },
  })
  const names = new Map(versions.toReversed().flatMap(({ graph }) => graph.exits.map(({ id, name }) => [id, name])))
  const exits = Object.entries(numbers.exits).map(([exit, number]) => ({
    key: `exited ${exit}`,
    label: `Exited: ${lowered(names.get(exit) ?? exit)}`,
    number,
    opens: { count: 'exited', exit },
  }))
  return [
    total('entered', 'Entered'),
    total('active', 'Active now'),
    total('completed', 'Completed'),
    total('ended', 'Ended'),
    ...exits,
    total('removed', 'Removed'),
  ]
}

const lowered = (name: string) => `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`

type OpeningProps = Omit<ShownProps, 'graph' | 'opened' | 'unread' | 'address'> & {
  opened: Opened
  totals: readonly Tab[]
  names: Names
  address: (opened: Opened | undefined) => string
}

/** The number that is open, with its neighbours as tabs. */
function Opening({ which, opened, numbers, versions, totals, names, address }: OpeningProps) {
  const reasonOf = (reason: string) => reasonWords(reason, versions)
  const common = { which, opened, address, reasonOf }
  const { component: id } = opened
  if (id === undefined) {
    const here = totals.find(({ opens }) => sameNumber(opens, opened))
    return (
      <Drill
        {...common}
        icon={<UsersRound />}
        title={here?.label ?? countTitle(opened.count)}
        says="Of the whole campaign, each person by their latest time inside"
        tabs={totals}
      />
    )
  }
  // As it was in the newest version that has it.
  const last = versions.find(({ graph }) => graph.components.some(one => one.id === id))
  const component = last?.graph.components.find(one => one.id === id)
  const gone = last && which.version === undefined && last !== versions[0] ? `Last in version ${last.version}: ` : ''
  const counts = countsOf(numbers.components[id])
  const Icon = component && isType(component.type) ? typeIcons[component.type] : CircleAlert
  const tabs = ['arrived', ...Object.keys(counts).filter(count => count !== 'arrived')].flatMap(count => {
    const number = counts[count] ?? null
    const opens = { component: id, count }
    const idle = !number || (count === 'acted' && component?.type !== 'filter')
    // What nobody came to, or another one says, is in nobody's way; what was chosen stays.
    return idle && !sameNumber(opens, opened) && count !== 'arrived'
      ? []
      : [{ key: count, label: countTitle(count), number, opens }]
  })
  return (
    <Drill
      {...common}
      icon={<Icon />}
      title={component ? typeName(component.type) : 'A component that is gone'}
      says={component ? `${gone}${plainly(said(component, names))}` : ''}
      tabs={tabs}
    />
  )
}
