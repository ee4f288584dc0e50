import type { Enrollment, Standing } from '../../journal/life.ts'
import type { Instant } from '../../text.ts'
import type { Component, ComponentOf } from '../campaign.ts'
import type { Course, Heard } from '../world.ts'

/** A component where it is reached, or where it stands, in somebody's enrollment. */
export type Here<T extends Component['type']> = {
  course: Course
  component: ComponentOf<T>
  enrollment: Enrollment
  /** The component whose act led here; undefined at a root. */
  from: string | undefined
}

/** It acted: the person goes on from this port. Undefined: it stays, or the person left. */
export type Acted = { port?: 'matched' | 'unmatched' } | undefined

/** What a type of component does to one person, once (C6). What it did is emitted. */
export type Behaviour<T extends Component['type']> = {
  /** A person arrives. `heard`: the message that fires a root (C5). */
  arrive: (here: Here<T>, heard: Heard | undefined) => Acted
  /** While it stands: the moment from which it is due, if the present fact makes it so. */
  isDue?: (here: Here<T>, standing: Standing, heard: Heard | undefined) => Instant | undefined
  /** It stands and is due; what came before it in the queue may have changed that. */
  act?: (here: Here<T>, standing: Standing, heard: Heard | undefined) => Acted
}

type Did = Extract<Parameters<Course['emit']>[0], { kind: 'acted' }>

/** Notes what a component did. */
export function acted(
  { course, component, enrollment, from }: Omit<Here<Component['type']>, 'component'> & { component: { id: string } },
  outcome: Did['outcome'],
  more: Pick<Did, 'conversation' | 'message' | 'reason'> = {},
): void {
  course.emit({ kind: 'acted', v: 1, enrollment: enrollment.id, component: component.id, outcome, from, ...more })
}
