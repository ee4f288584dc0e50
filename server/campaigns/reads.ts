import { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import type { Author } from '@pavior/shared/protocol/campaigns.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { cursorOf, readCursor } from '../database/cursor.ts'
import { AuthorColumn } from './author.ts'
import { unknownCampaign } from './drafts.ts'
import { numbersOf } from './statistics.ts'
import { type Work, workOf } from './work.ts'

export const statuses = ['draft', 'active', 'paused', 'archived'] as const
type Status = (typeof statuses)[number]

const Head = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(statuses),
  revision: z.number(),
  version: z.number().nullable(),
  created_at: z.date(),
  changed_at: z.date(),
  changed_by: AuthorColumn,
  activated_at: z.date().nullable(),
  paused_at: z.date().nullable(),
})
const Whole = Head.extend({
  draft: CampaignDraft,
  published: z.date().nullable(),
  published_by: AuthorColumn,
  changed: z.boolean(),
})

type CampaignHead = {
  id: string
  name: string
  status: Status
  /** Of the draft: raised by each save and each publication. */
  revision: number
  /** The newest published version. */
  version?: number
  createdAt: string
  changedAt: string
  changedBy?: Author
  activatedAt?: string
  /** While it is paused. */
  pausedAt?: string
}

/** A row of the list, with the numbers a person looks for first (T2). */
export type CampaignLine = CampaignHead & { entered: number; active: number }

/** The draft, and what is known of its campaign. */
export type CampaignView = CampaignDraft &
  CampaignHead & {
    publishedAt?: string
    publishedBy?: Author
    /** Whether the draft says something else than the newest version. */
    changed: boolean
    /** Bulk work on its people, the newest first. */
    work: Work[]
  }

function headOf(row: z.output<typeof Head>): CampaignHead {
  const { id, name, status, revision, version, created_at, changed_at, changed_by, activated_at, paused_at } = row
  return {
    id,
    name,
    status,
    revision,
    ...(version !== null && { version }),
    createdAt: created_at.toISOString(),
    changedAt: changed_at.toISOString(),
    ...(changed_by && { changedBy: changed_by }),
    ...(activated_at && { activatedAt: activated_at.toISOString() }),
    ...(paused_at && { pausedAt: paused_at.toISOString() }),
  }
}

/** A page of the team's campaigns, the newest first; deleted ones only when they are asked for. */
export async function campaignsOf(
  sql: Sql,
  team: string,
  status: Status | undefined,
  limit: number,
  after: string | undefined,
): Promise<{ data: CampaignLine[]; next: string | null }> {
  const cursor = after === undefined ? undefined : readCursor(after)
  const older = cursor ? sql`and (created_at, id) < (${cursor.at}, ${cursor.id})` : sql``
  const which = status === undefined ? sql`and status <> 'archived'` : sql`and status = ${status}`
  const rows = await sql`
    select id, name, status, revision, version, created_at, changed_at, changed_by, activated_at, paused_at from campaigns
    where team_id = ${team} ${which} ${older} order by created_at desc, id desc limit ${limit + 1}`
  const heads = z.array(Head).parse(rows.slice(0, limit))
  const numbers = await numbersOf(
    sql,
    team,
    heads.map(({ id }) => id),
  )
  const last = heads.at(-1)
  return {
    data: heads.map(head => ({ ...headOf(head), ...(numbers.get(head.id) ?? { entered: 0, active: 0 }) })),
    next: rows.length > limit && last ? cursorOf(last.created_at.getTime(), last.id) : null,
  }
}

/** A campaign, deleted ones too. Throws `not-found`. */
export async function campaignOf(sql: Sql, team: string, id: string): Promise<CampaignView> {
  const [row] = await sql`
    select c.*, v.published_at as published, v.published_by, (v.published_at is null or c.changed_at > v.published_at) as changed
    from campaigns c
    left join campaign_versions v on v.team_id = c.team_id and v.campaign_id = c.id and v.version = c.version
    where c.team_id = ${team} and c.id = ${id}`
  if (!row) throw unknownCampaign()
  const { draft, published, published_by, changed, ...head } = Whole.parse(row)
  return {
    ...draft,
    ...headOf(head),
    name: draft.name,
    ...(published && { publishedAt: published.toISOString() }),
    ...(published_by && { publishedBy: published_by }),
    changed,
    work: await workOf(sql, team, id),
  }
}
