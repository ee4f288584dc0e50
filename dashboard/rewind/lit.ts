import type { ComponentThen, Path } from '@pavior/shared/rewind/path.ts'
import { type Draft, lineId } from '../builder/draft/draft.ts'
import type { Lit, LitComponent } from '../builder/use-builder.ts'
import { left, seenFrom } from './times.ts'

/** The graph as it stood for somebody: the way taken, what waits or watches, and what was still to come. */
export function litAt(drawn: Draft, path: Path, at: number): Lit {
  const components = new Map<string, LitComponent>()
  for (const { id } of drawn.components) components.set(id, lookOf(path.components.get(id), at))
  const linesIn = (ways: Path['took']) =>
    new Set(
      drawn.dependencies
        .filter(({ from, to, port }) => {
          const then = path.components.get(from)
          const outcome = then?.is === 'acted' ? then.outcome : then?.is === 'later' ? then.what : undefined
          const other = port === undefined || outcome === undefined ? false : outcome !== port
          return !other && ways.some(way => way.from === from && way.to === to)
        })
        .map(lineId),
    )
  return { components, lines: linesIn(path.took), ahead: linesIn(path.later) }
}

function lookOf(then: ComponentThen | undefined, now: number): LitComponent {
  if (!then) return { state: 'pale', says: 'Not reached' }
  switch (then.is) {
    case 'acted': {
      const { outcome, reason, engaged, at } = then
      const stopped = outcome === 'skipped' || outcome === 'failed'
      const says = [words[outcome], ...engaged].join(', ')
      return {
        state: stopped ? 'stopped' : 'acted',
        says: reason === undefined ? says : `${words[outcome]}: ${reason}`,
        time: seenFrom(at, now),
      }
    }
    case 'later':
      return { state: 'later', says: `Later: ${words[then.what].toLowerCase()}`, time: seenFrom(then.at, now) }
    case 'left':
      return { state: 'stopped', says: `Was ${words[then.stood].toLowerCase()}`, time: seenFrom(then.since, now) }
    default:
      return {
        state: 'waits',
        says: words[then.is],
        ...(then.until !== undefined && { time: left(then.until, now) }),
      }
  }
}

/** What a component did or does, at the beginning of a line. */
export const words = {
  matched: 'Matched',
  unmatched: 'Unmatched',
  passed: 'Passed',
  triggered: 'Triggered',
  sent: 'Sent',
  assigned: 'Assigned',
  ended: 'Ended',
  skipped: 'Skipped',
  failed: 'Failed',
  waiting: 'Waiting',
  watching: 'Watching',
  listening: 'Listening',
} as const
