import { listed, quoted } from '../filter/words.ts'
import type { Enrollment } from '../journal/life.ts'
import type { Bar } from './outside.ts'

/** What keeps somebody out of a campaign in words: those of Why, and of who is told that nobody was let in. */

/**
 * What bars somebody, as a sentence.
 * @param why what there is in place of the conditions that decide it
 */
export function barInWords(
  bar: Bar | { reason: 'inside' },
  enrollments: readonly Enrollment[],
  why: readonly string[] = [],
): string {
  const because = why.length === 0 ? '.' : `, because ${listed(why, 'and')}.`
  switch (bar.reason) {
    case 'inside':
      return 'They are in the campaign already.'
    case 'ended':
      return 'They reached its end, and never enter again.'
    case 'once':
      return `They ${howLeft(enrollments[0])}, and it lets everybody in once only.`
    case 'exit':
      return `The global exit ${quoted(bar.exit.name)} keeps them out${because}`
    case 'audience':
      return `They are not in the audience${because}`
    default:
      return bar satisfies never
  }
}

const howLeft = (last: Enrollment | undefined): string => (last && left[last.status]) ?? 'were in it'

const left: Partial<Record<Enrollment['status'], string>> = {
  completed: 'completed it',
  exited: 'left it by a global exit',
  removed: 'were taken out of it',
}
