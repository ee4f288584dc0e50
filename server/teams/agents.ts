import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { member, organization, user } from '../database/auth-schema.ts'
import type { Db } from '../database/everyday.ts'
import { inboxAgents, inboxes, teams } from '../database/schema.ts'

export type Role = 'owner' | 'admin' | 'agent'

export type Agent = { id: string; name: string; email: string; role: Role }

const columns = { id: user.id, name: user.name, email: user.email, role: member.role }

/** The team's agents, the longest there first. */
export async function agentsOf(db: Db, team: string): Promise<Agent[]> {
  const rows = await db
    .select(columns)
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(eq(member.organizationId, team))
    .orderBy(asc(member.createdAt), asc(user.id))
  return rows.map(withRole)
}

/** Which agent of which team a user is: of the team they chose last, otherwise of their first. */
export async function membershipOf(
  db: Db,
  userId: string,
  preferred: string | null | undefined,
): Promise<{ agent: Agent; team: string } | undefined> {
  const rows = await db
    .select({ ...columns, team: member.organizationId })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .innerJoin(organization, eq(organization.id, member.organizationId))
    .where(eq(member.userId, userId))
    .orderBy(asc(member.createdAt))
  const row = rows.find(row => row.team === preferred) ?? rows[0]
  return row && { agent: withRole(row), team: row.team }
}

/** Whoever joins a team works in its oldest inbox. The revision tells every process to read the team anew. */
export async function settleIn(db: Db, team: string, agent: string): Promise<void> {
  const [first] = await db
    .select({ id: inboxes.id })
    .from(inboxes)
    .where(eq(inboxes.teamId, team))
    .orderBy(asc(inboxes.createdAt), asc(inboxes.id))
    .limit(1)
  if (first)
    await db.insert(inboxAgents).values({ teamId: team, inboxId: first.id, agentId: agent }).onConflictDoNothing()
  await db
    .update(teams)
    .set({ revision: sql`${teams.revision} + 1` })
    .where(eq(teams.id, team))
}

/** A new name for an agent. The revision of each of their teams tells every process to read it anew: visitors see the name. */
export async function renameAgent(db: Db, agent: string, name: string): Promise<void> {
  await db.transaction(async tx => {
    await tx.update(user).set({ name }).where(eq(user.id, agent))
    const own = tx.select({ id: member.organizationId }).from(member).where(eq(member.userId, agent))
    await tx
      .update(teams)
      .set({ revision: sql`${teams.revision} + 1` })
      .where(inArray(teams.id, own))
  })
}

/** Whether someone with this address is in the team already. */
export async function isMember(db: Db, team: string, email: string): Promise<boolean> {
  const rows = await db
    .select({ id: user.id })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(and(eq(member.organizationId, team), eq(user.email, email)))
  return rows.length > 0
}

const withRole = ({ id, name, email, role }: { id: string; name: string; email: string; role: string }): Agent => ({
  id,
  name,
  email,
  role: role === 'owner' || role === 'admin' ? role : 'agent',
})
