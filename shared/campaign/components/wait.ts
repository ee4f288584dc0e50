import type { Instant } from '../../text.ts'
import { nextWithin } from '../hours.ts'
import { waitEnd } from '../wait-time.ts'
import { zoneOf } from '../zone.ts'
import { type Acted, acted, type Behaviour, type Here } from './behaviour.ts'

/** C9: holds a person until a moment that is fixed when they arrive, on its weekdays and within its hours only. */
export const wait: Behaviour<'wait'> = {
  arrive: here => goOn(here, endFrom(here, here.course.now)),
  isDue: ({ course }, { until }) => (until !== undefined && until <= course.now ? until : undefined),
  act: (here, { until }) => goOn(here, until ?? here.course.now),
}

/** When it ends for who arrived then. */
export const endFrom = (here: Here<'wait'>, arrival: Instant): Instant =>
  waitEnd(here.component.settings, arrival, zoneFor(here))

/** Acts when its end is there; where its days or hours do not hold then, at the next moment at which they do. */
function goOn(here: Here<'wait'>, end: Instant): Acted {
  const { course, component, enrollment, from } = here
  const until = end > course.now ? end : nextWithin(component.settings.hours, course.now, zoneFor(here))
  if (until <= course.now) {
    acted(here, 'passed')
    return {}
  }
  course.emit({ kind: 'waiting', v: 1, enrollment: enrollment.id, component: component.id, from, until })
  return undefined
}

const zoneFor = ({ course: { world }, component }: Here<'wait'>): string =>
  zoneOf(component.settings.zone, world.zone, world.life.person.timezone)
