import type { Statistics } from '@pavior/shared/protocol/statistics.ts'
import type { ComponentType } from '../builder/words/components.ts'
import { countOf } from '../ui/count.ts'

/** What is counted at a component and in a campaign, and what it is called (T1, T2). */

/** A component's numbers by outcome; `null` can't be known and shows as "–". */
export type Counts = Readonly<Record<string, number | null>>

/** Without its type: what can be counted. */
export function countsOf(numbers: Statistics['components'][string] | undefined): Counts {
  const counts: Record<string, number | null> = {}
  for (const [key, value] of Object.entries(numbers ?? {})) if (typeof value !== 'string') counts[key] = value
  return counts
}

const said: Record<string, string> = { left: 'left from here', active: 'active now' }

/** `matched`: as it stands below its number. */
export const countName = (count: string): string => said[count] ?? count

export const countTitle = (count: string): string => {
  const name = countName(count)
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
}

export const shown = (number: number | null | undefined): string =>
  number === null || number === undefined ? '–' : countOf(number)

/** What went wrong: red, and never left out. */
export const isBad = (count: string): boolean => count === 'failed'

/** What of a component says which numbers can be other than zero. */
type Drawn = { type: ComponentType; hasForm: boolean; hasButtons: boolean; watches: boolean }

const MOST = 4
/** Left out first where there are more: what others imply, then what a form says better. */
const LEAST = ['seen', 'opened', 'clicked', 'replied']

/** Which numbers stand on a component, in the order of its breakdown: what matters most of it, four at most. */
export function mainCounts(drawn: Drawn, counts: Counts): string[] {
  const more = ['left', 'failed', 'skipped'].filter(count => (counts[count] ?? 0) > 0)
  const main = mainOf(drawn, counts)
  const spare = LEAST.filter(count => main.includes(count)).slice(0, Math.max(0, main.length + more.length - MOST))
  return [...main.filter(count => !spare.includes(count)).slice(0, MOST - more.length), ...more]
}

function mainOf({ type, hasForm, hasButtons, watches }: Drawn, counts: Counts): string[] {
  const known = (count: string) => counts[count] !== null && counts[count] !== undefined
  switch (type) {
    case 'filter':
      // What left by its ports stands at them.
      return watches ? ['watching'] : []
    case 'wait':
      return ['passed', 'waiting']
    case 'inbound-message':
      return ['triggered', 'listening']
    case 'send-message':
      return [
        'sent',
        'seen',
        ...(hasForm ? ['submitted'] : []),
        // Whoever stumbled over it is what one came to see.
        ...(hasForm && (counts.refused ?? 0) > 0 ? ['refused'] : []),
        ...(hasButtons ? ['clicked'] : []),
        'replied',
      ]
    case 'send-email':
      return known('delivered')
        ? ['delivered', 'opened', ...(hasButtons ? ['clicked'] : []), 'replied']
        : ['sent', 'replied']
    case 'assign':
      return ['assigned']
    case 'end':
      return ['ended']
  }
}

const STANDING = ['waiting', 'watching', 'listening']

/** Arrived = acted + skipped + failed + standing there + left from there (T1); what is zero is left out of the sum. */
export function arrivalSum(counts: Counts): { count: string; people: number }[] {
  return ['acted', 'skipped', 'failed', ...STANDING, 'left'].flatMap(count => {
    const people = counts[count] ?? 0
    return people > 0 ? [{ count, people }] : []
  })
}

/** What opens with a component: what it mostly did. */
export const firstCount = (counts: Counts): string => Object.keys(counts).find(count => count !== 'acted') ?? 'acted'

/** Why a number is not known, or not whole (T1); undefined: it is. */
export function doubtOf(count: string, number: number | null | undefined, recording: boolean): string | undefined {
  if (count === 'refused') {
    if (recording) return undefined
    return number
      ? 'Only whom a form refused while visitors were recorded: that is switched off.'
      : 'Whom a form refused is counted while visitors are recorded: that is switched off (Settings, Widget).'
  }
  return number === null ? 'Nobody tells what becomes of emails: the way they leave by does not report it.' : undefined
}
