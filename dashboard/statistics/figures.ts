import { createContext } from 'preact'
import type { Counts } from './counts.ts'
import type { Opened } from './scope.ts'

/** What the components on the canvas show: beside the graph, so that a number that moves draws its component only. */
export type Figures = {
  counts: ReadonlyMap<string, Counts>
  opened: Opened | undefined
  /** What visitors do is recorded now. */
  recording: boolean
  /** Where a number opens as its people. */
  address: (opened: Opened) => string
}

export const FiguresOf = createContext<Figures>({
  counts: new Map(),
  opened: undefined,
  recording: true,
  address: () => '',
})
