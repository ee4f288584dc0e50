import { evaluate } from '../filter/evaluate.ts'
import type { Enrollment } from '../journal/life.ts'
import type { Person } from '../people/person.ts'
import type { Instant } from '../text.ts'
import type { CompiledCampaign } from './compile.ts'
import { leave } from './leave.ts'
import { exitIfMatching, starting, step } from './step.ts'
import type { Course, Heard } from './world.ts'

/** The person and the moment at which their previous fact came to rest; nobody, for someone unknown (C2). */
export type Before = { person: Person; at: Instant } | undefined

/**
 * Entries, judged last in a fact and again until nobody enters, each campaign at most once (C2).
 * @param heardInside campaigns in which something already heard the message
 */
export function enter(
  course: Course,
  before: Before,
  heard: Heard | undefined,
  heardInside: ReadonlySet<string>,
): void {
  const entered = new Set<string>()
  for (let again = true; again; ) {
    again = false
    for (const campaign of course.campaigns) {
      if (campaign.status !== 'active' || campaign.startable || entered.has(campaign.id)) continue
      const enters = campaign.newest.startsByMessage
        ? heard !== undefined && !heardInside.has(campaign.id) && entersByMessage(course, campaign, heard)
        : entersByState(course, campaign, before)
      if (!enters) continue
      entered.add(campaign.id)
      again = true
      begin(course, campaign, campaign.newest.startsByMessage ? heard : undefined)
    }
  }
}

function begin(course: Course, campaign: CompiledCampaign, heard: Heard | undefined): void {
  const id = course.world.newId()
  course.emit({ kind: 'entered', v: 1, enrollment: id, campaign: campaign.id, version: campaign.newest.version })
  const enrollment = course.world.life.enrollments.get(id)
  if (enrollment) step(course, campaign, campaign.newest, enrollment, starting(campaign.newest, heard))
}

function eligible(campaign: CompiledCampaign, person: Person, at: Instant): boolean {
  return evaluate(campaign.audience, person, at) && !campaign.exits.some(({ filter }) => evaluate(filter, person, at))
}

const enrollmentsIn = (course: Course, campaign: CompiledCampaign): Enrollment[] =>
  [...course.world.life.enrollments.values()].filter(one => one.campaign === campaign.id)

/** C3, C15: whether what happened before lets the person in (again). */
function mayEnter(campaign: CompiledCampaign, enrollments: Enrollment[]): boolean {
  if (enrollments.some(({ status }) => status === 'ended')) return false
  return enrollments.length === 0 || campaign.reentry === 'each'
}

/** C2: not eligible when the previous fact came to rest (or at the activation, if later), eligible now. */
function entersByState(course: Course, campaign: CompiledCampaign, before: Before): boolean {
  const enrollments = enrollmentsIn(course, campaign)
  if (enrollments.some(({ status }) => status === 'active') || !mayEnter(campaign, enrollments)) return false
  if (!eligible(campaign, course.world.life.person, course.now)) return false
  return before === undefined || !eligible(campaign, before.person, Math.max(before.at, campaign.activatedAt))
}

/** C5: a firing root goes by the state alone; C3: who has only forms and listening left completes and makes room. */
function entersByMessage(course: Course, campaign: CompiledCampaign, heard: Heard): boolean {
  if (!starting(campaign.newest, heard).some(due => due.heard)) return false
  const enrollments = enrollmentsIn(course, campaign)
  if (!mayEnter(campaign, enrollments) || !eligible(campaign, course.world.life.person, course.now)) return false
  for (const inside of enrollments.filter(({ status }) => status === 'active')) {
    if (exitIfMatching(course, campaign, inside)) continue
    leave(course, inside, 'completed', 'entered-again')
  }
  return true
}
