import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { campaignsOf } from '@pavior/shared/campaign/campaigns.ts'
import { type CompiledCampaign, compileGraph } from '@pavior/shared/campaign/compile.ts'
import type { Fact } from '@pavior/shared/campaign/fact.ts'
import { follow } from '@pavior/shared/campaign/follow.ts'
import { starting, step } from '@pavior/shared/campaign/step.ts'
import { course as courseOf } from '@pavior/shared/campaign/world.ts'
import { unborn } from '@pavior/shared/journal/apply.ts'
import { assigns, filters, graph, is, not, sends, waits } from '../../house/graph.ts'
import { emptyWorld } from '../../house/world.ts'
import { middle } from '../measure.ts'
import type { Bench } from './bench.ts'

const NOW = Date.UTC(2026, 10, 1)
/** People of one round: each goes from the root to where they wait. */
const CROWD = 100
const ROUNDS = 300

/** `step` alone, against nothing: what a component of a graph of 12 costs where it acts, and a fact that moves nobody. */
export async function benchStep({ scale }: Bench): Promise<void> {
  const steps: number[] = []
  const views: number[] = []
  let acts = 0
  for (let round = 0; round < Math.max(5, ROUNDS * scale); round++) {
    const crowd = Array.from({ length: CROWD }, entered)
    steps.push(
      timed(crowd, ({ course, enrollment }) => {
        step(course, { campaign, graph: campaign.newest, enrollment }, starting(campaign.newest, undefined, NOW))
        acts += enrollment.acts.length
      }),
    )
    views.push(
      timed(crowd, ({ course }) => follow(campaigns, pageView(course.world.life.person.id), course.world, NOW + 1)),
    )
  }
  const each = acts / (steps.length * CROWD)
  console.log(
    `\n  step     ${(middle(steps, Number) / each).toFixed(2)} µs (≤ 5 µs) per component that acts, ${each} of 12 on one way`,
  )
  console.log(`  follow   ${middle(views, Number).toFixed(2)} µs for a page view of somebody who waits there`)
}

/** Microseconds for each. */
function timed<T>(all: readonly T[], what: (one: T) => void): number {
  const began = performance.now()
  for (const one of all) what(one)
  return ((performance.now() - began) * 1000) / all.length
}

/** Filters that ask two things each, messages in one conversation, an Assign, and a Wait at the end. */
const places = Array.from({ length: 12 }, (_, place) => `c${place}`)
const pays = { all: [is('attributes.plan', 'pro'), not(is('type', 'lead'))] }
const componentAt = (id: string, place: number) => {
  if (place === 11) return waits(id, { for: 'P30D' })
  if (place === 10) return assigns(id, 'support')
  return place % 2 === 0
    ? filters(id, pays, { watch: 'once' })
    : sends(id, 'Hello there', { newConversation: place === 1 })
}
const way = places.map((id, place) => (place < 10 && place % 2 === 0 ? `${id}:matched` : id)).join(' > ')
const drawn = CampaignGraph.parse(graph(places.map(componentAt), [way]))
const newest = compileGraph(drawn, 1)

const campaign: CompiledCampaign = {
  id: 'twelve',
  name: 'Twelve',
  status: 'active',
  createdAt: NOW,
  activatedAt: NOW,
  audience: drawn.audience,
  exits: [{ id: 'cancelled', name: 'Cancelled', filter: { field: 'attributes.plan', op: 'equals', value: 'none' } }],
  reentry: 'never',
  startable: false,
  looks: 0,
  moveBefore: 0,
  newest,
  versions: new Map([[1, newest]]),
}
const campaigns = campaignsOf([campaign])

let made = 0
function entered() {
  const id = `p${made++}`
  const life = unborn(id, NOW - 1000)
  life.person.attributes = { plan: 'pro' }
  const world = {
    ...emptyWorld(life, () => `${id}-${made++}`),
    isNew: false,
    inboxes: new Map([['support', new Set<string>()]]),
  }
  const course = courseOf(campaigns, world, NOW)
  course.emit({ kind: 'entered', v: 1, enrollment: `e-${id}`, campaign: campaign.id, version: 1 })
  const enrollment = life.enrollments.get(`e-${id}`)
  if (!enrollment) throw new Error('nobody entered')
  return { course, enrollment }
}

const pageView = (person: string): Fact => ({
  id: `f-${person}`,
  team: 'team',
  person,
  kind: 'page',
  url: 'https://shop.example/cart',
})
