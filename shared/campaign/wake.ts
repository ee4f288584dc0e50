import type { Filter } from '../filter/condition.ts'
import { nextFlip } from '../filter/flip.ts'
import { readsOf } from '../filter/reads.ts'
import type { Subject } from '../filter/subject.ts'
import type { Enrollment, Standing } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import type { Campaigns } from './campaigns.ts'
import type { CompiledGraph } from './compile.ts'
import { mayEnter } from './enter.ts'
import { subjectAt, subjectInside, subjectOf } from './subject.ts'
import type { World } from './world.ts'

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
export function entryFlipOf(campaigns: Campaigns, world: World, now: Instant): Instant | undefined {
  if (campaigns.timely.length === 0) return undefined
  const subject = subjectOf(world)
  return earliest(
    campaigns.timely.flatMap(campaign => {
      const enrollments = [...world.life.enrollments.values()].filter(one => one.campaign === campaign.id)
      if (enrollments.some(({ status }) => status === 'active') || !mayEnter(campaign, enrollments)) return []
      return [campaign.audience, ...campaign.exits.map(({ filter }) => filter)].map(one => flip(one, subject, now))
    }),
  )
}

const flip = (filter: Filter, subject: Subject, now: Instant): Instant | undefined =>
  isTimely(filter) ? nextFlip(filter, subject, now) : undefined

const timely = new WeakMap<Filter, boolean>()

function isTimely(filter: Filter): boolean {
  const known = timely.get(filter) ?? readsOf(filter).timely
  timely.set(filter, known)
  return known
}

function earliest(moments: readonly (Instant | undefined)[]): Instant | undefined {
  let first: Instant | undefined
  for (const at of moments) if (at !== undefined && (first === undefined || at < first)) first = at
  return first
}
