import { randomUUID } from 'node:crypto'
import { Problem } from '@pavior/shared/problem.ts'
import { and, desc, eq, gt, sql } from 'drizzle-orm'
import { invitation, member, organization } from '../database/auth-schema.ts'
import type { Db } from '../database/everyday.ts'
import { createAccount, type NewAccount } from './accounts.ts'
import { isMember, type Role, settleIn } from './agents.ts'
import type { Auth } from './auth.ts'

const WEEK = 7 * 24 * 60 * 60 * 1000

export type InvitationView = { id: string; email: string; role: string; createdAt: string; expiresAt: string }

const isOpen = () => and(eq(invitation.status, 'pending'), gt(invitation.expiresAt, sql`now()`))

/** The team's invitations nobody has taken yet, the newest first. */
export async function openInvitations(db: Db, team: string): Promise<InvitationView[]> {
  const rows = await db
    .select()
    .from(invitation)
    .where(and(eq(invitation.organizationId, team), isOpen()))
    .orderBy(desc(invitation.createdAt))
  return rows.map(row => ({
    id: row.id,
    email: row.email,
    role: row.role ?? 'agent',
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }))
}

/** Invites an address for a week. The id is the secret part of the link; an older invitation of that address ends. */
export async function invite(
  db: Db,
  { team, by, email, role }: { team: string; by: string; email: string; role: Exclude<Role, 'owner'> },
): Promise<string> {
  if (await isMember(db, team, email)) throw new Problem('conflict', `${email} is an agent of this team already.`)
  const id = randomUUID()
  await db.transaction(async tx => {
    await tx
      .update(invitation)
      .set({ status: 'canceled' })
      .where(and(eq(invitation.organizationId, team), eq(invitation.email, email), eq(invitation.status, 'pending')))
    await tx.insert(invitation).values({
      id,
      organizationId: team,
      email,
      role,
      inviterId: by,
      expiresAt: new Date(Date.now() + WEEK),
    })
  })
  return id
}

export async function withdrawInvitation(db: Db, team: string, id: string): Promise<boolean> {
  const rows = await db
    .update(invitation)
    .set({ status: 'canceled' })
    .where(and(eq(invitation.organizationId, team), eq(invitation.id, id), isOpen()))
    .returning({ id: invitation.id })
  return rows.length > 0
}

/** What stands behind a link; nothing when it is unknown, used, withdrawn or older than a week. */
export async function findInvitation(db: Db, id: string): Promise<{ team: string; email: string } | undefined> {
  const [row] = await db
    .select({ team: organization.name, email: invitation.email })
    .from(invitation)
    .innerJoin(organization, eq(organization.id, invitation.organizationId))
    .where(and(eq(invitation.id, id), isOpen()))
  return row
}

/** Makes the invited account and its membership. Gives the address to sign in with. */
export async function acceptInvitation(
  auth: Auth,
  db: Db,
  id: string,
  { name, password }: Omit<NewAccount, 'email'>,
): Promise<string> {
  const [row] = await db
    .update(invitation)
    .set({ status: 'accepted' })
    .where(and(eq(invitation.id, id), isOpen()))
    .returning()
  if (!row) throw new Problem('not-found', 'This invitation is unknown, used or has ended: ask for a new one.')
  try {
    const userId = await createAccount(auth, { name, email: row.email, password })
    const membership = { organizationId: row.organizationId, userId, role: row.role ?? 'agent' }
    await db.insert(member).values({ id: randomUUID(), ...membership })
    await settleIn(db, row.organizationId, userId)
    return row.email
  } catch (error) {
    await db.update(invitation).set({ status: 'pending' }).where(eq(invitation.id, id))
    throw error
  }
}
