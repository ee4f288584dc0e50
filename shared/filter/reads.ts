import { type Condition, type Filter, isEventOp } from './condition.ts'
import { fieldOf, isUpstreamField } from './field.ts'
import { type EventNeed, needKey, needOf } from './subject.ts'

/** What an answer depends on: which facts can change it, and what has to be loaded for it. */
export type Reads = {
  /** Of the person: `email`, `page.url`, `attributes.KEY`, …; of a conversation in a view of the inbox. */
  fields: ReadonlySet<string>
  /** Each counter once, with the most that is needed of it. */
  events: readonly EventNeed[]
  campaigns: ReadonlySet<string>
  /** Whether it asks how many of the person's conversations are open, or when something was last said. */
  conversations: boolean
  components: ReadonlySet<string>
  upstream: boolean
  /** Time alone can change it (C1). */
  timely: boolean
}

export function readsOf(...filters: Filter[]): Reads {
  const fields = new Set<string>()
  const events = new Map<string, EventNeed>()
  const campaigns = new Set<string>()
  const components = new Set<string>()
  let [conversations, upstream, timely] = [false, false, false]
  for (const condition of filters.flatMap(conditionsIn)) {
    const field = fieldOf(condition.field)
    timely ||= isTimely(condition)
    if (!field) continue
    if (field.kind === 'event') addNeed(events, needOf(condition))
    else if (field.kind === 'campaign') campaigns.add(field.name)
    else if (field.kind === 'component') components.add(field.name)
    else if (field.name.startsWith('conversations.')) conversations = true
    else if (isUpstreamField(condition.field)) upstream = true
    else fields.add(condition.field)
  }
  return { fields, events: [...events.values()], campaigns, conversations, components, upstream, timely }
}

function addNeed(events: Map<string, EventNeed>, need: EventNeed): void {
  const key = needKey(need)
  const known = events.get(key)
  if (!known || known.newest < need.newest) events.set(key, need)
}

const isTimely = ({ op, within }: Condition): boolean =>
  op === 'within-last' || op === 'not-within-last' || (isEventOp(op) && within !== undefined)

/** All conditions, not those on an event's properties. */
function conditionsIn(filter: Filter): Condition[] {
  if ('all' in filter) return filter.all.flatMap(conditionsIn)
  if ('any' in filter) return filter.any.flatMap(conditionsIn)
  if ('not' in filter) return conditionsIn(filter.not)
  return [filter]
}
