import type { Entry } from '../journal/entry.ts'
import type { Enrollment } from '../journal/life.ts'
import { snapshot } from '../people/person.ts'
import type { Instant } from '../text.ts'
import { change } from './change.ts'
import type { CompiledCampaign, CompiledGraph } from './compile.ts'
import { type Before, enter } from './enter.ts'
import type { Fact } from './fact.ts'
import { completeIfDone } from './leave.ts'
import { exitIfMatching, hearing, step } from './step.ts'
import { type Course, course as courseOf, type Heard, type World } from './world.ts'

/**
 * All that follows from one fact for one person, in C7's order: the fact changes the person; the exits of all
 * active enrollments; what listens; entries. Pure but for `world.life`, which becomes the life afterwards.
 * The entries are the whole outcome: what is stored and what screens are told is read off them.
 * @param campaigns active and paused ones, oldest first
 * @throws Problem when the fact itself can't be
 */
export function follow(campaigns: readonly CompiledCampaign[], fact: Fact, world: World, now: Instant): Entry[] {
  const course = courseOf(campaigns, world, now)
  const before: Before = world.isNew ? undefined : { person: snapshot(world.life.person), at: world.life.person.factAt }
  const heard = change(course, fact)
  // A fact that changed nothing, like one that came twice, moves nobody.
  if (course.entries.length === 0) return []
  const inside = enrollmentsByAge(course)
  for (const { campaign, enrollment } of inside)
    if (enrollment.status === 'active') exitIfMatching(course, campaign, enrollment)
  const heardInside = heard ? listen(course, inside, heard) : new Set<string>()
  enter(course, before, heard, heardInside)
  for (const enrollment of world.life.enrollments.values()) completeIfDone(course, enrollment)
  return course.entries
}

type Inside = { campaign: CompiledCampaign; graph: CompiledGraph; enrollment: Enrollment }

function enrollmentsByAge(course: Course): Inside[] {
  return course.campaigns.flatMap(campaign =>
    [...course.world.life.enrollments.values()].flatMap((enrollment): Inside[] => {
      const graph = campaign.versions.get(enrollment.version)
      return enrollment.campaign === campaign.id && enrollment.status === 'active' && graph
        ? [{ campaign, graph, enrollment }]
        : []
    }),
  )
}

/** Offers the message to all that listen; gives the campaigns in which something heard it. */
function listen(course: Course, inside: Inside[], heard: Heard): Set<string> {
  const campaigns = new Set<string>()
  for (const { campaign, graph, enrollment } of inside) {
    // C24: paused, nothing acts.
    if (enrollment.status !== 'active' || campaign.status === 'paused') continue
    const due = hearing(graph, enrollment, heard)
    if (due.length === 0) continue
    campaigns.add(campaign.id)
    step(course, campaign, graph, enrollment, due)
  }
  return campaigns
}
