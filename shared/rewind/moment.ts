import { apply, unborn } from '../journal/apply.ts'
import type { Life } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import { copyLife } from './copy-life.ts'
import { applyToTabs, copyTabs, type Tab, type Tabs } from './tabs.ts'
import { type Recorded, type RecordedStreams, type Told, toldOf } from './told.ts'

/** Everything as it stood right after an entry (R1, R2): to be looked at only. Nothing changes it later. */
export type Moment = {
  /** Counts from 1 in the order in which it is rewound. */
  number: number
  at: Instant
  /** Whose journal it stands in: another one than the person's before a merge (C25). */
  stream: string
  entry: Recorded
  life: Life
  /** The visitor's tabs that told what was done in them. */
  tabs: Tabs
  /** The tab in which something was done last; undefined when nothing was recorded. */
  lastTab: Tab | undefined
}

/** A past that can be gone to at any moment. */
export type Rewind = {
  readonly count: number
  /** All entries in their order. */
  readonly told: readonly Told[]
  /** @param number from 1 to `count`; throws a RangeError for any other */
  at(number: number): Moment
  /** The last entry at or before a time (R1); 0 before the first. */
  numberAt(time: Instant): number
}

/**
 * Rewinds what a person's journal tells, any jump at once: snapshots lie along the way and are made as far as one goes.
 * @param stream the person, as whom they are known now
 * @param origin the visitor as whom a conversation, a form or an enrollment began, where it is about one
 */
export function rewindOf(streams: RecordedStreams, stream: string, origin = stream): Rewind {
  const told = toldOf(streams, stream, origin)
  const folds = new Map<string, Fold>()
  const foldOf = (name: string): Fold => {
    const fold = folds.get(name) ?? new Fold(name, streams(name), foldOf)
    folds.set(name, fold)
    return fold
  }
  return {
    count: told.length,
    told,
    at: number => {
      const one = told[number - 1]
      if (!one) throw new RangeError(`There is no entry ${number} of ${told.length}.`)
      const { life, tabs } = foldOf(one.stream).after(one.index + 1)
      return {
        number,
        at: one.at,
        stream: one.stream,
        entry: one.entry,
        life,
        tabs,
        lastTab: [...tabs.values()].at(-1),
      }
    },
    numberAt: time => countUpTo(told, time),
  }
}

/** How many are at or before a time. */
function countUpTo(told: readonly Told[], time: Instant): number {
  let [from, to] = [0, told.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((told[middle]?.at ?? Number.POSITIVE_INFINITY) <= time) from = middle + 1
    else to = middle
  }
  return from
}

type State = { life: Life; tabs: Map<string, Tab> }

const copyState = ({ life, tabs }: State, like?: State): State => ({
  life: copyLife(life, like?.life),
  tabs: copyTabs(tabs),
})

/** At least so many entries lie between two snapshots of a stream. */
const BETWEEN = 256
/** Most snapshots of a stream. */
const SNAPSHOTS = 64

/** One stream, folded up to any of its entries. */
class Fold {
  private readonly stream: string
  private readonly entries: readonly Recorded[]
  private readonly foldOf: (stream: string) => Fold
  private readonly between: number
  /** After `between`, 2 × `between` … entries, as far as one has been. */
  private readonly snapshots: State[] = []
  /** Where one was last: a step forward goes on from there. */
  private last: { count: number; state: State } | undefined

  constructor(stream: string, entries: readonly Recorded[], foldOf: (stream: string) => Fold) {
    this.stream = stream
    this.entries = entries
    this.foldOf = foldOf
    this.between = Math.max(BETWEEN, Math.ceil(entries.length / SNAPSHOTS))
  }

  /** The state after so many entries, to be looked at only: the next step goes on from a copy of it. */
  after(count: number): State {
    const { between, snapshots, last } = this
    let done = Math.min(Math.floor(count / between), snapshots.length) * between
    let from = snapshots[done / between - 1] ?? this.beginning()
    if (last && last.count <= count && last.count > done) [done, from] = [last.count, last.state]
    const state = copyState(from)
    while (done < count) {
      this.does(state, this.entries[done++])
      if (done === (snapshots.length + 1) * between) snapshots.push(copyState(state, snapshots.at(-1)))
    }
    this.last = { count, state }
    return state
  }

  private beginning = (): State => ({ life: unborn(this.stream, this.entries[0]?.at ?? 0), tabs: new Map() })

  private does(state: State, entry: Recorded | undefined): void {
    if (!entry || entry.kind === 'broken') return
    apply(state.life, entry, (other, until) => {
      const from = copyState(this.foldOf(other).upTo(until))
      state.tabs = new Map([...from.tabs, ...state.tabs])
      return from.life
    })
    if (entry.kind === 'interacted') applyToTabs(state.tabs, entry)
  }

  /** The state after the entry of a number. */
  private upTo(number: number): State {
    const beyond = this.entries.findIndex(entry => entry.number > number)
    return this.after(beyond < 0 ? this.entries.length : beyond)
  }
}
