import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import type { RewindView } from '@pavior/shared/protocol/rewind.ts'
import { uuid } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { Log } from '../log.ts'

const Turn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('merged'), data: z.object({ stream: z.string() }) }),
  z.object({
    kind: z.literal('entered'),
    data: z.object({ enrollment: z.string(), campaign: z.string(), version: z.number() }),
  }),
  z.object({ kind: z.literal('moved'), data: z.object({ enrollment: z.string(), version: z.number() }) }),
])

/** A person's journals (their own last) and the campaigns that they speak of. */
export type Outline = {
  streams: string[]
  /** The campaign that each enrollment is of. */
  enrollments: Map<string, string>
  /** Of each campaign the versions in which the person was. */
  versions: Map<string, Set<number>>
}

/** What has to be known before the entries are read. What can't be read is passed over: its entry is named when it is. */
export async function outlineOf(sql: Sql, team: string, person: string): Promise<Outline> {
  const outline: Outline = { streams: [], enrollments: new Map(), versions: new Map() }
  const open = [person]
  for (let stream = open.shift(); stream !== undefined; stream = open.shift()) {
    if (outline.streams.includes(stream)) continue
    outline.streams.unshift(stream)
    const rows = await sql`
      select kind, data from journal where team_id = ${team} and stream = ${stream}
        and kind in ('merged', 'entered', 'moved') order by number`
    for (const row of rows) {
      const turn = Turn.safeParse(row)
      if (!turn.success) continue
      if (turn.data.kind === 'merged') open.push(turn.data.data.stream)
      else note(outline, turn.data)
    }
  }
  return outline
}

function note({ enrollments, versions }: Outline, turn: Exclude<z.output<typeof Turn>, { kind: 'merged' }>): void {
  if (turn.kind === 'entered') enrollments.set(turn.data.enrollment, turn.data.campaign)
  const campaign = enrollments.get(turn.data.enrollment)
  if (campaign === undefined) return
  versions.set(campaign, (versions.get(campaign) ?? new Set()).add(turn.data.version))
}

const VersionRow = z.object({
  campaign_id: z.string(),
  version: z.number(),
  published_at: z.date(),
  graph: z.unknown(),
})

/** The graphs as they were published; one that can't be read is left out and named in the log. */
export async function graphsOf(
  sql: Sql,
  log: Pick<Log, 'error'>,
  team: string,
  versions: Outline['versions'],
): Promise<RewindView['campaigns']> {
  const wanted = [...versions].flatMap(([campaign, of]) =>
    uuid.safeParse(campaign).success ? [...of].map(version => ({ campaign, version })) : [],
  )
  // By the key of campaign_versions.
  const rows = await sql`
    select v.campaign_id, v.version, v.published_at, v.graph from campaign_versions v
    join unnest(${wanted.map(one => one.campaign)}::uuid[], ${wanted.map(one => one.version)}::integer[])
      as wanted (campaign, version) on v.campaign_id = wanted.campaign and v.version = wanted.version
    where v.team_id = ${team} order by v.campaign_id, v.version`
  const campaigns = new Map<string, RewindView['campaigns'][number]['versions']>()
  for (const row of rows) {
    const { campaign_id: campaign, version, published_at, graph } = VersionRow.parse(row)
    const read = CampaignGraph.safeParse(graph)
    if (read.success)
      campaigns.set(campaign, [
        ...(campaigns.get(campaign) ?? []),
        { version, publishedAt: published_at.toISOString(), graph: read.data },
      ])
    else log.error({ campaign, version, error: read.error }, 'a version of a campaign can not be read')
  }
  return [...campaigns].map(([id, of]) => ({ id, versions: of }))
}
