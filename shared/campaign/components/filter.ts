import { evaluate } from '../../filter/evaluate.ts'
import type { Standing } from '../../journal/life.ts'
import type { Instant } from '../../text.ts'
import { subjectAt } from '../subject.ts'
import { waitEnd } from '../wait-time.ts'
import { acted, type Behaviour, type Here } from './behaviour.ts'

/** C8: lets through who matches; checks once, watches for a while, or as long as the enrollment lives. */
export const filter: Behaviour<'filter'> = {
  arrive: here => {
    if (matches(here)) return pass(here, 'matched')
    const { course, component, enrollment, from } = here
    const until = watchesUntil(here, course.now)
    if (until !== undefined && until <= course.now) return pass(here, 'unmatched')
    course.emit({ kind: 'watching', v: 1, enrollment: enrollment.id, component: component.id, from, until })
    return undefined
  },
  isDue: (here, { until }) => {
    if (matches(here)) return here.course.now
    return isOver(until, here.course.now) ? until : undefined
  },
  act: (here, { until }) => {
    if (matches(here)) return pass(here, 'matched')
    return isOver(until, here.course.now) ? pass(here, 'unmatched') : undefined
  },
}

/** When it stops watching who arrived then; undefined: never. */
export function watchesUntil({ course, component }: Here<'filter'>, arrival: Instant): Instant | undefined {
  const { watch } = component.settings
  if (watch === 'forever') return undefined
  return watch === 'once' ? arrival : waitEnd({ for: watch.for }, arrival, course.world.zone)
}

const isOver = (until: Standing['until'], now: Instant): until is Instant => until !== undefined && until <= now

const matches = ({ course, component, enrollment, from }: Here<'filter'>): boolean =>
  evaluate(component.settings.filter, subjectAt(course, enrollment, from), course.now)

function pass(here: Here<'filter'>, port: 'matched' | 'unmatched') {
  acted(here, port)
  return { port }
}
