import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { z } from 'zod'
import type { Clock } from '../house/clock.ts'
import type { TestTeam } from '../house/house.ts'
import { inTeam } from './any-campaign.ts'
import type { History, Step } from './any-history.ts'
import { BackOffice } from './back-office.ts'
import type { Desk } from './desk.ts'
import { pick } from './placed.ts'
import { Visitors } from './visitors.ts'

/** A team with its campaigns, its visitors, its agents and its site, on which a history happens. */
export class Stage {
  readonly desks: Desk[]
  readonly visitors: Visitors
  readonly office: BackOffice
  readonly complaints: string[] = []
  private readonly team: TestTeam
  private readonly campaigns: string[] = []
  /** As they are with this team's agents and inbox. */
  private readonly graphs: CampaignGraph[] = []
  private readonly history: History
  private readonly clock: Clock

  constructor(team: TestTeam, desks: Desk[], history: History, clock: Clock) {
    this.team = team
    this.desks = desks
    this.history = history
    this.clock = clock
    this.visitors = new Visitors(team, this.complaints)
    this.office = new BackOffice(team, desks, clock, this.complaints)
  }

  async begin(): Promise<void> {
    const { sql, id } = this.team
    const [inbox] = await sql`select id from inboxes where team_id = ${id} order by created_at, id`
    const agents = this.desks.map(({ agent }) => agent.id)
    for (const graph of this.history.campaigns) this.graphs.push(inTeam(graph, z.uuid().parse(inbox?.id), agents))
    for (const graph of this.graphs) this.campaigns.push((await this.team.campaign(graph)).id)
    await this.visitors.begin()
  }

  /** Steps of one moment happen at the same time; afterwards everybody is there who wants to be. */
  async moment(steps: Step[]): Promise<void> {
    await Promise.all(steps.map(step => this.take(step)))
    for (const { what, which } of steps)
      if (what === 'time passes')
        await this.clock.passes(pick(['PT1S', 'PT20S', 'PT3M', 'PT13H', 'P8D'], which) ?? 'PT1S')
    await this.settle()
  }

  private async settle(): Promise<void> {
    await this.visitors.settle()
    await this.office.settle()
  }

  private async take(step: Step): Promise<void> {
    const { what } = step
    if (what === 'time passes') return
    if (what.startsWith('campaign')) return await this.changeCampaign(step)
    if (what.startsWith('agent') || what.startsWith('site')) return await this.office.take(step)
    await this.visitors.take(step)
  }

  private async changeCampaign({ what, which, how }: Step): Promise<void> {
    const id = pick(this.campaigns, which)
    const graph = pick(this.graphs, how)
    if (id === undefined || !graph) return
    if (what === 'campaign is published') {
      // Of two at once one wins, and the other is told.
      await this.team.campaign(graph, id).catch(error => {
        if (!(error instanceof Problem && error.code === 'changed-meanwhile')) throw error
      })
      return
    }
    const paused = what === 'campaign is paused'
    const body = JSON.stringify(paused ? {} : { existing: how % 2 === 0 ? 'enroll' : 'skip' })
    const response = await this.team.api(`/campaigns/${id}/${paused ? 'pause' : 'resume'}`, { method: 'POST', body })
    // It may be paused, or active, already.
    if (!response.ok && response.status !== 409)
      this.complaints.push(`${what}: ${response.status} ${await response.text()}`)
  }

  /** Everybody comes back, everything is answered, and what is due for long acts: nothing is on its way then. */
  async end(): Promise<void> {
    await this.visitors.end()
    await this.office.end()
    await this.settle()
    await this.clock.passes('P45D')
    for (const open of this.said) if (!open.place) this.complaints.push(`${open.id} was never answered`)
    for (const { tabs } of this.visitors.devices) for (const tab of tabs) this.complaints.push(...tab.complaints)
    for (const { complaints } of this.desks) this.complaints.push(...complaints)
  }

  /** All that was said with an id of its own. */
  get said() {
    return [...this.visitors.sent, ...this.office.replies]
  }

  close(): void {
    this.visitors.close()
    for (const { agent } of this.desks) agent.leaves()
  }
}
