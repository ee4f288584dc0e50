import { evaluate } from '../filter/evaluate.ts'
import type { Enrollment, Standing } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import type { Component } from './campaign.ts'
import type { CompiledCampaign, CompiledGraph } from './compile.ts'
import { assign } from './components/assign.ts'
import { type Acted, acted, type Behaviour, type Here } from './components/behaviour.ts'
import { end } from './components/end.ts'
import { filter } from './components/filter.ts'
import { inboundMessage, rootHears } from './components/inbound-message.ts'
import { sendEmail } from './components/send-email.ts'
import { sendMessage } from './components/send-message.ts'
import { wait } from './components/wait.ts'
import { leave } from './leave.ts'
import { subjectInside } from './subject.ts'
import { type Course, type Heard, Restless } from './world.ts'

/** A component that is due in an enrollment, and since when: it was reached, or what it stands for came. */
export type Due = {
  component: string
  at: Instant
  from?: string | undefined
  standing?: Standing | undefined
  heard?: Heard | undefined
}

/** Somebody inside a campaign, on a version of it. */
export type Inside = { campaign: CompiledCampaign; graph: CompiledGraph; enrollment: Enrollment }

/**
 * What follows for one enrollment, until nothing more is due (C7): by due time, then from top to bottom, left to
 * right, id; what an act makes due joins. Exits are asked before every act (C18).
 */
export function step(course: Course, inside: Inside, due: readonly Due[]): void {
  const { campaign, graph, enrollment } = inside
  const place = ({ component }: Due) => graph.order.get(component) ?? 0
  const queue = [...due]
  while (queue.length > 0 && enrollment.status === 'active') {
    queue.sort((a, b) => a.at - b.at || place(a) - place(b))
    const first = queue.shift()
    const component = first && graph.components.get(first.component)
    // C6: at most once per enrollment, however many ways lead there; the first arrival counts.
    if (!first || !component || hasActed(enrollment, component.id)) continue
    if (!first.standing && stands(enrollment, component.id)) continue
    if (exitIfMatching(course, campaign, enrollment)) return
    const on = attempt({ course, component, enrollment, from: first.from }, first)
    if (!on) continue
    // What follows from an act is due with it: who comes late keeps the order of those who came in time.
    for (const next of graph.next(component.id, on.port))
      queue.push({ component: next, at: first.at, from: component.id })
    for (const watching of dueIn(course, inside, undefined, 'watching'))
      if (!queue.some(one => one.component === watching.component)) queue.push({ ...watching, at: first.at })
  }
}

const hasActed = (enrollment: Enrollment, component: string): boolean =>
  enrollment.acts.some(act => act.component === component)

const stands = (enrollment: Enrollment, component: string): boolean =>
  enrollment.standing.some(one => one.component === component)

/** C14: what is broken is journalled as failed, with the reason, and passes the person on. */
function attempt(here: Here<Component['type']>, { standing, heard }: Due): Acted {
  const { entries } = here.course
  const before = entries.length
  try {
    return withBehaviour(here, (behaviour, at) =>
      standing ? behaviour.act?.(at, standing, heard) : behaviour.arrive(at, heard),
    )
  } catch (error) {
    // Half done is not failed: the fact is rolled back whole.
    if (error instanceof Restless || entries.length > before) throw error
    acted(here, 'failed', { reason: error instanceof Error ? error.message : String(error) })
    return {}
  }
}

function withBehaviour<R>(
  { component, ...here }: Here<Component['type']>,
  ask: <T extends Component['type']>(behaviour: Behaviour<T>, here: Here<T>) => R,
): R {
  switch (component.type) {
    case 'filter':
      return ask(filter, { ...here, component })
    case 'wait':
      return ask(wait, { ...here, component })
    case 'inbound-message':
      return ask(inboundMessage, { ...here, component })
    case 'send-message':
      return ask(sendMessage, { ...here, component })
    case 'send-email':
      return ask(sendEmail, { ...here, component })
    case 'assign':
      return ask(assign, { ...here, component })
    case 'end':
      return ask(end, { ...here, component })
    default:
      return component satisfies never
  }
}

/** What stands in an enrollment (only of this kind) and is due by the present fact. */
export function dueIn(
  course: Course,
  { graph, enrollment }: Inside,
  heard: Heard | undefined,
  only?: Standing['kind'],
): Due[] {
  return enrollment.standing.flatMap((standing): Due[] => {
    const component = graph.components.get(standing.component)
    if (!component || (only !== undefined && standing.kind !== only)) return []
    const { from } = standing
    const at = withBehaviour({ course, component, enrollment, from }, (behaviour, here) =>
      behaviour.isDue?.(here, standing, heard),
    )
    return at === undefined ? [] : [{ component: component.id, at, from, standing, heard }]
  })
}

/** C18: the global exits, in the wording of the newest version. True when the person left. */
export function exitIfMatching(course: Course, campaign: CompiledCampaign, enrollment: Enrollment): boolean {
  if (campaign.exits.length === 0) return false
  const subject = subjectInside(course.world, enrollment)
  const exit = campaign.exits.find(one => evaluate(one.filter, subject, course.now))
  if (!exit) return false
  leave(course, enrollment, 'exited', exit.id)
  return true
}

/** The roots of a graph as they start: each hears the firing message, if there is one and it fits (C5). */
export function starting(graph: CompiledGraph, heard: Heard | undefined, now: Instant): Due[] {
  return graph.roots.map(id => {
    const component = graph.components.get(id)
    const fires = heard && component?.type === 'inbound-message' && rootHears(component, heard)
    return { component: id, at: now, heard: fires ? heard : undefined }
  })
}
