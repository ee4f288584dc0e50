import { createHmac, timingSafeEqual } from 'node:crypto'
import { Problem } from '@pavior/shared/problem.ts'
import { text } from '@pavior/shared/text.ts'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { user } from '../database/auth-schema.ts'
import type { Db } from '../database/everyday.ts'
import { type Environment, isLocal } from '../environment.ts'
import { createAccount, Email, Password, PersonName } from './accounts.ts'
import type { Auth } from './auth.ts'
import { createTeam, type Team } from './team.ts'

export const FirstRun = z.object({
  name: PersonName,
  email: Email,
  password: Password,
  team: PersonName,
  zone: text(64).optional(),
  token: text(200).optional(),
})

/** Two first runs at once make one account: any number, but the same in every process. */
const LOCK = 4_318_008

export const isFirstRun = async (db: Db): Promise<boolean> =>
  (await db.select({ id: user.id }).from(user).limit(1)).length === 0

/** Beyond localhost whoever finds a fresh install first must not own it: the token stands in the log, until there is a team. */
export const needsToken = ({ publicUrl }: Environment): boolean => !isLocal(publicUrl)

/** Made of the secret, so that every process of an install names the same one. */
export const firstRunToken = (secret: string): string =>
  createHmac('sha256', secret).update('the first team').digest('base64url').slice(0, 32)

/** Makes the first account and its team. Throws a Problem `gone` once there is one. */
export async function firstRun(
  needs: { auth: Auth; db: Db; environment: Environment; secret: string },
  input: z.output<typeof FirstRun>,
): Promise<Team> {
  const { auth, db, environment, secret } = needs
  if (needsToken(environment) && !equal(input.token ?? '', firstRunToken(secret)))
    throw new Problem('forbidden', "The first team needs the one-time token from the server's log.")
  const owner = await db.transaction(async tx => {
    const [lock] = await tx.execute<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(${LOCK}) as free`)
    if (!lock?.free) throw new Problem('conflict', 'Somebody else is making the first team right now.')
    if (!(await isFirstRun(tx)))
      throw new Problem('gone', 'There is a team already: sign in, or ask for an invitation.')
    return createAccount(auth, input)
  })
  try {
    return await createTeam(db, { name: input.team, owner, zone: input.zone ?? 'UTC' })
  } catch (error) {
    await db.delete(user).where(eq(user.id, owner))
    throw error
  }
}

const equal = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
