import type { Names } from '@pavior/shared/filter/describe.ts'
import { useQuery } from '@tanstack/react-query'
import { type NodeMouseHandler, ReactFlowProvider } from '@xyflow/react'
import { Clapperboard } from 'lucide-preact'
import { useEffect, useMemo } from 'preact/hooks'
import { navigate } from 'wouter-preact/use-browser-location'
import type { ComponentNode } from '../builder/canvas/flow.ts'
import { Graph } from '../builder/canvas/graph.tsx'
import { Tray } from '../builder/canvas/tray.tsx'
import type { Draft } from '../builder/draft/draft.ts'
import { firstCount } from './counts.ts'
import { CountsNode } from './counts-node.tsx'
import { lapseQuery, type Which } from './data.ts'
import { type Figures, FiguresOf } from './figures.ts'
import type { Gone } from './gone.ts'
import { GoneRow } from './gone-row.tsx'
import { Dots } from './lapse/dots.tsx'
import { LapseBar, momentAt } from './lapse/lapse-bar.tsx'
import { playOf } from './lapse/play.ts'
import { usePlayer } from './lapse/use-play.ts'

type Props = {
  which: Which
  drawn: Draft
  gone: readonly Gone[]
  names: Names
  figures: Figures
  /** A time-lapse is open. */
  lapsing: boolean
  onLapse: (on: boolean) => void
}

/** The graph as it was published, with how many people each component acted on and what became of them. */
export function NumbersGraph(props: Props) {
  const { gone, names, figures, lapsing, onLapse } = props
  return (
    <section class="canvas numbers-canvas" aria-label="Graph with the number of people">
      {/* Another graph needs a store of its own: the one that goes empties its. */}
      <ReactFlowProvider key={lapsing ? 'then' : 'now'}>
        {lapsing ? (
          <Lapsing {...props} />
        ) : (
          <FiguresOf.Provider value={figures}>
            <Now {...props} />
            <button type="button" class="button small lapse-open" onClick={() => onLapse(true)}>
              <Clapperboard />
              Time-lapse
            </button>
            <GoneRow gone={gone} names={names} />
          </FiguresOf.Provider>
        )}
      </ReactFlowProvider>
    </section>
  )
}

function Now({ drawn, names, figures }: Props) {
  const { counts, address } = figures
  // Where a finger is larger than a number, the whole component opens.
  const handlers = useMemo(() => {
    const onNodeClick: NodeMouseHandler<ComponentNode> = (event, { id }) => {
      if (event.target instanceof Element && event.target.closest('a, button')) return
      navigate(address({ component: id, count: firstCount(counts.get(id) ?? {}) }))
    }
    return { onNodeClick }
  }, [address, counts])
  return (
    <div class="numbers-graph">
      <Graph draft={drawn} names={names} node={CountsNode} handlers={handlers}>
        <Tray />
      </Graph>
    </div>
  )
}

/** The same graph while a period is played: people as dots along the lines, numbers as they grew. */
function Lapsing({ which, drawn, gone, names, figures, onLapse }: Props) {
  const query = useQuery(lapseQuery(which))
  // Which numbers there are does not change while it is played.
  const play = useMemo(() => query.data && playOf(query.data, drawn, figures.counts), [query.data, drawn])
  const player = usePlayer()
  const { position } = player
  // It was opened to be played, unless nothing is to move by itself.
  useEffect(() => {
    if (play && !matchMedia('(prefers-reduced-motion: reduce)').matches) player.play()
  }, [play])
  const then = useMemo<Figures>(
    () => ({
      counts: play ? play.countsAt(momentAt(play, position)) : figures.counts,
      opened: undefined,
      recording: true,
      address: figures.address,
    }),
    [play, position, figures.address],
  )
  return (
    <FiguresOf.Provider value={then}>
      <div class="numbers-graph">
        <Graph draft={drawn} names={names} node={CountsNode}>
          <Tray />
          {play ? <Dots play={play} player={player} /> : null}
        </Graph>
      </div>
      <LapseBar play={play} failed={query.isError} player={player} onClose={() => onLapse(false)} />
      <GoneRow gone={gone} names={names} />
    </FiguresOf.Provider>
  )
}
