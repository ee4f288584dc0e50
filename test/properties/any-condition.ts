import type { Component } from '@pavior/shared/campaign/campaign.ts'
import type { ComponentOp, Condition } from '@pavior/shared/filter/condition.ts'
import type { Filter } from '@pavior/shared/filter/filter.ts'
import fc from 'fast-check'

/** Conditions that histories really move: who somebody is, what they told and did. */
export const anyPersonCondition: fc.Arbitrary<Filter> = fc.constantFrom<Filter>(
  { field: 'type', op: 'equals', value: 'anonymous' },
  { field: 'type', op: 'in', value: ['lead', 'signup'] },
  { field: 'type', op: 'equals', value: 'signup' },
  { field: 'email', op: 'set' },
  { field: 'emailStatus', op: 'equals', value: 'ok' },
  { field: 'name', op: 'not-set' },
  { field: 'attributes.plan', op: 'equals', value: 'pro' },
  { field: 'attributes.plan', op: 'not-equals', value: 'pro' },
  { field: 'attributes.visits', op: 'greater', value: 2 },
  { field: 'page.url', op: 'contains', value: 'pricing' },
  { field: 'lastSeenAt', op: 'within-last', value: 'PT1M' },
  { field: 'conversations.open', op: 'greater', value: 1 },
  { field: 'event.ordered', op: 'happened' },
  { field: 'event.ordered', op: 'happened', within: 'PT1M' },
  { field: 'event.ordered', op: 'count-at-least', value: 2, where: { field: 'bikes', op: 'greater', value: 10 } },
)

export const anyUpstreamCondition = (inbox: string): fc.Arbitrary<Filter> =>
  fc.constantFrom<Filter>(
    { field: 'upstream.state', op: 'equals', value: 'open' },
    { field: 'upstream.inbox', op: 'equals', value: inbox },
    { field: 'upstream.answeredByAgent', op: 'equals', value: true },
  )

const outcomes = (type: Component['type']): readonly ComponentOp[] => {
  const any = ['acted', 'skipped', 'failed'] as const
  if (type === 'filter') return ['matched', 'unmatched']
  if (type === 'send-message') return ['seen', 'clicked', 'replied', 'submitted', ...any]
  if (type === 'send-email') return ['delivered', 'opened', 'clicked', 'replied', 'bounced', 'unsubscribed', ...any]
  return any
}

/** Something that can be asked of this component; the number chooses what. */
export function conditionOnComponent({ id, type, settings }: Component, which: number): Condition {
  const ops = outcomes(type)
  const op = ops[which % ops.length] ?? 'acted'
  const content = type === 'send-message' || type === 'send-email' ? buttonsOf(settings) : []
  const button = op === 'clicked' && which % 2 === 0 ? content[which % Math.max(1, content.length)] : undefined
  return { field: `component.${id}`, op, ...(button !== undefined && { value: button }) }
}

const buttonsOf = (settings: Component['settings']): string[] =>
  'content' in settings
    ? settings.content.content.flatMap(block => (block.type === 'button' ? [block.attrs.id] : []))
    : []
