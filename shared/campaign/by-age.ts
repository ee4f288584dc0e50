import type { Enrollment } from '../journal/life.ts'
import type { Course } from './world.ts'

/** Campaigns that the person is noted for (C24), in the same order. */
export function notedByAge({ campaigns, world }: Pick<Course, 'campaigns' | 'world'>): string[] {
  const age = (campaign: string) => campaigns.age.get(campaign) ?? -1
  return [...world.life.noted].sort((a, b) => age(a) - age(b) || (a < b ? -1 : 1))
}

/**
 * Who is inside, by the age of the campaigns, oldest first (C7), deleted ones before all: in whatever order a life was
 * loaded, the same follows.
 */
export function activeByAge({ campaigns, world }: Pick<Course, 'campaigns' | 'world'>): Enrollment[] {
  const active = [...world.life.enrollments.values()].filter(({ status }) => status === 'active')
  const age = ({ campaign }: Enrollment) => campaigns.age.get(campaign) ?? -1
  return active.sort((a, b) => age(a) - age(b) || (a.id < b.id ? -1 : 1))
}
