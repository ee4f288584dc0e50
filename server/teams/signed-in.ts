import { askedAgain } from '../database/away.ts'
import type { Db } from '../database/everyday.ts'
import { type Agent, membershipOf } from './agents.ts'
import type { Auth } from './auth.ts'

/** Who is signed in, for which team. `session` ends at `expires`; `cookies` prolong it in the browser, now and then. */
export type SignedIn = { session: string; expires: Date; agent: Agent; team: string; cookies: string[] }

/** The agent behind a session's cookie; nobody when there is none, it ended, or the account is in no team. */
export async function signedIn(auth: Auth, db: Db, headers: Headers): Promise<SignedIn | undefined> {
  const { response, headers: answered } = await askedAgain(
    db,
    () => auth.api.getSession({ headers, returnHeaders: true }),
    () => true,
  )
  if (!response) return undefined
  const { session, user } = response
  const membership = await membershipOf(db, user.id, session.activeOrganizationId)
  return (
    membership && {
      session: session.id,
      expires: session.expiresAt,
      cookies: answered.getSetCookie(),
      ...membership,
    }
  )
}
