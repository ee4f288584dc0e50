import { because } from '../filter/because.ts'
import type { Names } from '../filter/describe.ts'
import { listed } from '../filter/words.ts'
import type { Entry } from '../journal/entry.ts'
import type { Enrollment } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import type { Campaigns } from './campaigns.ts'
import type { CompiledCampaign } from './compile.ts'
import { explainEntry, explainStanding, type Line, type Then, worldOf } from './explain.ts'
import { explainForm, explainRefusal } from './explain-message.ts'
import { type Got, type Noted, noteGot, wordsOfGot } from './happened.ts'
import { type Journal, past } from './past.ts'
import { liveAt, type Published, versionOf } from './published.ts'
import { subjectOf } from './subject.ts'

/** One way of somebody through a campaign: what each component did and when, and where they are. */
export type Visit = {
  enrollment: Enrollment
  told: (Line & { at: Instant })[]
  /** What waits, watches, listens or can be answered now, and why it still does. */
  stands: Line[]
  /** What it sent them, and what they did with it, oldest first. */
  got: Got[]
  /** Components of their version that they never came to, from top to bottom. */
  unreached: string[]
}

type Told = Visit['told'][number]

/** More refusals of one visit are not told: a hostile page can make any number of them. */
const MOST_REFUSALS = 20

/** Every time somebody was in a campaign, the latest first. */
export function visitsOf(
  published: Published,
  journal: Journal,
  campaigns: Campaigns,
  now: Instant,
  names: Names,
): Visit[] {
  const told = new Map<string, Told[]>()
  const got = new Map<string, Noted[]>()
  let last: Then | undefined
  for (const { entry, own, next: _next, ...then } of past(journal, campaigns)) {
    if (own) last = then
    const about = linesOf(published, entry, then, names)
    if (!about) continue
    const { enrollment } = about
    const before = told.get(enrollment) ?? []
    const lines = about.lines.filter(line => !isToldBy(before, line, entry)).map(line => ({ ...line, at: entry.at }))
    told.set(enrollment, [...before, ...lines])
    got.set(enrollment, noteGot(got.get(enrollment) ?? [], entry))
  }
  if (!last) return []
  const then = last
  return [...then.life.enrollments.values()]
    .filter(({ campaign }) => campaign === published.id)
    .sort((a, b) => b.enteredAt - a.enteredAt)
    .map(enrollment => ({
      enrollment,
      told: told.get(enrollment.id) ?? [],
      stands: standsOf(published, enrollment, then, now, names),
      got: (got.get(enrollment.id) ?? []).map(one => wordsOfGot(one, then.life)),
      unreached: unreachedIn(versionOf(published, enrollment.version), enrollment),
    }))
}

/** Whether the lines before say it already: a refusal comes with its fields, and the same again is told once. */
function isToldBy(before: readonly Told[], { component, says, refused }: Line, entry: Entry): boolean {
  const last = before.at(-1)
  const again = last?.refused !== undefined && last.component === component
  if (entry.kind === 'engaged') return entry.outcome === 'refused' && again
  if (!refused) return false
  return (again && last.says === says) || before.filter(one => one.refused).length >= MOST_REFUSALS
}

function linesOf(
  published: Published,
  entry: Entry,
  then: Then,
  names: Names,
): { enrollment: string; lines: Line[] } | undefined {
  if (entry.kind === 'interacted') {
    const refusal = explainRefusal(entry, then.life)
    return refusal?.sender.id === published.id
      ? { enrollment: refusal.sender.enrollment, lines: [refusal.line] }
      : undefined
  }
  if (!('enrollment' in entry)) return undefined
  const { enrollment } = entry
  if (entry.kind === 'entered')
    return entry.campaign === published.id ? { enrollment, lines: [entered(published, entry, then, names)] } : undefined
  const campaign = liveAt(published, entry.at)
  const lines = campaign ? explainEntry(campaign, entry, then, names) : []
  return lines.length > 0 ? { enrollment, lines } : undefined
}

function entered(
  published: Published,
  { version, at }: Extract<Entry, { kind: 'entered' }>,
  then: Then,
  names: Names,
): Line {
  const audience = versionOf(published, version)?.audience
  const why = audience ? because(audience, subjectOf(worldOf(then)), at, names) : []
  return { tone: 'in', says: `Enters version ${version}${why.length === 0 ? '' : `, because ${listed(why, 'and')}`}` }
}

function standsOf(published: Published, enrollment: Enrollment, then: Then, now: Instant, names: Names): Line[] {
  const campaign = published.versions.at(-1)?.campaign
  if (!campaign || enrollment.status !== 'active') return []
  return [
    ...enrollment.standing.map(one => explainStanding(campaign, one, enrollment, then, now, names)),
    ...enrollment.openForms.map(({ message }) => explainForm(then.life, message)),
  ]
}

function unreachedIn(campaign: CompiledCampaign | undefined, { acts, standing }: Enrollment): string[] {
  const reached = new Set([...acts, ...standing].map(({ component }) => component))
  return [...(campaign?.newest.components.keys() ?? [])].filter(id => !reached.has(id))
}
