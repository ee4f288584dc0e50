import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { type Campaigns, campaignsOf } from '@pavior/shared/campaign/campaigns.ts'
import { type CompiledCampaign, compileGraph } from '@pavior/shared/campaign/compile.ts'
import type { Instant } from '@pavior/shared/text.ts'

type Life = CompiledCampaign & { archived: boolean }

/** The campaigns of a team and what becomes of them (C23, C24), in memory. */
export class LiveCampaigns {
  private readonly all: Map<string, Life> = new Map()
  /** As the engine is given them. */
  compiled: Campaigns = campaignsOf([])

  get ids(): string[] {
    return [...this.all.keys()]
  }

  statusOf(id: string): 'active' | 'paused' | 'archived' | undefined {
    const campaign = this.all.get(id)
    return campaign?.archived ? 'archived' : campaign?.status
  }

  /** How those are now of which somebody may be started. */
  startable(id: string): boolean {
    return this.all.get(id)?.startable === true
  }

  begin(id: string, graph: CampaignGraph, createdAt: Instant, activatedAt: Instant): void {
    const newest = compileGraph(graph, 1)
    this.set({
      ...newestOf(graph),
      id,
      status: 'active',
      createdAt,
      activatedAt,
      looks: 0,
      moveBefore: 0,
      newest,
      versions: new Map([[1, newest]]),
      archived: false,
    })
  }

  /** When it really did. */
  began(id: string, createdAt: Instant, activatedAt: Instant): void {
    this.change(id, campaign => ({ ...campaign, createdAt, activatedAt }))
  }

  /** @param move whoever is inside moves to the new version */
  publish(id: string, graph: CampaignGraph, move: boolean): void {
    this.change(id, campaign => {
      const newest = compileGraph(graph, campaign.newest.version + 1)
      return {
        ...campaign,
        ...newestOf(graph),
        newest,
        versions: new Map([...campaign.versions, [newest.version, newest]]),
        moveBefore: move ? newest.version : campaign.moveBefore,
      }
    })
  }

  pause(id: string): void {
    this.change(id, campaign => ({ ...campaign, status: 'paused' }))
  }

  resume(id: string): void {
    this.change(id, campaign => ({ ...campaign, status: 'active', looks: campaign.looks + 1 }))
  }

  archive(id: string): void {
    this.change(id, campaign => ({ ...campaign, archived: true }))
  }

  private change(id: string, how: (campaign: Life) => Life): void {
    const campaign = this.all.get(id)
    if (campaign && !campaign.archived) this.set(how(campaign))
  }

  private set(campaign: Life): void {
    this.all.set(campaign.id, campaign)
    const all = [...this.all.values()]
    this.compiled = campaignsOf(
      all.filter(({ archived }) => !archived),
      new Set(all.filter(({ archived }) => archived).map(({ id }) => id)),
    )
  }
}

const newestOf = ({ name, audience, exits, reentry, startable }: CampaignGraph) => ({
  name,
  audience,
  exits,
  reentry,
  startable,
})
