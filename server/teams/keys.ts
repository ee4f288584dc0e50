import { and, desc, eq } from 'drizzle-orm'
import { apikey } from '../database/auth-schema.ts'
import { askedAgain } from '../database/away.ts'
import type { Db } from '../database/everyday.ts'
import type { Auth } from './auth.ts'

export type KeyView = { id: string; name: string; start: string; createdAt: string; lastUsedAt?: string }

/** How long a key that was good is taken for good without asking the database again. */
const FRESH = 5_000

/** The team's keys, the newest first. Only their beginnings are known. */
export async function listKeys(db: Db, team: string): Promise<KeyView[]> {
  const rows = await db.select().from(apikey).where(eq(apikey.referenceId, team)).orderBy(desc(apikey.createdAt))
  return rows.map(row => ({
    id: row.id,
    name: row.name ?? '',
    start: row.start ?? '',
    createdAt: row.createdAt.toISOString(),
    ...(row.lastRequest && { lastUsedAt: row.lastRequest.toISOString() }),
  }))
}

/** A new key; it is shown this once and kept as a hash. */
export async function createKey(
  auth: Auth,
  { team, agent, name }: { team: string; agent: string; name: string },
): Promise<{ id: string; key: string }> {
  const { id, key } = await auth.api.createApiKey({ body: { organizationId: team, userId: agent, name } })
  return { id, key }
}

export async function deleteKey(db: Db, team: string, id: string): Promise<boolean> {
  const rows = await db
    .delete(apikey)
    .where(and(eq(apikey.referenceId, team), eq(apikey.id, id)))
    .returning({ id: apikey.id })
  known.clear()
  return rows.length > 0
}

const known = new Map<string, { team: string; until: number }>()

/** The team a key opens; none when it is unknown or was deleted (here at once, in other processes within 5 s). */
export async function teamOfKey(auth: Auth, db: Db, key: string): Promise<string | undefined> {
  const before = known.get(key)
  if (before && before.until > performance.now()) return before.team
  known.delete(key)
  const verify = () => auth.api.verifyApiKey({ body: { key } })
  const verified = await askedAgain(db, verify, ({ valid }) => valid)
  if (!verified.valid || !verified.key) return undefined
  if (known.size > 10_000) known.clear()
  known.set(key, { team: verified.key.referenceId, until: performance.now() + FRESH })
  return verified.key.referenceId
}
