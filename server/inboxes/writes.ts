import { randomUUID } from 'node:crypto'
import type { By } from '@pavior/shared/journal/life.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { text } from '@pavior/shared/text.ts'
import type { Sql, TransactionSql } from 'postgres'
import { z } from 'zod'
import { changeLive } from '../campaigns/change-live.ts'
import type { LiveTeams } from '../campaigns/live.ts'
import { idempotent, type Said } from '../database/idempotent.ts'
import type { Engine } from '../engine/engine.ts'

/** An inbox as it is made or changed. */
export const NewInbox = z.object({
  name: text(100).trim().min(1, 'must not be empty'),
  agents: z.array(text(64, 1)).max(1000).default([]).describe('Ids of its members'),
})
export const InboxChange = z.object({
  name: NewInbox.shape.name.optional(),
  agents: NewInbox.shape.agents.unwrap().optional(),
})

type Needs = { sql: Sql; teams: LiveTeams; engine: Engine }

export async function createInbox(
  { sql, teams }: Needs,
  team: string,
  { name, agents }: z.output<typeof NewInbox>,
  said: Said,
): Promise<void> {
  await changeLive(sql, teams, team, tx =>
    idempotent(tx, team, said, async () => {
      await tx`insert into inboxes (team_id, id, name, created_at) values (${team}, ${said.id}, ${name}, clock_timestamp())`
      await setMembers(tx, team, said.id, agents)
    }),
  )
}

export async function changeInbox(
  { sql, teams }: Needs,
  team: string,
  id: string,
  { name, agents }: z.output<typeof InboxChange>,
  said: Said,
): Promise<void> {
  await changeLive(sql, teams, team, tx =>
    idempotent(tx, team, said, async () => {
      const rows = await tx`
        update inboxes set name = coalesce(${name ?? null}, name) where team_id = ${team} and id = ${id} returning id`
      if (rows.length === 0) throw unknownInbox()
      if (agents !== undefined) await setMembers(tx, team, id, agents)
    }),
  )
}

async function setMembers(tx: TransactionSql, team: string, inbox: string, agents: readonly string[]): Promise<void> {
  const rows = z
    .array(z.object({ id: z.string() }))
    .parse(
      await tx`select user_id as id from auth.member where organization_id = ${team} and user_id = any(${[...agents]})`,
    )
  const known = new Set(rows.map(({ id }) => id))
  const fields = agents.flatMap((agent, index) =>
    known.has(agent) ? [] : [{ path: `agents.${index}`, message: `there is no agent "${agent}"` }],
  )
  if (fields.length > 0)
    throw new Problem('invalid', fields.map(({ path, message }) => `${path}: ${message}`).join('; '), { fields })
  await tx`delete from inbox_agents where team_id = ${team} and inbox_id = ${inbox}`
  for (const agent of known)
    await tx`insert into inbox_agents (team_id, inbox_id, agent_id) values (${team}, ${inbox}, ${agent})`
}

/** Conversations that are moved at the same time. */
const AT_ONCE = 200

/**
 * Deletes an inbox. Its conversations move to the team's oldest other one first, each as an assignment of its own, so
 * that their history says so. Campaigns that assign to it fail there from then on (C14).
 */
export async function deleteInbox({ sql, teams, engine }: Needs, team: string, id: string, by: By): Promise<void> {
  const rows = z
    .array(z.object({ id: z.string() }))
    .parse(await sql`select id from inboxes where team_id = ${team} order by created_at, id`)
  if (!rows.some(inbox => inbox.id === id)) throw unknownInbox()
  const to = rows.find(inbox => inbox.id !== id)?.id
  if (to === undefined) throw new Problem('conflict', 'The last inbox stays: make another one first.')
  await moveConversations({ sql, engine }, team, id, to, by)
  await changeLive(sql, teams, team, async tx => {
    await tx`delete from inbox_agents where team_id = ${team} and inbox_id = ${id}`
    await tx`delete from inboxes where team_id = ${team} and id = ${id}`
  })
  // What came into it while the others were moved; from now on nothing can.
  await moveConversations({ sql, engine }, team, id, to, by)
}

const Row = z.object({ id: z.string(), person_id: z.string() })

/** What is in no list (C27) stays in none: assigning would list it. */
async function moveConversations(
  { sql, engine }: Pick<Needs, 'sql' | 'engine'>,
  team: string,
  from: string,
  to: string,
  by: By,
): Promise<void> {
  for (let last: string | undefined; ; ) {
    const after = last === undefined ? sql`` : sql`and id > ${last}`
    const rows = z.array(Row).parse(
      await sql`
        select id, person_id from conversations where team_id = ${team} and inbox_id = ${from} and listed ${after}
        order by id limit ${AT_ONCE}`,
    )
    if (rows.length === 0) return
    last = rows.at(-1)?.id
    await Promise.all(
      rows.map(({ id: conversation, person_id: person }) =>
        engine.react({ id: randomUUID(), team, person, kind: 'assigned', conversation, inbox: to, by }),
      ),
    )
  }
}

const unknownInbox = () => new Problem('not-found', 'There is no such inbox.')
