import { randomUUID } from 'node:crypto'
import { openPools, type Pools } from '@pavior/server/database/pools.ts'
import type { Reaction } from '@pavior/server/engine/reaction.ts'
import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import type { Fact, FactBody } from '@pavior/shared/campaign/fact.ts'
import { factsOf } from '@pavior/shared/dry-run/facts.ts'
import type { Move } from '@pavior/shared/dry-run/move.ts'
import { type Moment, play, type Run, type Team } from '@pavior/shared/dry-run/run.ts'
import { madeUp } from '@pavior/shared/dry-run/start.ts'
import { unborn } from '@pavior/shared/journal/apply.ts'
import type { Life } from '@pavior/shared/journal/life.ts'
import { Problem } from '@pavior/shared/problem.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { storedLife } from '../house/life.ts'
import { anyCampaign, inTeam } from './any-campaign.ts'
import { runs } from './runs.ts'
import { ServerSide } from './server-side.ts'

let house: House
let pools: Pools
beforeAll(async () => {
  house = await openHouse({ PAVIOR_ROLE: 'web' })
  pools = openPools(house.environment.databaseUrl ?? '')
})
afterAll(async () => {
  await pools.end()
  await house.stop()
})

const SECOND = 1000
/** What a slow machine may take between two moments that are one in a dry run. */
const LEEWAY = 20 * SECOND

test('a dry run does what the server then does: the same acts, in the same order, with the same reasons', async () => {
  const played = { acts: 0 }
  await fc.assert(
    fc.asyncProperty(anyLongCampaign, anyMoves, async (graph, moves) => {
      const scene = await sceneOf(graph)
      const run = play(
        scene.campaign,
        scene.team,
        madeUp({ type: 'anonymous', attributes: {} }, scene.at),
        moves,
        scene.at,
      )
      // Where time decides between moments that lie closer than that, the server's moments decide otherwise.
      fc.pre(!isClose(run))
      const there = await onServer(scene, moves)
      const last = run.moments.at(-1)
      const here = last ? doneIn(last.known.life, scene.campaign.id) : []
      played.acts += here.length
      expect(here).toEqual(doneIn(there, scene.campaign.id))
    }),
    { ...runs<[CampaignGraph, Move[]]>(12), endOnFailure: process.env.SHRINK === undefined },
  )
  expect(played.acts).toBeGreaterThan(0)
}, 600_000)

/** With minutes for seconds: moves are a second apart. */
const anyLongCampaign: fc.Arbitrary<CampaignGraph> = anyCampaign
  .filter(({ startable }) => !startable)
  .map(graph => {
    const longer = (text: string) => text.replaceAll('"PT1S"', '"PT10M"').replaceAll('"PT20S"', '"PT40M"')
    return CampaignGraph.parse(JSON.parse(longer(JSON.stringify(graph))))
  })

const component = fc.constantFrom('a', 'b', 'c', 'd')
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('says'), text: fc.constantFrom('Hello', 'Norway?'), new: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('presses'), component, button: fc.constantFrom('one', 'two') }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('submits'), component, values: fc.constant({ email: 'ada@dry.example' }) }),
  },
  { weight: 2, arbitrary: fc.constant<Move>({ do: 'reads' }) },
  { weight: 2, arbitrary: fc.constant<Move>({ do: 'views', url: 'https://shop.example/pricing' }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tracks'), name: fc.constant('ordered') }) },
  { weight: 1, arbitrary: fc.constant<Move>({ do: 'becomes-signup', email: 'ada@dry.example' }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<Record<string, string | number>[]>(
        { email: 'okan@dry.example' },
        { plan: 'pro' },
        { plan: 'free' },
        { visits: 3 },
      )
      .map((set): Move => ({ do: 'is-set', set })),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('email'),
      component,
      event: fc.constantFrom('delivered', 'opened', 'clicked', 'bounced', 'unsubscribed'),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Move>({ do: 'agent-replies', text: 'We do.' }) },
  { weight: 1, arbitrary: fc.constant<Move>({ do: 'agent-closes' }) },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom('PT7M', 'PT23M', 'PT1H3M', 'P1DT3M', 'P9DT11M')
      .map((span): Move => ({ do: 'passes', for: span })),
  },
)
/** Nothing is set of whom nobody knows. */
const anyMoves = fc
  .array(anyMove, { minLength: 3, maxLength: 14, size: 'max' })
  .map((moves): Move[] => [{ do: 'tracks', name: 'arrived' }, ...moves])

/** Whether something is due by itself so shortly before or after another moment that a slow server tells them apart otherwise. */
const isClose = ({ moments }: Run): boolean => moments.some((moment, index) => isCrowded(moment, moments[index + 1]))

function isCrowded({ at, byItself, entries, before, move }: Moment, next: Moment | undefined): boolean {
  const byTime = byItself && entries.length > 0
  const standing = [...before.life.enrollments.values()].flatMap(one => one.standing)
  const due = standing.filter(({ until }) => until !== undefined && LEEWAY > Math.abs(until - at))
  if (due.length > (byTime ? 1 : 0)) return true
  return byTime && next !== undefined && next.move !== move && LEEWAY > next.at - at
}

type Scene = {
  campaign: { id: string; graph: CampaignGraph; createdAt: number }
  team: Team
  house: TestTeam
  server: ServerSide
  at: number
}

async function sceneOf(drawn: CampaignGraph): Promise<Scene> {
  const team = await house.bareTeam()
  const robin = await team.agent('Robin Hale')
  const mara = await team.agent('Mara Lindqvist')
  const [inbox] = await team.sql`select id from inboxes where team_id = ${team.id}`
  const inboxId = String(inbox?.id)
  const agents = [robin.id, mara.id]
  robin.leaves()
  mara.leaves()
  const server = new ServerSide(pools, team.id, agents)
  const id = randomUUID()
  const graph = inTeam(drawn, inboxId, agents)
  await server.begin([{ id, graph }])
  const members = await team.sql`select agent_id from inbox_agents where team_id = ${team.id} and inbox_id = ${inboxId}`
  const at = await server.now()
  return {
    campaign: { id, graph, createdAt: at },
    team: { zone: 'UTC', agents, inboxes: [{ id: inboxId, agents: members.map(({ agent_id }) => String(agent_id)) }] },
    house: team,
    server,
    at,
  }
}

/** The same moves, each a second after the one before, with the real jobs and what an email worker does. */
async function onServer({ campaign, house: team, server }: Scene, moves: readonly Move[]): Promise<Life> {
  const person = randomUUID()
  const life = () => lifeOf(team, person)
  const react = async (fact: Fact): Promise<Reaction> => {
    const reaction = await server.react(fact)
    if (fact.kind !== 'email' && fact.team === team.id) await handOver(await life(), happens)
    return reaction
  }
  const happens = async (body: FactBody) => {
    const fact = { id: randomUUID(), team: team.id, person, ...body }
    if (body.kind === 'address') await server.address(react, body.email, body.status)
    else await react(fact)
  }
  for (const move of moves) {
    await server.passes(react, SECOND, false)
    try {
      if (move.do === 'passes') await server.passes(react, millisecondsOf(move.for), false)
      else if (move.do !== 'passes-until-next')
        for (const body of factsOf(move, await life(), campaign.id)) await happens(body)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }
  await server.stop()
  return await life()
}

async function lifeOf(team: TestTeam, person: string): Promise<Life> {
  const [row] = await team.sql`select 1 from people where team_id = ${team.id} and id = ${person}`
  return row ? await storedLife(team.sql, team.id, person) : unborn(person, 0)
}

async function handOver(life: Life, happens: (body: FactBody) => Promise<void>): Promise<void> {
  for (const { conversation, message } of [...life.enrollments.values()].flatMap(({ openEmails }) => openEmails)) {
    const email = life.conversations.get(conversation)?.messages.find(({ id }) => id === message)?.email
    if (email?.state !== 'due') continue
    await happens({ kind: 'email', message, to: email.to, what: 'hand-over' })
    await happens({ kind: 'email', message, to: email.to, what: 'handed' })
  }
}

const MINUTES: Record<string, number> = { PT7M: 7, PT23M: 23, PT1H3M: 63, P1DT3M: 1443, P9DT11M: 12_971 }
const millisecondsOf = (duration: string): number => (MINUTES[duration] ?? 0) * 60 * SECOND

/** What was done, as far as it is not about ids and moments. */
const doneIn = (life: Life, campaign: string) =>
  [...life.enrollments.values()]
    .filter(one => one.campaign === campaign)
    .sort((a, b) => a.enteredAt - b.enteredAt)
    .map(({ status, cause, acts, standing, openForms, openEmails }) => ({
      status,
      cause,
      acts: [...acts]
        .sort((a, b) => a.at - b.at || (a.component < b.component ? -1 : 1))
        .map(({ component, outcome, from, reason, engaged }) =>
          JSON.parse(JSON.stringify({ component, outcome, from, reason, engaged })),
        ),
      standing: standing.map(({ component, kind }) => `${component} ${kind}`).sort(),
      open: [openForms.length, openEmails.length],
    }))
