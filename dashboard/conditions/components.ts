import type { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import { type ComponentOp, componentOps } from '@pavior/shared/filter/condition.ts'

/** A component of the campaign around a condition, as far as it is drawn. */
export type AskedComponent = Pick<CampaignDraft['components'][number], 'id' | 'type' | 'settings'>

const names: Record<string, string> = {
  filter: 'Filter',
  wait: 'Wait',
  'inbound-message': 'Inbound message',
  'send-message': 'Send message',
  'send-email': 'Send email',
  assign: 'Assign to',
  end: 'End workflow',
}

/** What to call it: what it says, else what it is. */
export function componentName({ type, settings }: AskedComponent): string {
  const said =
    typeof settings?.subject === 'string' && settings.subject !== '' ? settings.subject : textIn(settings?.content)
  const name = names[type] ?? type
  return said === '' ? name : `${name} “${said.length > 40 ? `${said.slice(0, 40).toWellFormed().trimEnd()}…` : said}”`
}

/** The first words of a document, or of a string that stands for one. */
function textIn(part: unknown): string {
  if (typeof part === 'string') return part.trim().split('\n')[0] ?? ''
  if (typeof part !== 'object' || part === null) return ''
  if ('text' in part && typeof part.text === 'string') return part.text
  if (!('content' in part) || !Array.isArray(part.content)) return ''
  const isDocument = 'type' in part && part.type === 'doc'
  const texts = part.content.map(textIn)
  return isDocument ? (texts.find(text => text.trim() !== '') ?? '').trim() : texts.join('')
}

/** The buttons of its message, by id. */
export function buttonsOf(part: unknown): { id: string; label: string }[] {
  if (typeof part !== 'object' || part === null) return []
  if (Array.isArray(part)) return part.flatMap(buttonsOf)
  if ('type' in part && part.type === 'button' && 'attrs' in part) {
    const { id, label } = Object(part.attrs)
    return typeof id === 'string' ? [{ id, label: typeof label === 'string' && label !== '' ? label : id }] : []
  }
  return 'content' in part ? buttonsOf(part.content) : []
}

/** What can be asked of each type (T1). */
export function opsOfComponent(type: string | undefined): readonly ComponentOp[] {
  const any: ComponentOp[] = ['acted', 'skipped', 'failed']
  switch (type) {
    case 'filter':
      return ['matched', 'unmatched', 'acted', 'failed']
    case 'send-message':
      return ['seen', 'clicked', 'replied', 'submitted', ...any]
    case 'send-email':
      return ['delivered', 'opened', 'clicked', 'replied', 'bounced', 'unsubscribed', ...any]
    case undefined:
      return componentOps
    default:
      return any
  }
}
