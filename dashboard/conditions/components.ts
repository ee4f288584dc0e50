import { type ComponentOp, componentOps } from '@pavior/shared/filter/condition.ts'

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
