import { randomUUID } from 'node:crypto'
import { openPools, type Pools } from '@pavior/server/database/pools.ts'
import type { Reaction } from '@pavior/server/engine/reaction.ts'
import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import type { FactBody } from '@pavior/shared/campaign/fact.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wrongAtRest } from '../house/at-rest.ts'
import { emails, graph, is, waits } from '../house/graph.ts'
import { type House, openHouse } from '../house/house.ts'
import { inTeam } from './any-campaign.ts'
import { anyCampaigns, anySteps, type Step, withIds } from './any-step.ts'
import type { Cast } from './pure-history.ts'
import { runs } from './runs.ts'
import { ServerSide } from './server-side.ts'
import { Twins } from './twins.ts'

let house: House
let pools: Pools
beforeAll(async () => {
  // Time passes when a history says so.
  house = await openHouse({ PAVIOR_ROLE: 'web' })
  pools = openPools(house.environment.databaseUrl ?? '')
})
afterAll(async () => {
  await pools.end()
  await house.stop()
})

test('S4, S6, T4: the same history through `follow` in memory and through the server gives the same, and the same numbers', async () => {
  const options = runs<[CampaignGraph[], Step[]]>(12)
  await fc.assert(
    fc.asyncProperty(anyCampaigns, anySteps(60), async (campaigns, steps) => {
      const wrong = await wrongAfter(campaigns, steps)
      if (wrong.length > 0) throw new Error(wrong.slice(0, 60).join('\n'))
    }),
    // To shrink takes hundreds of histories: ask for it with SHRINK=1.
    { ...options, endOnFailure: process.env.SHRINK === undefined },
  )
}, 600_000)

async function wrongAfter(campaigns: readonly CampaignGraph[], steps: readonly Step[]): Promise<string[]> {
  const team = await house.team()
  const robin = await team.agent('Robin Hale')
  const mara = await team.agent('Mara Lindqvist')
  const [inbox] = await team.sql`select id from inboxes where team_id = ${team.id}`
  const ids = [await team.defaultCampaign(), ...campaigns.map(() => randomUUID())]
  const cast: Cast = {
    campaigns: ids,
    people: [randomUUID(), randomUUID(), randomUUID()],
    agents: [robin.id, mara.id],
    available: [robin.id],
    inbox: String(inbox?.id),
    zone: 'UTC',
  }
  const graphs = campaigns.map(graph => inTeam(withIds(graph, ids), cast.inbox, cast.agents))
  const server = new ServerSide(pools, team.id, cast.available)
  const twins = new Twins(server, team.sql, team.id, cast, graphs)
  try {
    await twins.begin(graphs)
    for (const step of steps) {
      await twins.take(step)
      if (twins.complaints.length > 0) return [...twins.complaints, 'after', ...twins.story.slice(-40)]
    }
    await twins.catchUp()
    await twins.compareLives()
    return [...twins.complaints, ...(await wrongAtRest(team.sql, team.id))]
  } finally {
    await server.stop()
    robin.leaves()
    mara.leaves()
  }
}

test('C12, C23, T1: an email that never left takes back its own count only, whatever version people were moved to', async () => {
  const team = await house.bareTeam()
  const server = new ServerSide(pools, team.id, [])
  const news = (wait: string) =>
    CampaignGraph.parse(
      graph([emails('a', 'News.'), waits('b', { for: wait })], [], {
        audience: is('attributes.plan', 'pro'),
        reentry: 'each',
      }),
    )
  const [campaign, person] = [randomUUID(), randomUUID()]
  const happens = (body: FactBody) => server.react({ id: randomUUID(), team: team.id, person, ...body })
  const becomes = (plan: string) =>
    happens({ kind: 'attributes', set: { email: 'ada@postfach.example', 'attributes.plan': plan }, source: 'api' })
  const removed = async ({ life }: Reaction) => {
    const inside = [...life.enrollments.values()].find(({ status }) => status === 'active')
    await happens({ kind: 'remove', enrollment: inside?.id ?? '', by: { type: 'api' } })
  }
  try {
    await server.begin([{ id: campaign, graph: news('P1D') }])
    const first = await becomes('pro')
    const message = first.entries.flatMap(entry => (entry.kind === 'message-sent' ? [entry.id] : []))[0] ?? ''
    await happens({ kind: 'email', message, to: 'ada@postfach.example', what: 'hand-over' })
    await happens({ kind: 'email', message, to: 'ada@postfach.example', what: 'handed' })
    await server.change({ what: 'publishes', campaign, graph: news('P2D'), move: true }, 'skip')
    await removed(await happens({ kind: 'time' }))
    await becomes('free')
    await removed(await becomes('pro'))
    expect(await wrongAtRest(team.sql, team.id)).toEqual([])
    const counted = await team.sql`
      select version from component_people where team_id = ${team.id} and component = 'a' and outcome = 'sent' order by version`
    expect(counted.map(row => row.version)).toEqual([0, 1])
  } finally {
    await server.stop()
  }
})
