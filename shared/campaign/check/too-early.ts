import type { Component, ComponentOf } from '../campaign.ts'
import type { Asked } from './conditions-in.ts'
import type { Paths } from './paths.ts'
import { called, type GraphProblem, warning } from './problem.ts'

/** What a person, or their mailbox, needs time for. */
const engagement = ['seen', 'opened', 'clicked', 'replied', 'submitted']

const asksEngagement = ({ field, op }: Asked) => field.startsWith('component.') && engagement.includes(op)
const idOf = ({ field }: Asked) => field.slice('component.'.length)

const participle = ({ op }: Asked) => (op === 'replied' ? 'replied to' : op)

/** Whether somebody stays here for a while. */
const takesTime = ({ type, settings }: Component): boolean =>
  type === 'wait' ||
  type === 'inbound-message' ||
  (type === 'filter' && 'watch' in settings && settings.watch !== 'once')

/**
 * "Has not engaged" right after the message went out matches at once, whoever it is; and a Filter that checks once
 * for engagement then turns everybody away.
 */
export function tooEarly(asked: Asked[], filter: ComponentOf<'filter'>, paths: Paths): GraphProblem[] {
  return asked.flatMap(one => {
    if (!asksEngagement(one) || !(one.negated || filter.settings.watch === 'once')) return []
    const sender = paths.components.get(idOf(one))
    if (!sender || !paths.after([sender.id], component => !takesTime(component)).has(filter.id)) return []
    const message = `${called(filter)} asks whether ${called(sender)} was ${participle(one)} right after sending it: put a Wait between them.`
    return [warning('no-wait', `${one.path}.op`, message, filter.id)]
  })
}

/** The same of an exit, which is asked from the beginning: everybody would leave. */
export function tooEarlyToLeave(asked: Asked[], paths: Paths): GraphProblem[] {
  return asked.flatMap(one => {
    const sender = asksEngagement(one) && one.negated ? paths.components.get(idOf(one)) : undefined
    if (!sender) return []
    // "… and a later component has acted" gives the time that it needs.
    const later = asked.some(
      other =>
        !other.negated &&
        other.field.startsWith('component.') &&
        idOf(other) !== sender.id &&
        paths.components.has(idOf(other)),
    )
    if (later) return []
    const message = `The exit asks whether ${called(sender)} was not ${participle(one)}, which is so from the beginning: everybody leaves at once.`
    return [warning('no-wait', `${one.path}.op`, message)]
  })
}
