import type { Enrollment } from '../journal/life.ts'
import { Problem } from '../problem.ts'
import type { Instant } from '../text.ts'
import { notedByAge } from './by-age.ts'
import type { Campaigns } from './campaigns.ts'
import type { CompiledCampaign } from './compile.ts'
import { completeIfDone, leave } from './leave.ts'
import { eligible, mayEnter } from './outside.ts'
import { exitIfMatching, starting, step } from './step.ts'
import { type Before, subjectOf } from './subject.ts'
import type { Course, Flips, Heard } from './world.ts'

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
    for (const campaign of candidates(course, before, heard)) {
      if (entered.has(campaign.id)) continue
      const { startsByMessage } = campaign.newest
      const enters = startsByMessage
        ? heard !== undefined && !heardInside.has(campaign.id) && entersByMessage(course, campaign, heard)
        : entersByState(course, campaign, before)
      if (!enters) continue
      if (campaign.status === 'paused') {
        note(course, campaign)
        continue
      }
      entered.add(campaign.id)
      again = true
      begin(course, campaign, startsByMessage ? heard : undefined)
    }
  }
}

/** Those that anybody could enter by what this fact changed, by time alone, or by the message; oldest first. */
function candidates(
  { campaigns, changed, world, now }: Course,
  before: Before,
  heard: Heard | undefined,
): CompiledCampaign[] {
  const found = new Set(campaigns.readers(before ? changed : new Set(['*'])))
  for (const campaign of before && world.flips ? flipped(campaigns, world.flips, now) : campaigns.timely)
    found.add(campaign)
  if (heard) for (const campaign of campaigns.byMessage) if (campaign.status === 'active') found.add(campaign)
  const age = ({ id }: CompiledCampaign) => campaigns.age.get(id) ?? 0
  return [...found].sort((a, b) => age(a) - age(b))
}

/** What was not eligible by time alone can't be before its moment. */
const flipped = ({ byId }: Campaigns, flips: Flips, now: Instant): CompiledCampaign[] =>
  [...flips].flatMap(([id, at]) => (at <= now ? (byId.get(id) ?? []) : []))

function begin(course: Course, campaign: CompiledCampaign, heard: Heard | undefined): string {
  const { newest: graph, looks } = campaign
  const id = course.world.newId(course.now)
  const look = looks > 0 ? { look: looks } : {}
  course.emit({ kind: 'entered', v: 1, enrollment: id, campaign: campaign.id, version: graph.version, ...look })
  if (course.world.life.noted.has(campaign.id)) forget(course, campaign.id)
  const enrollment = course.world.life.enrollments.get(id)
  if (enrollment) {
    step(course, { campaign, graph, enrollment }, starting(graph, heard, course.now))
    completeIfDone(course, enrollment)
  }
  return id
}

/** C24: paused, nobody enters; who would have is noted. */
function note(course: Course, { id }: CompiledCampaign): void {
  if (!course.world.life.noted.has(id)) course.emit({ kind: 'eligible-noted', v: 1, campaign: id })
}

const forget = (course: Course, campaign: string): void => course.emit({ kind: 'eligible-forgotten', v: 1, campaign })

/** C24: who was noted while a campaign was paused enters if still eligible. */
export function enterNoted(course: Course): void {
  for (const id of notedByAge(course)) {
    const campaign = course.campaigns.byId.get(id)
    if (campaign?.status === 'paused') continue
    if (campaign && entersByItself(campaign) && refusal(course, campaign) === undefined)
      begin(course, campaign, undefined)
    else forget(course, id)
  }
}

/** C4: on an activation, by the state alone. */
export function enroll(course: Course, id: string): void {
  const campaign = course.campaigns.byId.get(id)
  if (!campaign || !entersByItself(campaign) || refusal(course, campaign)) return
  if (campaign.status === 'active') begin(course, campaign, undefined)
  else note(course, campaign)
}

/** Not by a message (C5) or a start alone. */
const entersByItself = ({ startable, newest }: CompiledCampaign): boolean => !startable && !newest.startsByMessage

/** `startCampaign`: its audience says who may (C2, C3). Throws a Problem that says why not. */
export function start(course: Course, id: string): void {
  const campaign = course.campaigns.byId.get(id)
  if (!campaign?.startable) throw new Problem('not-found', 'There is no campaign with this id that can be started.')
  const reason = campaign.status === 'paused' ? 'The campaign is paused.' : refusal(course, campaign)
  if (reason !== undefined) throw new Problem('conflict', reason)
  begin(course, campaign, undefined)
}

/** Why the person as they are now may not enter, in words. */
function refusal(course: Course, campaign: CompiledCampaign): string | undefined {
  const enrollments = enrollmentsIn(course, campaign)
  if (enrollments.some(({ status }) => status === 'active')) return 'The person is inside this campaign already.'
  if (!mayEnter(campaign, enrollments)) return 'The person was inside this campaign before and may not enter again.'
  return eligible(campaign, subjectOf(course.world), course.now) ? undefined : 'The person does not match the audience.'
}

const enrollmentsIn = (course: Course, campaign: CompiledCampaign): Enrollment[] =>
  [...course.world.life.enrollments.values()].filter(one => one.campaign === campaign.id)

/** C2: not eligible when the previous fact came to rest (or at the activation, if later), eligible now. */
function entersByState(course: Course, campaign: CompiledCampaign, before: Before): boolean {
  if (refusal(course, campaign) !== undefined) return false
  return before === undefined || !eligible(campaign, before.subject, Math.max(before.at, campaign.activatedAt))
}

/** C5: a firing root goes by the state alone; C3: who has only forms and listening left completes and makes room. */
function entersByMessage(course: Course, campaign: CompiledCampaign, heard: Heard): boolean {
  if (!starting(campaign.newest, heard, course.now).some(due => due.heard)) return false
  const enrollments = enrollmentsIn(course, campaign)
  if (!mayEnter(campaign, enrollments) || !eligible(campaign, subjectOf(course.world), course.now)) return false
  for (const inside of enrollments.filter(({ status }) => status === 'active')) {
    if (exitIfMatching(course, campaign, inside)) continue
    if (inside.openEmails.length > 0 || inside.standing.some(({ kind }) => kind !== 'listening')) return false
    leave(course, inside, 'completed', 'entered-again')
  }
  return true
}
