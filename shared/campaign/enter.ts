import { because } from '../filter/because.ts'
import type { By, Enrollment } from '../journal/life.ts'
import { Problem } from '../problem.ts'
import type { Instant } from '../text.ts'
import { barInWords } from './barred.ts'
import { notedByAge } from './by-age.ts'
import type { Campaigns } from './campaigns.ts'
import type { CompiledCampaign } from './compile.ts'
import { completeIfDone, leave } from './leave.ts'
import { type Bar, eligible, mayEnter, outside } from './outside.ts'
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
    if (campaign && entersByItself(campaign) && mayNow(course, campaign)) begin(course, campaign, undefined)
    else forget(course, id)
  }
}

/**
 * C4: on an activation, by the state alone.
 * @param by who lets this one person in, and is told why not. Throws a Problem then.
 */
export function enroll(course: Course, id: string, by?: By): void {
  const campaign = course.campaigns.byId.get(id)
  if (!campaign || !entersByItself(campaign)) return
  if (!mayNow(course, campaign)) {
    if (by) throw barred(course, campaign, by)
    return
  }
  if (campaign.status === 'active') begin(course, campaign, undefined)
  else note(course, campaign)
}

/** Not by a message (C5) or a start alone. */
const entersByItself = ({ startable, newest }: CompiledCampaign): boolean => !startable && !newest.startsByMessage

/** `startCampaign`: its audience says who may (C2, C3). Throws a Problem that says why not. */
export function start(course: Course, id: string, by: By): void {
  const campaign = course.campaigns.byId.get(id)
  if (!campaign?.startable) throw new Problem('not-found', 'There is no campaign with this id that can be started.')
  if (campaign.status === 'paused') throw new Problem('conflict', 'The campaign is paused.')
  if (!mayNow(course, campaign)) throw barred(course, campaign, by)
  begin(course, campaign, undefined)
}

/** Whether the person as they are now may enter. */
function mayNow(course: Course, campaign: CompiledCampaign): boolean {
  const enrollments = enrollmentsIn(course, campaign)
  if (enrollments.some(({ status }) => status === 'active') || !mayEnter(campaign, enrollments)) return false
  return eligible(campaign, subjectOf(course.world), course.now)
}

/**
 * Why the person as they are now may not enter. A visitor hears only that, for what the team knows of them is not theirs
 * to read; whoever else lets them in, in the words of Why.
 */
function barred(course: Course, campaign: CompiledCampaign, by: By): Problem {
  const subject = subjectOf(course.world)
  const enrollments = enrollmentsIn(course, campaign).sort((a, b) => b.enteredAt - a.enteredAt)
  const isInside = enrollments.some(({ status }) => status === 'active')
  const bar = isInside ? ({ reason: 'inside' } as const) : outside(campaign, enrollments, subject, course.now)
  if (!bar) throw new Error('whom nothing bars is not barred')
  if (by.type === 'person') return new Problem('conflict', toThemselves[bar.reason])
  const names = { campaign: (id: string) => course.campaigns.byId.get(id)?.name }
  const filter = bar.reason === 'exit' ? bar.exit.filter : bar.reason === 'audience' ? campaign.audience : undefined
  const why = filter ? because(filter, subject, course.now, names) : []
  return new Problem('conflict', barInWords(bar, enrollments, why))
}

const toThemselves: Record<Bar['reason'] | 'inside', string> = {
  inside: 'The person is inside this campaign already.',
  ended: 'The person was inside this campaign before and may not enter again.',
  once: 'The person was inside this campaign before and may not enter again.',
  exit: 'The person does not match the audience.',
  audience: 'The person does not match the audience.',
}

const enrollmentsIn = (course: Course, campaign: CompiledCampaign): Enrollment[] =>
  [...course.world.life.enrollments.values()].filter(one => one.campaign === campaign.id)

/** C2: not eligible when the previous fact came to rest (or at the activation, if later), eligible now. */
function entersByState(course: Course, campaign: CompiledCampaign, before: Before): boolean {
  if (!mayNow(course, campaign)) return false
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
