import { Problem } from '@pavior/shared/problem.ts'
import { text } from '@pavior/shared/text.ts'
import { z } from 'zod'
import type { Auth } from './auth.ts'

export const Email = z.email('must be an email address').max(254).toLowerCase()
export const Password = text(128).refine(value => value.length >= 8, 'must have at least 8 characters')
export const PersonName = text(100).trim().min(1, 'must not be empty')

export type NewAccount = { name: string; email: string; password: string }

/** Makes an agent's account. Throws a Problem `conflict` when the address has one. */
export async function createAccount(auth: Auth, { name, email, password }: NewAccount): Promise<string> {
  const { internalAdapter, password: passwords } = await auth.$context
  if (await internalAdapter.findUserByEmail(email))
    throw new Problem('conflict', 'There is an account with this email address already: sign in with it.')
  const hash = await passwords.hash(password)
  const user = await internalAdapter.createUser({ name, email, emailVerified: false }, { method: 'email-password' })
  await internalAdapter.linkAccount({ userId: user.id, providerId: 'credential', accountId: user.id, password: hash })
  return user.id
}

/** Gives an account a new password; its sessions end. */
export async function resetPassword(auth: Auth, userId: string, password: string): Promise<void> {
  const { internalAdapter, password: passwords } = await auth.$context
  await internalAdapter.updatePassword(userId, await passwords.hash(password))
  await internalAdapter.deleteUserSessions(userId)
}

/** The `Set-Cookie` lines of a new session. */
export async function signIn(auth: Auth, email: string, password: string, headers: Headers): Promise<string[]> {
  const answer = await auth.api.signInEmail({ body: { email, password }, headers, asResponse: true })
  if (!answer.ok) throw new Error(`signing in a new account failed with status ${answer.status}`)
  return answer.headers.getSetCookie()
}
