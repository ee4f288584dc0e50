import type { CampaignGraph, ComponentOf } from '../campaign.ts'
import { wordsOf } from '../components/inbound-message.ts'
import { momentOf } from '../wait-time.ts'
import { zoneOf } from '../zone.ts'
import { called, error, type GraphProblem, type Known, warning } from './problem.ts'

/** What components name and are set to: inboxes, agents, words, moments. */
export const settings = (graph: CampaignGraph, known: Known): GraphProblem[] =>
  graph.components.flatMap((component, index): GraphProblem[] => {
    const path = `components.${index}.settings`
    switch (component.type) {
      case 'wait':
        return pastWait(component, path, known)
      case 'inbound-message':
        return words(component, path)
      case 'send-message':
      case 'send-email':
        return unknownAgent(component.settings.from, 'team', `${path}.from`, component.id, known)
      case 'assign':
        return assign(component, path, known)
      default:
        return []
    }
  })

function unknownAgent(agent: string, word: string, path: string, id: string, { agents }: Known): GraphProblem[] {
  if (agent === word || agents.has(agent)) return []
  return [error('unknown-agent', path, `There is no agent "${agent}".`, id)]
}

function assign({ id, settings }: ComponentOf<'assign'>, path: string, known: Known): GraphProblem[] {
  const inbox = known.inboxes.has(settings.inbox)
    ? []
    : [error('unknown-inbox', `${path}.inbox`, `There is no inbox "${settings.inbox}".`, id)]
  return [...inbox, ...unknownAgent(settings.agent ?? 'round-robin', 'round-robin', `${path}.agent`, id, known)]
}

const words = ({ id, settings }: ComponentOf<'inbound-message'>, path: string): GraphProblem[] =>
  (settings.contains ?? []).flatMap((phrase, index) =>
    wordsOf(phrase) === ''
      ? [error('no-word', `${path}.contains.${index}`, `"${phrase}" has no word to listen for.`, id)]
      : [],
  )

/** A person's own zone can be any: what is past is so everywhere. */
const LAST_ZONE = 'Etc/GMT+12'

function pastWait(component: ComponentOf<'wait'>, path: string, { now, zone = LAST_ZONE }: Known): GraphProblem[] {
  const { id, settings } = component
  if (now === undefined || !('until' in settings)) return []
  const end = momentOf(settings.until, zoneOf(settings.zone, zone, LAST_ZONE))
  if (end >= now) return []
  const message = `${called(component)} ends at ${settings.until.replace('T', ' ')}, which has passed: nobody waits there.`
  return [warning('past-wait', `${path}.until`, message, id)]
}
