import { buttonOf } from '../../document/document.ts'
import type { CampaignGraph, Component } from '../campaign.ts'
import { type Asked, componentOf, conditionsIn } from './conditions-in.ts'
import { Paths } from './paths.ts'
import { called, error, type GraphProblem, type Known, warning } from './problem.ts'
import { tooEarly, tooEarlyToLeave } from './too-early.ts'
import { hasConversation } from './ways.ts'

/** What filters ask of the campaign around them, of other campaigns, and of inboxes. */
export function conditions(graph: CampaignGraph, known: Known): GraphProblem[] {
  const paths = new Paths(graph)
  const ofPerson = (asked: Asked[]) => asked.flatMap(one => [...ofCampaign(one, known), ...ofInbox(one, known)])
  const exits = graph.exits.flatMap(({ filter }, index) => {
    const asked = conditionsIn(filter, `exits.${index}.filter`)
    const ofComponents = asked.flatMap(one => ofComponent(one, paths, known, undefined))
    return [...ofPerson(asked), ...ofComponents, ...tooEarlyToLeave(asked, paths)]
  })
  const filters = graph.components.flatMap((component, index) => {
    if (component.type !== 'filter') return []
    const { id } = component
    const asked = conditionsIn(component.settings.filter, `components.${index}.settings.filter`)
    const before = paths.before(id)
    return [
      ...ofPerson(asked),
      ...asked.flatMap(one => ofComponent(one, paths, known, { component, before })),
      ...noUpstream(asked, component, paths),
      ...tooEarly(asked, component, paths),
    ].map(problem => ({ ...problem, component: id }))
  })
  return [...ofPerson(conditionsIn(graph.audience, 'audience')), ...exits, ...filters]
}

function ofCampaign({ field, path }: Asked, { campaigns }: Known): GraphProblem[] {
  const id = field.startsWith('campaign.') ? field.slice('campaign.'.length) : undefined
  if (id === undefined || !campaigns || campaigns.has(id)) return []
  return [error('unknown-campaign', `${path}.field`, `There is no campaign "${id}".`)]
}

function ofInbox({ field, value, path }: Asked, { inboxes }: Known): GraphProblem[] {
  if (field !== 'upstream.inbox') return []
  return [value]
    .flat()
    .filter(inbox => typeof inbox === 'string' && !inboxes.has(inbox))
    .map(inbox => error('unknown-inbox', `${path}.value`, `There is no inbox "${inbox}".`))
}

type Place = { component: Component; before: ReadonlySet<string> }

function ofComponent(asked: Asked, paths: Paths, known: Known, place: Place | undefined): GraphProblem[] {
  const id = componentOf(asked)
  if (id === undefined) return []
  const { path, op, value } = asked
  const component = paths.components.get(id)
  if (!component) return [error('unknown-component', `${path}.field`, `There is no component "${id}".`)]
  if (op === 'clicked' && value !== undefined && !hasButton(component, value))
    return [error('unknown-button', `${path}.value`, `${called(component)} has no button "${String(value)}".`)]
  if (!outcomes(component).includes(op)) return [warning('never', `${path}.op`, `${called(component)} is never ${op}.`)]
  const notBefore =
    place && !place.before.has(id)
      ? [
          warning(
            'not-upstream',
            `${path}.field`,
            `${called(component)} does not come before ${called(place.component)}.`,
          ),
        ]
      : []
  const silent =
    known.transport === 'silent' && component.type === 'send-email' && reported.includes(op)
      ? [warning('not-reported', `${path}.op`, `The way your emails go can't tell whether one was ${op}.`)]
      : []
  return [...notBefore, ...silent]
}

/** What only an email's provider can tell. */
const reported = ['delivered', 'opened', 'clicked', 'bounced']

/** What a component can have done, and what can have become of it (T1). */
function outcomes({ type }: Component): string[] {
  const any = ['acted', 'skipped', 'failed']
  switch (type) {
    case 'filter':
      return ['acted', 'failed', 'matched', 'unmatched']
    case 'send-message':
      return [...any, 'seen', 'clicked', 'replied', 'submitted']
    case 'send-email':
      return [...any, 'delivered', 'opened', 'clicked', 'replied', 'bounced', 'unsubscribed']
    default:
      return any
  }
}

const hasButton = ({ type, settings }: Component, button: unknown): boolean =>
  (type === 'send-message' || type === 'send-email') &&
  typeof button === 'string' &&
  'content' in settings &&
  buttonOf(settings.content, button) !== undefined

function noUpstream(asked: Asked[], component: Component, paths: Paths): GraphProblem[] {
  const first = asked.find(({ field }) => field.startsWith('upstream.'))
  if (!first || hasConversation(paths, component.id)) return []
  const message = `${called(component)} asks about a conversation, but there is none before it.`
  return [warning('no-conversation', `${first.path}.field`, message)]
}
