import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import type { Enrollment } from '@pavior/shared/journal/life.ts'
import type { Moment } from '@pavior/shared/rewind/moment.ts'
import type { Path } from '@pavior/shared/rewind/path.ts'
import { ReactFlowProvider } from '@xyflow/react'
import { Workflow } from 'lucide-preact'
import { memo } from 'preact/compat'
import { useMemo, useRef } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { Graph } from '../builder/canvas/graph.tsx'
import { draftOf } from '../builder/draft/draft.ts'
import { Empty } from '../ui/state.tsx'
import { litAt, words } from './lit.ts'
import { momentOf, seenFrom } from './times.ts'

type Props = {
  moment: Moment
  enrollment: Enrollment | undefined
  /** When they enter the campaign that is looked at, where that is still to come. */
  enters: { at: number; name: string } | undefined
  graph: CampaignGraph | undefined
  /** The way through it, by the moment's number. */
  path: ((number: number) => Path) | undefined
}

/** The campaign in the version of that time, with the way the person took, what waits, and what was still to come (R2). */
export const CampaignThen = memo(function CampaignThen({ moment, enrollment, enters, graph, path }: Props) {
  const now = enrollment && graph && path ? { moment, enrollment, graph, path } : undefined
  // Once it was drawn it stays, out of sight where they are in none: it takes long to come up.
  const drawn = useRef(now)
  const shown = now ?? drawn.current
  drawn.current = shown
  return (
    <section class="then-campaign" aria-label="The campaign then">
      {enrollment ? (
        <h2 class="then-label">
          <span class="then-name">
            {graph?.name ?? 'A campaign that is gone'}, version {enrollment.version}
          </span>
          <small>{summaryOf(enrollment, graph, moment.at)}</small>
          <span class="push" />
          {graph ? (
            <Link
              class="link"
              href={`/campaigns/${enrollment.campaign}?versions=${enrollment.version}`}
              aria-label={`Open version ${enrollment.version}`}
            >
              Open
            </Link>
          ) : null}
        </h2>
      ) : (
        <h2 class="then-label">Campaign then</h2>
      )}
      {shown ? (
        <Drawn
          // The same graph for who came by again: to draw it anew is what takes long.
          key={`${shown.enrollment.campaign} ${shown.enrollment.version}`}
          {...shown}
          hidden={!now}
        />
      ) : null}
      {now ? null : (
        <Empty icon={<Workflow />} title={enrollment ? 'This version can’t be shown' : 'In no campaign then'}>
          {enrollment
            ? 'The campaign was deleted. The journal still tells what it did.'
            : enters
              ? `Entered “${enters.name}” on ${momentOf(enters.at)}.`
              : 'Nothing they did led into one.'}
        </Empty>
      )}
    </section>
  )
})

type DrawnProps = {
  moment: Moment
  enrollment: Enrollment
  graph: CampaignGraph
  path: (number: number) => Path
  hidden: boolean
}

const NO_NAMES = {}

function Drawn({ moment, enrollment, graph, path, hidden }: DrawnProps) {
  const drawn = useMemo(() => draftOf(graph), [graph])
  const { number, at, entry } = moment
  const lit = useMemo(() => litAt(drawn, path(number), at), [drawn, path, number, at])
  const here =
    'component' in entry && 'enrollment' in entry && entry.enrollment === enrollment.id ? entry.component : undefined
  const selected = useMemo(() => (here === undefined ? [] : [here]), [here])
  return (
    <ReactFlowProvider>
      <div class="canvas" inert={hidden}>
        <Graph draft={drawn} names={NO_NAMES} lit={lit} selected={selected} />
      </div>
    </ReactFlowProvider>
  )
}

function summaryOf(
  { status, acts, standing, leftAt, cause }: Enrollment,
  graph: CampaignGraph | undefined,
  at: number,
): string {
  const done = `${acts.length} acted`
  const why = graph?.exits.find(({ id }) => id === cause)?.name ?? cause
  if (status !== 'active')
    return `${done}, ${status}${leftAt === undefined ? '' : ` ${seenFrom(leftAt, at)}`}${why === undefined ? '' : `: ${why}`}`
  const still = (['waiting', 'watching', 'listening'] as const).flatMap(kind => {
    const count = standing.filter(one => one.kind === kind).length
    return count === 0 ? [] : [`${count} ${words[kind].toLowerCase()}`]
  })
  return [done, ...still].join(', ')
}
