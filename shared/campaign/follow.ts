import type { Entry } from '../journal/entry.ts'
import type { Enrollment } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import { activeByAge } from './by-age.ts'
import type { Campaigns } from './campaigns.ts'
import { catchUp } from './catch-up.ts'
import { change } from './change.ts'
import { handOver } from './email.ts'
import { enroll, enter, enterNoted, start } from './enter.ts'
import type { Fact } from './fact.ts'
import { completeIfDone } from './leave.ts'
import { type Due, dueIn, exitIfMatching, type Inside, step } from './step.ts'
import { subjectBefore } from './subject.ts'
import { type Course, course as courseOf, type Heard, type World } from './world.ts'

/** Facts that ask the campaigns even where they change nothing of the person themselves. */
const ASKING: readonly Fact['kind'][] = ['time', 'enroll', 'start', 'email']

/**
 * All that follows from one fact for one person, in C7's order: the fact changes the person; the exits of all
 * active enrollments; what waits, watches or listens; entries. Pure but for `world.life` and `world.tallies`, which
 * become those of afterwards. The entries are the whole outcome: what is stored and what screens are told is read off
 * them. Whoever is behind (`isBehind`) gets a `time` fact of its own before.
 * @throws Problem when the fact itself can't be
 */
export function follow(campaigns: Campaigns, fact: Fact, world: World, now: Instant): Entry[] {
  const course = courseOf(campaigns, world, now)
  const before = subjectBefore(world)
  const heard = change(course, fact)
  // A fact that changed nothing, like one that came twice, moves nobody.
  if (course.entries.length === 0 && !ASKING.includes(fact.kind)) return []
  if (fact.kind === 'erase') return course.entries
  // The visitor's campaigns are caught up with where they have come to (C25).
  const catchesUp = fact.kind === 'time' || world.visitor !== undefined
  const looked = catchesUp ? catchUp(course) : new Set<Enrollment>()
  const inside = insideByAge(course)
  for (const { campaign, enrollment } of inside) exitIfMatching(course, campaign, enrollment)
  if (fact.kind === 'email' && fact.what === 'hand-over') handOver(course, fact)
  const heardInside = goOn(course, inside, heard, looked)
  // Entries are judged on this, too: whoever completes one campaign may enter the next (C2).
  for (const enrollment of activeByAge(course)) completeIfDone(course, enrollment)
  if (catchesUp) enterNoted(course)
  if (fact.kind === 'enroll') enroll(course, fact.campaign, fact.by)
  if (fact.kind === 'start') start(course, fact.campaign, fact.by)
  enter(course, before, heard, heardInside)
  return course.entries
}

function insideByAge(course: Course): Inside[] {
  return activeByAge(course).flatMap(enrollment => {
    const campaign = course.campaigns.byId.get(enrollment.campaign)
    const graph = campaign?.versions.get(enrollment.version)
    return campaign && graph ? [{ campaign, graph, enrollment }] : []
  })
}

/** What waits, watches or listens and is due; gives the campaigns in which something heard the message. */
function goOn(
  course: Course,
  inside: readonly Inside[],
  heard: Heard | undefined,
  looked: ReadonlySet<Enrollment>,
): Set<string> {
  const heardInside = new Set<string>()
  for (const one of inside) {
    if (one.enrollment.status !== 'active') continue
    const due = dueIn(course, one, heard)
    if (due.some(({ standing }) => heard && standing?.kind === 'listening')) heardInside.add(one.campaign.id)
    if (one.campaign.status === 'paused') noteHeard(course, one.enrollment, due)
    else step(course, one, looked.has(one.enrollment) ? firstWhatIs(due) : due)
  }
  return heardInside
}

/** C24: paused, nothing acts; what an Inbound message would have heard is noted for the resume. */
function noteHeard(course: Course, enrollment: Enrollment, due: readonly Due[]): void {
  for (const { component, standing, heard } of due)
    if (heard && standing?.kind === 'listening' && !standing.heard)
      course.emit({
        kind: 'heard',
        v: 1,
        enrollment: enrollment.id,
        component,
        inConversation: heard.conversation,
        message: heard.message,
      })
}

/** C24: after a resume, what matches or was heard goes before what is overdue. */
const firstWhatIs = (due: readonly Due[]): Due[] =>
  due.map(one => (one.standing?.until === one.at ? one : { ...one, at: Number.NEGATIVE_INFINITY }))
