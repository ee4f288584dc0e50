import type { Names } from '@pavior/shared/filter/describe.ts'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { CampaignView } from '../live/views.ts'
import type { Draft } from './draft/draft.ts'
import type { Saving } from './draft/session.ts'
import type { Part } from './parts.tsx'
import type { ShownProblem } from './problems/problems.ts'

/** Components and lines that somebody came by, in a dry run or a rewind; what is not in it is pale. */
export type Lit = {
  /** By component: what it did or does, and in words why. */
  components: ReadonlyMap<string, LitComponent>
  /** By `lineId`. */
  lines: ReadonlySet<string>
  /** Lines that were to be taken later. */
  ahead?: ReadonlySet<string>
}

/** `time`: of what it says, beside it. */
export type LitComponent = { state: 'acted' | 'waits' | 'stopped' | 'later' | 'pale'; says?: string; time?: string }

/** What the parts of the builder share. */
export type Builder = {
  draft: Draft
  /** What the server knows of the campaign: id, status, version, revision. */
  campaign: CampaignView
  problems: readonly ShownProblem[]
  /** Ids of the chosen components. */
  selected: readonly string[]
  select: (ids: readonly string[]) => void
  /** Changes the draft. @param as what is typed in: what follows in the same field is one step to undo */
  edit: (change: (draft: Draft) => Draft, as?: string) => void
  undo: (() => void) | undefined
  redo: (() => void) | undefined
  /** What the team calls what a filter knows by id. */
  names: Names
  inboxes: readonly { id: string; name: string }[]
  agents: readonly { id: string; name: string }[]
  /** Agents who have the draft open, too. */
  others: readonly { id: string; name: string }[]
  saving: Saving
  /** Saves what is not saved yet, before something is done with it on the server. Gives whether everything is. */
  saveNow: () => Promise<boolean>
  /** What the server answered about the campaign, as after publishing it. */
  learn: (campaign: CampaignView) => void
  /** Chooses a component and brings it into view. */
  show: (component: string) => void
  /** What is open beside or above the canvas. */
  part: Part | undefined
  open: (part: Part | undefined) => void
  lit: Lit | undefined
  light: (lit: Lit | undefined) => void
}

const Context = createContext<Builder | undefined>(undefined)

export const BuilderProvider = Context.Provider

/** Within the builder only. */
export function useBuilder(): Builder {
  const builder = useContext(Context)
  if (!builder) throw new Error('this part stands outside of the builder')
  return builder
}
