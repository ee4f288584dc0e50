import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { type Campaigns, campaignsOf } from '@pavior/shared/campaign/campaigns.ts'
import { type CompiledCampaign, compileGraph } from '@pavior/shared/campaign/compile.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { Log } from '../log.ts'

/** What the engine keeps in memory of a team, true as long as the team's revision stands. */
export type LiveTeam = {
  id: string
  name: string
  revision: number
  zone: string
  sites: readonly string[]
  /** What visitors do with the widget is recorded (R2). */
  recording: boolean
  identitySecrets: readonly { id: string; secret: string }[]
  campaigns: Campaigns
  agents: ReadonlySet<string>
  /** Agents who set themselves away (C13). */
  away: ReadonlySet<string>
  /** Their members. */
  inboxes: ReadonlyMap<string, ReadonlySet<string>>
  /** Who was last given a conversation of an inbox in turn (C13). */
  turns: ReadonlyMap<string, string>
  /** Where conversations begin: the team's oldest inbox. */
  inbox: string | undefined
  agentNames: ReadonlyMap<string, string>
  inboxNames: ReadonlyMap<string, string>
  /** Who is told over HTTP, of which events; empty: of all. */
  webhooks: readonly { id: string; events: readonly string[] }[]
  /** All campaigns, archived ones too. */
  campaignNames: ReadonlyMap<string, string>
}

/** What of a team names things in words. */
export type TeamNames = Pick<LiveTeam, 'name' | 'agentNames' | 'inboxNames' | 'campaignNames'>

export const namesOf = ({ name, agentNames, inboxNames, campaignNames }: LiveTeam): TeamNames => ({
  name,
  agentNames,
  inboxNames,
  campaignNames,
})

const TeamRow = z.object({
  id: z.string(),
  name: z.string(),
  revision: z.number(),
  zone: z.string(),
  sites: z.array(z.string()),
  recording: z.boolean(),
  identity_secrets: z.array(z.object({ id: z.string(), secret: z.string() })),
})
const NamedRow = z.object({ id: z.string(), name: z.string() })
const InboxRow = NamedRow.extend({ turn: z.string().nullable(), agents: z.array(z.string()) })
const AwayRow = z.object({ agent_id: z.string() })
const WebhookRow = z.object({ id: z.string(), events: z.array(z.string()) })
const CampaignRow = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(['draft', 'active', 'paused', 'archived']),
  version: z.number().nullable(),
  created_at: z.date(),
  activated_at: z.date().nullable(),
  looks: z.number(),
  move_before: z.number(),
})
const VersionRow = z.object({ campaign_id: z.string(), version: z.number(), graph: z.unknown() })

export type LiveTeams = {
  /** The team as last loaded; from the database the first time. Throws `not-found`. */
  get: (team: string) => Promise<LiveTeam>
  /** The team if it is in memory. */
  known: (team: string) => LiveTeam | undefined
  /** From the database, whatever is in memory. */
  reload: (team: string) => Promise<LiveTeam>
  /** The same team if its revision still stands, otherwise loaded anew. */
  current: (team: LiveTeam) => Promise<LiveTeam>
}

/** Teams in memory. A fact that meets another revision in the database has its team loaded anew (architecture.md, hot path 7). */
export function liveTeams(sql: Sql, log: Log): LiveTeams {
  const loaded = new Map<string, LiveTeam>()
  const loading = new Map<string, Promise<LiveTeam>>()
  const reload = (team: string) => {
    const load = loadTeam(sql, log, team).then(live => {
      loaded.set(team, live)
      return live
    })
    loading.set(team, load)
    load.catch(() => loading.delete(team))
    return load
  }
  const current = async (team: LiveTeam) => {
    const [row] = await sql`select revision from teams where id = ${team.id}`
    return row?.revision === team.revision ? team : await reload(team.id)
  }
  return { get: team => loading.get(team) ?? reload(team), known: team => loaded.get(team), reload, current }
}

async function loadTeam(sql: Sql, log: Log, id: string): Promise<LiveTeam> {
  if (id.includes('\0')) throw unknownTeam()
  return await sql.begin('isolation level repeatable read read only', async tx => {
    const [row] =
      await tx`select id, name, revision, zone, sites, recording, identity_secrets from teams where id = ${id}`
    if (!row) throw unknownTeam()
    const team = TeamRow.parse(row)
    const agents = z
      .array(NamedRow)
      .parse(
        await tx`select u.id, u.name from auth.member m join auth."user" u on u.id = m.user_id where m.organization_id = ${id} order by m.created_at`,
      )
    const inboxes = z.array(InboxRow).parse(
      await tx`select i.id, i.name, i.turn, array(select agent_id from inbox_agents a where a.team_id = i.team_id and a.inbox_id = i.id) as agents
          from inboxes i where i.team_id = ${id} order by i.created_at, i.id`,
    )
    const away = z.array(AwayRow).parse(await tx`select agent_id from away_agents where team_id = ${id}`)
    const webhooks = z.array(WebhookRow).parse(await tx`select id, events from webhooks where team_id = ${id}`)
    const campaigns = z
      .array(CampaignRow)
      .parse(
        await tx`select id, name, status, version, created_at, activated_at, looks, move_before from campaigns where team_id = ${id} order by created_at, id`,
      )
    // The newest version, and those that somebody is still inside of (C23).
    const versions = z.array(VersionRow).parse(
      await tx`
        select v.campaign_id, v.version, v.graph from campaign_versions v
        join campaigns c on c.team_id = v.team_id and c.id = v.campaign_id
        where v.team_id = ${id} and c.status in ('active', 'paused') and (v.version = c.version or exists (
          select from enrollments e where e.team_id = v.team_id and e.campaign_id = v.campaign_id::text
            and e.status = 'active' and e.version = v.version))`,
    )
    return {
      id,
      name: team.name,
      revision: team.revision,
      zone: team.zone,
      sites: team.sites,
      recording: team.recording,
      identitySecrets: team.identity_secrets,
      campaigns: campaignsOf(
        campaigns.flatMap(campaign => compiled(campaign, versions, log)),
        new Set(campaigns.flatMap(({ id: one, status }) => (status === 'archived' ? [one] : []))),
      ),
      agents: new Set(agents.map(agent => agent.id)),
      away: new Set(away.map(agent => agent.agent_id)),
      inboxes: new Map(inboxes.map(inbox => [inbox.id, membersOf(inbox, agents)])),
      turns: new Map(inboxes.flatMap(inbox => (inbox.turn === null ? [] : [[inbox.id, inbox.turn]]))),
      inbox: inboxes[0]?.id,
      agentNames: new Map(agents.map(agent => [agent.id, agent.name])),
      inboxNames: new Map(inboxes.map(inbox => [inbox.id, inbox.name])),
      webhooks,
      campaignNames: new Map(campaigns.map(campaign => [campaign.id, campaign.name])),
    }
  })
}

/** Whoever left the team is in none of its inboxes (C13, C14). */
const membersOf = (inbox: z.output<typeof InboxRow>, agents: readonly { id: string }[]): Set<string> =>
  new Set(inbox.agents.filter(member => agents.some(({ id }) => id === member)))

const unknownTeam = () => new Problem('not-found', 'There is no such team.')

/** A campaign that can't be read is left out and named in the log: it never stops another (C14). */
function compiled(
  campaign: z.output<typeof CampaignRow>,
  versions: z.output<typeof VersionRow>[],
  log: Log,
): CompiledCampaign[] {
  const { id, name, status } = campaign
  if (status !== 'active' && status !== 'paused') return []
  try {
    const graphs = versions
      .filter(one => one.campaign_id === id)
      .map(one => ({ version: one.version, graph: CampaignGraph.parse(one.graph) }))
    const newest = graphs.find(({ version }) => version === campaign.version)
    if (!newest) return []
    const all = new Map(graphs.map(({ version, graph }) => [version, compileGraph(graph, version)]))
    const { audience, exits, reentry, startable } = newest.graph
    const graph = all.get(newest.version) ?? compileGraph(newest.graph, newest.version)
    const createdAt = campaign.created_at.getTime()
    const activatedAt = campaign.activated_at?.getTime() ?? createdAt
    const { looks, move_before: moveBefore } = campaign
    const newestOnes = { audience, exits, reentry, startable, newest: graph, versions: all }
    return [{ id, name, status, createdAt, activatedAt, looks, moveBefore, ...newestOnes }]
  } catch (error) {
    log.error({ campaign: id, error }, 'a campaign can not be read and is left out')
    return []
  }
}
