import type { Enrollment } from '../journal/life.ts'
import type { Course } from './world.ts'

type Whose = Pick<Course, 'campaigns' | 'world'>

/**
 * Who is inside, by the age of the campaigns, oldest first (C7), deleted ones before all: in whatever order a life was
 * loaded, the same follows.
 */
export const activeByAge = (whose: Whose): Enrollment[] =>
  byAge(
    whose,
    [...whose.world.life.enrollments.values()].filter(({ status }) => status === 'active'),
    ({ campaign }) => campaign,
    ({ id }) => id,
  )

/** The campaigns that the person is noted for (C24), in the same order. */
export const notedByAge = (whose: Whose): string[] =>
  byAge(
    whose,
    [...whose.world.life.noted],
    campaign => campaign,
    campaign => campaign,
  )

function byAge<T>({ campaigns }: Whose, all: T[], campaignOf: (one: T) => string, idOf: (one: T) => string): T[] {
  const age = (one: T) => campaigns.age.get(campaignOf(one)) ?? -1
  return all.sort((a, b) => age(a) - age(b) || (idOf(a) < idOf(b) ? -1 : 1))
}
