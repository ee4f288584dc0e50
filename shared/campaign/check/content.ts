import { formOf, inlinesOf } from '../../document/document.ts'
import type { CampaignGraph } from '../campaign.ts'
import { error, type GraphProblem } from './problem.ts'

/** What is sent: C11, C12. That a message is not empty its schema sees to. */
export const content = (graph: CampaignGraph): GraphProblem[] =>
  graph.components.flatMap((component, index): GraphProblem[] => {
    if (component.type !== 'send-message' && component.type !== 'send-email') return []
    const { id, settings } = component
    const path = `components.${index}.settings.content`
    const keys = settings.content.content
      .flatMap(inlinesOf)
      .flatMap(inline => (inline.type === 'variable' && !isVariable(inline.attrs.key) ? [inline.attrs.key] : []))
    const variables = [...new Set(keys)].map(key =>
      error('unknown-variable', path, `There is no variable "${key}".`, id),
    )
    if (component.type !== 'send-email' || !formOf(settings.content)) return variables
    const form = error(
      'form-in-email',
      path,
      `An email can't hold a form: ask in a Send message, or link to a page.`,
      id,
    )
    return [form, ...variables]
  })

const isVariable = (key: string) =>
  ['name', 'email', 'phone', 'company', 'externalId'].includes(key) || /^attributes\..{1,100}$/u.test(key)
