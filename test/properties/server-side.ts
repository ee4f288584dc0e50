import { randomUUID } from 'node:crypto'
import { createDraft, saveDraft } from '@pavior/server/campaigns/drafts.ts'
import { archive, pause, resume } from '@pavior/server/campaigns/life.ts'
import { type LiveTeams, liveTeams } from '@pavior/server/campaigns/live.ts'
import { publish } from '@pavior/server/campaigns/publish.ts'
import type { Pools } from '@pavior/server/database/pools.ts'
import { changeAddress } from '@pavior/server/email/addresses.ts'
import { createClock } from '@pavior/server/engine/clock.ts'
import { createEngine, type Engine } from '@pavior/server/engine/engine.ts'
import { createTurns } from '@pavior/server/engine/turns.ts'
import { flips } from '@pavior/server/jobs/flips.ts'
import { sweep } from '@pavior/server/jobs/sweep.ts'
import { wakeSnoozed } from '@pavior/server/jobs/wake-snoozed.ts'
import { createWaking } from '@pavior/server/jobs/waking.ts'
import { createWorks } from '@pavior/server/jobs/work.ts'
import { logAt } from '@pavior/server/log.ts'
import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import type { AddressStatus } from '@pavior/shared/campaign/fact.ts'
import { z } from 'zod'
import type { Doing } from './doings.ts'

const SECRET = 'hashes addresses'
const said = (id: string = randomUUID()) => ({ id, by: { type: 'api' as const }, hash: '', keyed: false })

type React = Engine['react']
type OfCampaign = Exclude<Doing, { what: 'fact' | 'passes' | 'address' | 'inboxes change' }>

/**
 * Two processes' worth of engine on one database, in turn, so that what one remembers the other changes; with the
 * jobs, whose clock runs ahead as far as it is told.
 */
export class ServerSide {
  private readonly pools: Pools
  private readonly team: string
  private readonly sides: { teams: LiveTeams; engine: Engine }[]
  private ahead = 0
  private turn = 0

  constructor(pools: Pools, team: string, available: readonly string[]) {
    this.pools = pools
    this.team = team
    this.sides = [0, 1].map(() => {
      const teams = liveTeams(pools.screens, logAt('fatal'))
      const clock = createClock(() => this.ahead)
      const isAvailable = (_team: string, agent: string) => available.includes(agent)
      const around = { clock, turns: createTurns(), isAvailable, secret: SECRET }
      return { teams, engine: createEngine(pools.facts, teams, around, () => undefined) }
    })
  }

  private get side() {
    const [one, other] = this.sides
    const side = this.turn % 2 === 0 ? one : other
    if (!side) throw new Error('a server without a side')
    return side
  }

  /** The other process goes on. */
  changesSides(): void {
    this.turn++
  }

  readonly react: React = fact => this.side.engine.react(fact)

  async now(): Promise<number> {
    const [row] = await this.pools.screens`select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as at`
    return z.object({ at: z.number() }).parse(row).at + this.ahead
  }

  /** All drafts before the first is published: they ask about each other. */
  async begin(campaigns: readonly { id: string; graph: CampaignGraph }[]): Promise<void> {
    const { screens } = this.pools
    for (const { id, graph } of campaigns) await createDraft(screens, this.team, CampaignDraft.parse(graph), said(id))
    for (const { id } of campaigns)
      await publish(
        { sql: screens, teams: this.side.teams },
        this.team,
        id,
        { existing: 'skip', inside: 'stay' },
        undefined,
        said(),
      )
  }

  /** Throws the Problem that the API would answer. */
  async change(doing: OfCampaign, existing: 'enroll' | 'skip'): Promise<void> {
    const { screens } = this.pools
    const { teams } = this.side
    const { campaign } = doing
    if (doing.what === 'pauses') return await pause(screens, teams, this.team, campaign, said())
    if (doing.what === 'resumes') return await resume(screens, teams, this.team, campaign, existing, said())
    if (doing.what !== 'publishes') return await archive(screens, teams, this.team, campaign)
    await saveDraft(screens, this.team, campaign, CampaignDraft.parse(doing.graph), undefined, said())
    const choice = { existing, inside: doing.move ? ('move' as const) : ('stay' as const) }
    await publish({ sql: screens, teams, ahead: () => this.ahead }, this.team, campaign, choice, undefined, said())
  }

  async address(react: React, email: string, status: AddressStatus): Promise<void> {
    const addresses = { sql: this.pools.screens, engine: { react }, secret: SECRET }
    await changeAddress(addresses, this.team, email, status)
  }

  /** Whoever is due is woken then, or, where nothing runs meanwhile, at the end; a hundred times at most. */
  async passes(react: React, milliseconds: number, standsStill: boolean): Promise<void> {
    const end = (await this.now()) + milliseconds
    for (let rounds = 0; rounds < 100 && !standsStill; rounds++) {
      const next = await this.nextDue()
      if (next === undefined || next > end) break
      this.ahead += Math.max(0, next - (await this.now()))
      await this.catchUp(react)
    }
    this.ahead += Math.max(0, end - (await this.now()))
    await this.catchUp(react)
  }

  /** All that is due by now, by the real jobs. */
  async catchUp(react: React): Promise<void> {
    const { jobs } = this.pools
    const stopping = new AbortController().signal
    const waking = createWaking({ react }, logAt('fatal'))
    const works = createWorks(jobs, { react }, () => this.ahead, logAt('fatal'), stopping)
    for (let rounds = 0, more = true; more && rounds < 100; rounds++) {
      await works.look()
      await works.settled()
      const found = [await sweep(jobs, waking, this.ahead, 0, stopping)]
      found.push((await flips(jobs, waking, this.ahead, stopping)) ?? 0)
      found.push(await wakeSnoozed(jobs, { react }, this.ahead))
      await waking.settled()
      more = found.some(count => count > 0)
    }
  }

  private async nextDue(): Promise<number | undefined> {
    const [row] = await this.pools.screens`
      select ceil(extract(epoch from least(
        (select min(due_at) from timers where team_id = ${this.team}),
        (select min(flip_at) from people where team_id = ${this.team}),
        (select min(snoozed_until) from conversations where team_id = ${this.team} and state = 'snoozed'))) * 1000)::float8 as at`
    return z.object({ at: z.number().nullable() }).parse(row).at ?? undefined
  }

  async stop(): Promise<void> {
    for (const { engine } of this.sides) await engine.stop()
  }
}
