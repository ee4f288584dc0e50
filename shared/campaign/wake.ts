import type { Filter } from '../filter/condition.ts'
import { nextFlip } from '../filter/flip.ts'
import { readsOf } from '../filter/reads.ts'
import type { Subject } from '../filter/subject.ts'
import type { Entry } from '../journal/entry.ts'
import type { Enrollment, Standing } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import type { Campaigns } from './campaigns.ts'
import { changedBy } from './changed.ts'
import type { CompiledCampaign, CompiledGraph } from './compile.ts'
import { mayEnter } from './outside.ts'
import { subjectAt, subjectInside, subjectOf } from './subject.ts'
import type { Flips, World } from './world.ts'

/**
 * When time alone next asks for somebody inside a campaign: what waits ends, a Filter stops watching, or an exit or a
 * watching Filter can change its answer (C1, C9). Undefined: never. In a paused campaign only exits count (C24).
 */
export function wakeOf(campaigns: Campaigns, world: World, enrollment: Enrollment, now: Instant): Instant | undefined {
  const campaign = campaigns.byId.get(enrollment.campaign)
  if (!campaign || enrollment.status !== 'active') return undefined
  const inside = subjectInside(world, enrollment)
  const exits = campaign.exits.map(({ filter }) => flip(filter, inside, now))
  const graph = campaign.versions.get(enrollment.version)
  if (campaign.status === 'paused' || !graph) return earliest(exits)
  const standing = enrollment.standing.flatMap(one => [one.until, watchFlip(graph, world, enrollment, one, now)])
  return earliest([...exits, ...standing])
}

function watchFlip(
  graph: CompiledGraph,
  world: World,
  enrollment: Enrollment,
  { kind, component: id, from }: Standing,
  now: Instant,
): Instant | undefined {
  if (kind !== 'watching') return undefined
  const component = graph.components.get(id)
  if (component?.type !== 'filter' || !isTimely(component.settings.filter)) return undefined
  return nextFlip(component.settings.filter, subjectAt({ world }, enrollment, from), now)
}

/** When time alone can next make the person eligible for a campaign (C1). Undefined: never. */
export const entryFlipOf = (campaigns: Campaigns, world: World, now: Instant): Instant | undefined =>
  earliest([...entryFlipsOf(campaigns, world, now, []).values()])

/**
 * The same, by campaign. Where the world knows those of before the entries, only the campaigns are asked that read what
 * the entries changed, and those whose moment has come.
 */
export function entryFlipsOf(campaigns: Campaigns, world: World, now: Instant, entries: readonly Entry[]): Flips {
  const flips = new Map(world.flips)
  if (campaigns.timely.length === 0) return flips
  const subject = subjectOf(world)
  for (const campaign of asked(campaigns, world, now, entries)) {
    const at = entryFlip(campaign, world, subject, now)
    if (at === undefined) flips.delete(campaign.id)
    else flips.set(campaign.id, at)
  }
  return flips
}

function asked(
  campaigns: Campaigns,
  { life, flips }: World,
  now: Instant,
  entries: readonly Entry[],
): Iterable<CompiledCampaign> {
  const changed = new Set(entries.flatMap(entry => changedBy(entry, life)))
  if (flips === undefined || changed.has('*')) return campaigns.timely
  const came = [...flips].flatMap(([id, at]) => (at <= now ? [id] : []))
  // Whoever entered or left a campaign may enter it no more, or again.
  const moved = entries.flatMap(entry =>
    'enrollment' in entry ? [life.enrollments.get(entry.enrollment)?.campaign] : [],
  )
  const others = [...came, ...moved].flatMap(id => (id === undefined ? [] : (campaigns.byId.get(id) ?? [])))
  return new Set([...campaigns.readers(changed), ...others].filter(one => campaigns.isTimely(one)))
}

function entryFlip(campaign: CompiledCampaign, world: World, subject: Subject, now: Instant): Instant | undefined {
  const enrollments = [...world.life.enrollments.values()].filter(one => one.campaign === campaign.id)
  if (enrollments.some(({ status }) => status === 'active') || !mayEnter(campaign, enrollments)) return undefined
  return earliest(
    [campaign.audience, ...campaign.exits.map(({ filter }) => filter)].map(one => flip(one, subject, now)),
  )
}

/** The same as `nextFlip`, for nothing where the filter does not ask for time at all. */
export const flip = (filter: Filter, subject: Subject, now: Instant): Instant | undefined =>
  isTimely(filter) ? nextFlip(filter, subject, now) : undefined

const timely = new WeakMap<Filter, boolean>()

function isTimely(filter: Filter): boolean {
  const known = timely.get(filter) ?? readsOf(filter).timely
  timely.set(filter, known)
  return known
}

export function earliest(moments: readonly (Instant | undefined)[]): Instant | undefined {
  let first: Instant | undefined
  for (const at of moments) if (at !== undefined && (first === undefined || at < first)) first = at
  return first
}
