import { evaluate } from '../filter/evaluate.ts'
import type { EntryBody } from '../journal/entry.ts'
import type { Enrollment } from '../journal/life.ts'
import type { Component } from './campaign.ts'
import type { CompiledCampaign, CompiledGraph } from './compile.ts'
import { hears, rootHears, triggered } from './inbound-message.ts'
import { leave } from './leave.ts'
import { sendMessage } from './send-message.ts'
import type { Course, Heard } from './world.ts'

/** A component that is due in an enrollment: it was reached, or what it listened for came. */
type Due = { component: string; from?: string | undefined; heard?: Heard | undefined }

/**
 * What follows for one enrollment, until nothing more is due (C7): from top to bottom, left to right, id; what an
 * act makes due joins. Exits are asked before every act (C18).
 */
export function step(
  course: Course,
  campaign: CompiledCampaign,
  graph: CompiledGraph,
  enrollment: Enrollment,
  due: Due[],
): void {
  const place = (one: Due) => graph.order.get(one.component) ?? 0
  const queue = [...due]
  while (queue.length > 0 && enrollment.status === 'active') {
    queue.sort((a, b) => place(a) - place(b))
    const first = queue.shift()
    const component = first && graph.components.get(first.component)
    if (!first || !component || hasActed(enrollment, component.id)) continue
    if (exitIfMatching(course, campaign, enrollment)) return
    if (!act(course, component, enrollment, first)) continue
    for (const next of graph.next.get(component.id) ?? []) queue.push({ component: next, from: component.id })
  }
}

/** C6: at most once per enrollment, however many ways lead there; the first arrival counts. */
const hasActed = (enrollment: Enrollment, component: string): boolean =>
  enrollment.acts.some(act => act.component === component)

const listens = (enrollment: Enrollment, component: string): boolean =>
  enrollment.listening.some(one => one.component === component)

/** True when the component acted, so that the person goes on to what follows it. */
function act(course: Course, component: Component, enrollment: Enrollment, { from, heard }: Due): boolean {
  switch (component.type) {
    case 'inbound-message':
      if (heard) course.emit(triggered(component, enrollment, from, heard))
      else if (!listens(enrollment, component.id))
        course.emit({ kind: 'listening', v: 1, enrollment: enrollment.id, component: component.id, from })
      return heard !== undefined
    case 'send-message':
      for (const body of attempt(component, enrollment, from, () => sendMessage(course, component, enrollment, from)))
        course.emit(body)
      return true
    case 'end':
      course.emit({ kind: 'acted', v: 1, enrollment: enrollment.id, component: component.id, outcome: 'ended', from })
      leave(course, enrollment, 'ended', component.id)
      return false
    default:
      return component satisfies never
  }
}

/** C14: what is broken is journalled as failed, with the reason, and passes the person on. */
function attempt(
  component: Component,
  enrollment: Enrollment,
  from: string | undefined,
  what: () => EntryBody[],
): EntryBody[] {
  try {
    return what()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [
      { kind: 'acted', v: 1, enrollment: enrollment.id, component: component.id, outcome: 'failed', from, reason },
    ]
  }
}

/** C18: the global exits, in the wording of the newest version. True when the person left. */
export function exitIfMatching(course: Course, campaign: CompiledCampaign, enrollment: Enrollment): boolean {
  const { person } = course.world.life
  const exit = campaign.exits.find(({ filter }) => evaluate(filter, person, course.now))
  if (!exit) return false
  leave(course, enrollment, 'exited', exit.id)
  return true
}

/** The Inbound messages of an enrollment that hear what the person just wrote. */
export function hearing(graph: CompiledGraph, enrollment: Enrollment, heard: Heard): Due[] {
  return enrollment.listening.flatMap((standing): Due[] => {
    const component = graph.components.get(standing.component)
    if (component?.type !== 'inbound-message') return []
    const fits =
      standing.from === undefined ? rootHears(component, heard) : hears(component, standing.from, enrollment, heard)
    return fits ? [{ component: component.id, from: standing.from, heard }] : []
  })
}

/** The roots of a graph as they start: each hears the firing message, if there is one and it fits (C5). */
export function starting(graph: CompiledGraph, heard: Heard | undefined): Due[] {
  return graph.roots.map(id => {
    const component = graph.components.get(id)
    const fires = heard && component?.type === 'inbound-message' && rootHears(component, heard)
    return { component: id, heard: fires ? heard : undefined }
  })
}
