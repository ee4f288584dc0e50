import type { Subject } from '../filter/subject.ts'
import type { Enrollment } from '../journal/life.ts'
import { snapshot } from '../people/person.ts'
import type { Instant } from '../text.ts'
import { happened } from './tallies.ts'
import { closestUpstream } from './upstream.ts'
import type { Course, World } from './world.ts'

/** What audiences ask: the person as they are now. */
export const subjectOf = ({ life, tallies }: World): Subject => ({
  person: life.person,
  enrollments: { [Symbol.iterator]: () => life.enrollments.values() },
  happened: need => happened(tallies, need),
})

/** What global exits ask: what became of this enrollment's acts, too. */
export const subjectInside = (world: World, enrollment: Enrollment): Subject => ({
  ...subjectOf(world),
  act: component => enrollment.acts.find(act => act.component === component),
})

/** What a Filter component asks: the closest upstream conversation, too (C16). */
export function subjectAt({ world }: Pick<Course, 'world'>, enrollment: Enrollment, from: string | undefined): Subject {
  const upstream = closestUpstream(enrollment, from)
  const conversation = upstream === undefined ? undefined : world.life.conversations.get(upstream)
  return {
    ...subjectInside(world, enrollment),
    upstream: conversation && {
      state: conversation.state,
      inbox: conversation.inbox,
      answeredByAgent: conversation.answered,
    },
  }
}

/** The person and the moment at which their previous fact came to rest; nobody, for someone unknown (C2). */
export type Before = { subject: Subject; at: Instant } | undefined

export function subjectBefore({ isNew, life, tallies }: World): Before {
  if (isNew) return undefined
  const enrollments = [...life.enrollments.values()].map(({ campaign, status }) => ({ campaign, status }))
  const before = new Map(tallies)
  const subject: Subject = { person: snapshot(life.person), enrollments, happened: need => happened(before, need) }
  return { subject, at: life.person.factAt }
}
