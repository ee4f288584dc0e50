import type { Names } from '@pavior/shared/filter/describe.ts'
import { createContext } from 'preact'
import { useContext, useRef } from 'preact/hooks'
import { type Store, useStore } from '../live/store.ts'
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
  /** The component to bring into view. */
  shown: { id: string } | undefined
  /** Of two drafts that can't be put together, the one to go on with. */
  choose: (whose: 'mine' | 'theirs') => void
  /** What is open beside or above the canvas. */
  part: Part | undefined
  open: (part: Part | undefined) => void
  lit: Lit | undefined
  light: (lit: Lit | undefined) => void
}

const Context = createContext<Store<Builder> | undefined>(undefined)

export const BuilderProvider = Context.Provider

function useShared(): Store<Builder> {
  const shared = useContext(Context)
  if (!shared) throw new Error('this part stands outside of the builder')
  return shared
}

/**
 * Within the builder only. A part is drawn anew when something that it read changed, and only then: moving a component
 * draws neither the palette nor a dialog that is closed. What is only needed once something is done, `useLatest` has.
 */
export function useBuilder(): Builder {
  const shared = useShared()
  const seen = useRef<Builder>(undefined)
  const read = useRef(new Set<keyof Builder>()).current
  const now = useStore(shared, next => {
    const before = seen.current
    return before && [...read].every(key => Object.is(before[key], next[key])) ? before : next
  })
  seen.current = now
  return new Proxy(now, {
    get(builder, key) {
      if (isKey(builder, key)) read.add(key)
      return Reflect.get(builder, key)
    },
  })
}

const isKey = (builder: Builder, key: PropertyKey): key is keyof Builder => Object.hasOwn(builder, key)

/** The builder as it is at the moment of asking, for what handles a click or a key. It draws nothing anew. */
export const useLatest = (): (() => Builder) => useShared().get
