import { answers } from '../../journal/life.ts'
import type { Component, ComponentOf } from '../campaign.ts'
import { type Asked, componentOf } from './conditions-in.ts'
import type { Paths } from './paths.ts'
import { called, type GraphProblem, warning } from './problem.ts'

/** The component of which it asks what a person, or their mailbox, needs time for. */
function senderIn(asked: Asked, paths: Paths): Component | undefined {
  const id = answers.some(one => one === asked.op) ? componentOf(asked) : undefined
  return id === undefined ? undefined : paths.components.get(id)
}

const participle = ({ op }: Asked) => (op === 'replied' ? 'replied to' : op)

/**
 * "Has not engaged" right after the message went out matches at once, whoever it is; and a Filter that checks once
 * for engagement then turns everybody away.
 */
export function tooEarly(asked: Asked[], filter: ComponentOf<'filter'>, paths: Paths): GraphProblem[] {
  return asked.flatMap(one => {
    const sender = one.negated || filter.settings.watch === 'once' ? senderIn(one, paths) : undefined
    if (!sender || !paths.atOnceAfter(sender.id).has(filter.id)) return []
    const message = `${called(filter)} asks whether ${called(sender)} was ${participle(one)} right after sending it: put a Wait between them.`
    return [warning('no-wait', `${one.path}.op`, message, filter.id)]
  })
}

/** The same of an exit, which is asked from the beginning: everybody would leave. */
export function tooEarlyToLeave(asked: Asked[], paths: Paths): GraphProblem[] {
  return asked.flatMap(one => {
    const sender = one.negated ? senderIn(one, paths) : undefined
    if (!sender) return []
    // "… and a later component has acted" gives the time that it needs.
    const others = asked.filter(({ negated }) => !negated).map(componentOf)
    if (others.some(other => other !== undefined && other !== sender.id)) return []
    const message = `The exit asks whether ${called(sender)} was not ${participle(one)}, which is so from the beginning: everybody leaves at once.`
    return [warning('no-wait', `${one.path}.op`, message)]
  })
}
