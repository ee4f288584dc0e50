import type { Enrollment, Standing } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import { activeByAge } from './by-age.ts'
import type { Campaigns } from './campaigns.ts'
import type { CompiledCampaign, CompiledGraph } from './compile.ts'
import { watchesUntil } from './components/filter.ts'
import { endFrom } from './components/wait.ts'
import { leave } from './leave.ts'
import type { Course, World } from './world.ts'

/**
 * Whether something has to happen to the person before their next fact: a campaign that was deleted, moved to a newer
 * version or resumed has not looked at them yet (C23, C24), or something was due (C7).
 */
export function isBehind(campaigns: Campaigns, { life }: Pick<World, 'life'>, now: Instant): boolean {
  for (const campaign of life.noted) if (campaigns.byId.get(campaign)?.status !== 'paused') return true
  for (const enrollment of life.enrollments.values()) {
    if (enrollment.status !== 'active') continue
    const campaign = campaigns.byId.get(enrollment.campaign)
    if (!campaign) {
      if (campaigns.archived.has(enrollment.campaign)) return true
      continue
    }
    if (enrollment.version < campaign.moveBefore) return true
    if (campaign.status === 'paused') continue
    if (enrollment.look < campaign.looks) return true
    if (enrollment.standing.some(({ until }) => until !== undefined && until <= now)) return true
  }
  return false
}

/** What changes of campaigns ask of who is inside (C23, C24). Gives the enrollments that are looked at after a resume. */
export function catchUp(course: Course): Set<Enrollment> {
  const looked = new Set<Enrollment>()
  for (const enrollment of activeByAge(course)) {
    const campaign = course.campaigns.byId.get(enrollment.campaign)
    if (!campaign) {
      if (course.campaigns.archived.has(enrollment.campaign)) leave(course, enrollment, 'removed', 'deleted')
      continue
    }
    if (enrollment.version < campaign.moveBefore) move(course, campaign, enrollment)
    if (enrollment.status !== 'active' || campaign.status === 'paused' || enrollment.look >= campaign.looks) continue
    course.emit({ kind: 'looked', v: 1, enrollment: enrollment.id, look: campaign.looks })
    looked.add(enrollment)
  }
  return looked
}

/** C23: who stands at a component that still exists goes on there under its new settings; what is gone is dropped. */
function move(course: Course, { newest }: CompiledCampaign, enrollment: Enrollment): void {
  const dropped = enrollment.standing.filter(standing => !stays(newest, standing)).map(({ component }) => component)
  course.emit({ kind: 'moved', v: 1, enrollment: enrollment.id, version: newest.version, dropped })
  for (const standing of enrollment.standing) standOn(course, newest, enrollment, standing)
  const { standing, openForms, openEmails } = enrollment
  if (standing.length === 0 && openForms.length === 0 && openEmails.length === 0)
    leave(course, enrollment, 'removed', 'published')
}

const TYPES: Record<Standing['kind'], string> = {
  waiting: 'wait',
  watching: 'filter',
  listening: 'inbound-message',
}

const stays = (graph: CompiledGraph, { component, kind }: Standing): boolean =>
  graph.components.get(component)?.type === TYPES[kind]

/** The end is computed again from the time of arrival. */
function standOn(course: Course, graph: CompiledGraph, enrollment: Enrollment, standing: Standing): void {
  const component = graph.components.get(standing.component)
  const { from, since } = standing
  const place = { v: 1, enrollment: enrollment.id, component: standing.component, from } as const
  if (component?.type === 'wait') {
    const until = endFrom({ course, component, enrollment, from }, since)
    if (until !== standing.until) course.emit({ kind: 'waiting', ...place, until })
  } else if (component?.type === 'filter') {
    const until = watchesUntil({ course, component, enrollment, from }, since)
    if (until !== standing.until) course.emit({ kind: 'watching', ...place, until })
  }
}
