import { answers } from '../journal/life.ts'

/** A filter as it is kept and sent: plain JSON (interfaces.md, "A filter"). What of it is allowed where, field.ts says. */

/** Asked of a value. */
export const valueOps = [
  'equals',
  'not-equals',
  'in',
  'not-in',
  'contains',
  'not-contains',
  'starts-with',
  'ends-with',
  'set',
  'not-set',
  'greater',
  'less',
  'before',
  'after',
  'within-last',
  'not-within-last',
] as const
export type ValueOp = (typeof valueOps)[number]

/** Asked of `event.NAME`. */
export const eventOps = ['happened', 'not-happened', 'count-at-least', 'count-at-most'] as const
export type EventOp = (typeof eventOps)[number]

/** Asked of `campaign.ID`. */
export const campaignOps = ['entered', 'active', 'completed', 'ended', 'exited', 'removed'] as const
export type CampaignOp = (typeof campaignOps)[number]

/** Asked of `component.ID`, in the same enrollment. */
export const componentOps = ['acted', 'matched', 'unmatched', ...answers, 'skipped', 'failed'] as const
export type ComponentOp = (typeof componentOps)[number]

export const ops = [...valueOps, ...eventOps, ...campaignOps, ...componentOps] as const
export type Op = (typeof ops)[number]

export type Scalar = string | number | boolean
export type Condition = {
  field: string
  op: Op
  value?: Scalar | Scalar[] | undefined
  /** Of an event: conditions on its properties, whose fields are the properties' names. */
  where?: Filter | undefined
  /** Of an event: only what happened in the last so long, an ISO 8601 duration. */
  within?: string | undefined
}
export type Filter = { all: Filter[] } | { any: Filter[] } | { not: Filter } | Condition

const includes = <T extends string>(list: readonly T[], one: string): one is T =>
  (list as readonly string[]).includes(one)

export const isValueOp = (op: Op): op is ValueOp => includes(valueOps, op)
export const isEventOp = (op: Op): op is EventOp => includes(eventOps, op)
export const isCampaignOp = (op: Op): op is CampaignOp => includes(campaignOps, op)
export const isComponentOp = (op: Op): op is ComponentOp => includes(componentOps, op)
