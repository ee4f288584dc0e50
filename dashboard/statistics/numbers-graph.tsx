import type { Names } from '@pavior/shared/filter/describe.ts'
import { useQuery } from '@tanstack/react-query'
import { type NodeMouseHandler, ReactFlowProvider } from '@xyflow/react'
import { Clapperboard } from 'lucide-preact'
import { useMemo, useState } from 'preact/hooks'
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

type Props = { which: Which; drawn: Draft; gone: readonly Gone[]; names: Names; figures: Figures }

/** The graph as it was published, with how many people each component acted on and what became of them. */
export function NumbersGraph(props: Props) {
  const { which, gone, names, figures } = props
  const [lapsing, lapse] = useState<Which>()
  return (
    <section class="canvas numbers-canvas" aria-label="Graph with the number of people">
      {/* Another graph needs a store of its own: the one that goes empties its. */}
      <ReactFlowProvider key={lapsing === which ? 'then' : 'now'}>
        {lapsing === which ? (
          <Lapsing {...props} onClose={() => lapse(undefined)} />
        ) : (
          <FiguresOf.Provider value={figures}>
            <Now {...props} onLapse={() => lapse(which)} />
            <GoneRow gone={gone} names={names} />
          </FiguresOf.Provider>
        )}
      </ReactFlowProvider>
    </section>
  )
}

function Now({ drawn, names, figures, onLapse }: Props & { onLapse: () => void }) {
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
      <button type="button" class="button small lapse-open" onClick={onLapse}>
        <Clapperboard />
        Time-lapse
      </button>
    </div>
  )
}

/** The same graph while a period is played: people as dots along the lines, numbers as they grew. */
function Lapsing({ which, drawn, gone, names, figures, onClose }: Props & { onClose: () => void }) {
  const query = useQuery(lapseQuery(which))
  // Which numbers there are does not change while it is played.
  const play = useMemo(() => query.data && playOf(query.data, drawn, figures.counts), [query.data, drawn])
  const player = usePlayer()
  const { position } = player
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
      <LapseBar play={play} failed={query.isError} player={player} onClose={onClose} />
      <GoneRow gone={gone} names={names} />
    </FiguresOf.Provider>
  )
}
