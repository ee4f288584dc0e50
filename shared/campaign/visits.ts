import { because } from '../filter/because.ts'
import type { Names } from '../filter/describe.ts'
import { listed } from '../filter/words.ts'
import type { Entry } from '../journal/entry.ts'
import type { Enrollment } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import type { Campaigns } from './campaigns.ts'
import type { CompiledCampaign } from './compile.ts'
import { explainEntry, explainForm, explainStanding, type Line, type Then, worldOf } from './explain.ts'
import { type Journal, past } from './past.ts'
import { liveAt, type Published, versionOf } from './published.ts'
import { subjectOf } from './subject.ts'

/** One way of somebody through a campaign: what each component did and when, and where they are. */
export type Visit = {
  enrollment: Enrollment
  told: (Line & { at: Instant })[]
  /** What waits, watches, listens or can be answered now, and why it still does. */
  stands: Line[]
  /** Components of their version that they never came to, from top to bottom. */
  unreached: string[]
}

/** Every time somebody was in a campaign, the latest first. */
export function visitsOf(
  published: Published,
  journal: Journal,
  campaigns: Campaigns,
  now: Instant,
  names: Names,
): Visit[] {
  const told = new Map<string, Visit['told']>()
  let last: Then | undefined
  for (const { entry, own, next: _next, ...then } of past(journal, campaigns)) {
    if (own) last = then
    const lines = linesOf(published, entry, then, names)
    if (!('enrollment' in entry) || lines.length === 0) continue
    told.set(entry.enrollment, [
      ...(told.get(entry.enrollment) ?? []),
      ...lines.map(line => ({ ...line, at: entry.at })),
    ])
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
      unreached: unreachedIn(versionOf(published, enrollment.version), enrollment),
    }))
}

function linesOf(published: Published, entry: Entry, then: Then, names: Names): Line[] {
  if (entry.kind === 'entered') return entry.campaign === published.id ? [entered(published, entry, then, names)] : []
  const campaign = liveAt(published, entry.at)
  return campaign ? explainEntry(campaign, entry, then, names) : []
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
