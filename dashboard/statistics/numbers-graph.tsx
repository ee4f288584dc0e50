import './counts-node.css'
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
import { Dots } from './lapse/dots.tsx'
import { LapseBar, momentAt } from './lapse/lapse-bar.tsx'
import { playOf } from './lapse/play.ts'
import { usePlayer } from './lapse/use-play.ts'

type Props = { which: Which; drawn: Draft; names: Names; figures: Figures }

/** The graph as it was published, with how many people each component acted on and what became of them. */
export function NumbersGraph({ which, drawn, names, figures }: Props) {
  const { counts, address } = figures
  const [lapsing, lapse] = useState<Which>()
  // Where a finger is larger than a number, the whole component opens.
  const handlers = useMemo(() => {
    const onNodeClick: NodeMouseHandler<ComponentNode> = (event, { id }) => {
      if (event.target instanceof Element && event.target.closest('a, button')) return
      navigate(address({ component: id, count: firstCount(counts.get(id) ?? {}) }))
    }
    return { onNodeClick }
  }, [address, counts])
  return (
    <section class="canvas numbers-canvas" aria-label="Graph with the number of people">
      {/* Another graph needs a store of its own: the one that goes empties its. */}
      <ReactFlowProvider key={lapsing === which ? 'then' : 'now'}>
        {lapsing === which ? (
          <Lapsing which={which} drawn={drawn} names={names} figures={figures} onClose={() => lapse(undefined)} />
        ) : (
          <>
            <FiguresOf.Provider value={figures}>
              <Graph draft={drawn} names={names} node={CountsNode} handlers={handlers}>
                <Tray />
              </Graph>
            </FiguresOf.Provider>
            <button type="button" class="button small lapse-open" onClick={() => lapse(which)}>
              <Clapperboard />
              Time-lapse
            </button>
          </>
        )}
      </ReactFlowProvider>
    </section>
  )
}

/** The same graph while a period is played: people as dots along the lines, numbers as they grew. */
function Lapsing({ which, drawn, names, figures, onClose }: Props & { onClose: () => void }) {
  const query = useQuery(lapseQuery(which))
  const play = useMemo(() => query.data && playOf(query.data, drawn), [query.data, drawn])
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
    <>
      <FiguresOf.Provider value={then}>
        <Graph draft={drawn} names={names} node={CountsNode}>
          <Tray />
          {play ? <Dots play={play} player={player} /> : null}
        </Graph>
      </FiguresOf.Provider>
      <LapseBar play={play} failed={query.isError} player={player} onClose={onClose} />
    </>
  )
}
