import type { Db } from '../database/everyday.ts'
import { type Agent, membershipOf } from './agents.ts'
import type { Auth } from './auth.ts'

/** Who is signed in, for which team. `session` ends with its id at `expires`. */
export type SignedIn = { session: string; expires: Date; agent: Agent; team: string }

/** The agent behind a session's cookie; nobody when there is none, it ended, or the account is in no team. */
export async function signedIn(auth: Auth, db: Db, headers: Headers): Promise<SignedIn | undefined> {
  const found = await auth.api.getSession({ headers })
  if (!found) return undefined
  const membership = await membershipOf(db, found.user.id, found.session.activeOrganizationId)
  return membership && { session: found.session.id, expires: found.session.expiresAt, ...membership }
}
