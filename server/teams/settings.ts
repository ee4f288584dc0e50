import { Problem } from '@pavior/shared/problem.ts'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { organization } from '../database/auth-schema.ts'
import type { Db } from '../database/everyday.ts'
import { teams } from '../database/schema.ts'
import { PersonName } from './accounts.ts'
import { type IdentitySecret, newIdentitySecret, readTeam, type Team } from './team.ts'

const Zone = z.string().refine(isZone, 'must be an IANA time zone like Europe/Berlin')

/** An origin as browsers send it; a pasted address loses its path. */
const Site = z
  .string()
  .max(300)
  .transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : undefined
    if (url && /^https?:$/.test(url.protocol)) return url.origin
    context.addIssue({ code: 'custom', message: 'must be an address like https://shop.example.com' })
    return z.NEVER
  })

export const TeamSettings = z.object({
  name: PersonName.optional(),
  zone: Zone.optional(),
  sites: z
    .array(Site)
    .max(100)
    .transform(sites => [...new Set(sites)])
    .optional(),
  recording: z.boolean().optional(),
})

/** Changes what is given. The revision tells every process to read the team anew. */
export async function changeTeam(db: Db, team: string, change: z.output<typeof TeamSettings>): Promise<void> {
  await db.transaction(async tx => {
    await tx
      .update(teams)
      .set({ ...change, revision: sql`${teams.revision} + 1` })
      .where(eq(teams.id, team))
    if (change.name) await tx.update(organization).set({ name: change.name }).where(eq(organization.id, team))
  })
}

/** Two may live at once, so that a site can go over from one to the other. */
export async function addIdentitySecret(db: Db, team: string): Promise<IdentitySecret> {
  const secret = newIdentitySecret()
  await changeSecrets(db, team, secrets => {
    if (secrets.length >= 2) throw new Problem('conflict', 'There are two identity secrets already: end one first.')
    return [...secrets, secret]
  })
  return secret
}

export async function endIdentitySecret(db: Db, team: string, id: string): Promise<void> {
  await changeSecrets(db, team, secrets => {
    const left = secrets.filter(secret => secret.id !== id)
    if (left.length === secrets.length) throw new Problem('not-found', 'There is no such identity secret.')
    if (left.length === 0) throw new Problem('conflict', 'The last identity secret stays: make another one first.')
    return left
  })
}

async function changeSecrets(db: Db, team: string, change: (before: IdentitySecret[]) => IdentitySecret[]) {
  await db.transaction(async tx => {
    await tx.select({ id: teams.id }).from(teams).where(eq(teams.id, team)).for('update')
    const before = (await readTeam(tx, team))?.identitySecrets ?? []
    const identitySecrets = change(before)
    await tx
      .update(teams)
      .set({ identitySecrets, revision: sql`${teams.revision} + 1` })
      .where(eq(teams.id, team))
  })
}

/** What a site pastes into its pages (interfaces.md, "the snippet"). */
export const snippet = (team: Pick<Team, 'id'>, url: string): string => `<script>
  window.pavior = window.pavior || function () { (pavior.q = pavior.q || []).push(arguments) }
  pavior('boot', { team: '${team.id}' })
</script>
<script async src="${url}/widget.js"></script>`

function isZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
