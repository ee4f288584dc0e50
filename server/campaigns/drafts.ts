import { CampaignDraft, copyOf } from '@pavior/shared/campaign/draft.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Sql, TransactionSql } from 'postgres'
import { z } from 'zod'
import { idempotent, type Said } from '../database/idempotent.ts'
import { columnOf } from './author.ts'

/** A campaign's row, where it is written. */
const Row = z.object({
  name: z.string(),
  status: z.enum(['draft', 'active', 'paused', 'archived']),
  draft: CampaignDraft,
  revision: z.number(),
  version: z.number().nullable(),
})
export type CampaignRow = z.output<typeof Row> & { status: 'draft' | 'active' | 'paused' }

export const unknownCampaign = () => new Problem('not-found', 'There is no such campaign.')
export const unknownVersion = () => new Problem('not-found', 'The campaign has no such version.')
const deleted = () => new Problem('gone', 'This campaign was deleted.')

const FIELDS = 'name, status, draft, revision, version'

/** The campaign, locked until the transaction ends. Throws `not-found`, and `gone` for a deleted one. */
export async function lockCampaign(tx: TransactionSql, team: string, id: string): Promise<CampaignRow> {
  const [row] = await tx`
    select ${tx.unsafe(FIELDS)} from campaigns where team_id = ${team} and id = ${id} for update`
  return standing(row)
}

/** The campaign as it is now. Throws the same. */
export async function readCampaign(sql: Sql, team: string, id: string): Promise<CampaignRow> {
  const [row] = await sql`select ${sql.unsafe(FIELDS)} from campaigns where team_id = ${team} and id = ${id}`
  return standing(row)
}

function standing(row: unknown): CampaignRow {
  if (row === undefined) throw unknownCampaign()
  const { status, ...campaign } = Row.parse(row)
  if (status === 'archived') throw deleted()
  return { ...campaign, status }
}

/** Somebody else saved or published meanwhile: nothing of theirs is written over. */
export function checkRevision(expected: number | undefined, { revision }: CampaignRow): void {
  if (expected === undefined || expected === revision) return
  throw new Problem(
    'changed-meanwhile',
    `The campaign was changed meanwhile: it is at revision ${revision}, not ${expected}. Read it again.`,
  )
}

/** A new draft. */
export async function createDraft(sql: Sql, team: string, draft: CampaignDraft, said: Said): Promise<void> {
  await sql.begin(tx =>
    idempotent(tx, team, said, async () => {
      await tx`
        insert into campaigns (team_id, id, name, status, draft, created_at, changed_at, changed_by)
        values (${team}, ${said.id}, ${draft.name}, 'draft', ${tx.json(plain(draft))}, clock_timestamp(), clock_timestamp(),
          ${columnOf(said.by)})`
    }),
  )
}

/** Saves the draft; what is live stays as it was published (C23). */
export async function saveDraft(
  sql: Sql,
  team: string,
  id: string,
  draft: CampaignDraft,
  revision: number | undefined,
  said: Said,
): Promise<void> {
  await sql.begin(tx =>
    idempotent(tx, team, said, async () => {
      checkRevision(revision, await lockCampaign(tx, team, id))
      await tx`
        update campaigns set name = case status when 'draft' then ${draft.name} else name end, draft = ${tx.json(plain(draft))},
          revision = revision + 1, changed_at = clock_timestamp(), changed_by = ${columnOf(said.by)}
        where team_id = ${team} and id = ${id}`
    }),
  )
}

/** A new draft with what the campaign's draft says, and its scenarios; of a deleted one, too. */
export async function duplicate(sql: Sql, team: string, id: string, said: Said): Promise<void> {
  await sql.begin(tx =>
    idempotent(tx, team, said, async () => {
      const [row] = await tx`select draft from campaigns where team_id = ${team} and id = ${id}`
      if (!row) throw unknownCampaign()
      const draft = copyOf(CampaignDraft.parse(row.draft))
      await tx`
        insert into campaigns (team_id, id, name, status, draft, created_at, changed_at, changed_by)
        values (${team}, ${said.id}, ${draft.name}, 'draft', ${tx.json(plain(draft))}, clock_timestamp(), clock_timestamp(),
          ${columnOf(said.by)})`
      await tx`
        insert into scenarios (team_id, campaign_id, id, scenario, created_at)
        select team_id, ${said.id}, id, scenario, created_at from scenarios where team_id = ${team} and campaign_id = ${id}`
    }),
  )
}

/** As plain JSON: what is not there is left out. */
const plain = (draft: CampaignDraft) => JSON.parse(JSON.stringify(draft))
