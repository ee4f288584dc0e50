import { randomBytes, randomUUID } from 'node:crypto'
import { emailAndNameForm } from '@pavior/shared/campaign/default.ts'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { member, organization } from '../database/auth-schema.ts'
import { campaigns, campaignVersions } from '../database/campaign-schema.ts'
import type { Db } from '../database/everyday.ts'
import { inboxes, teams } from '../database/schema.ts'
import { settleIn } from './agents.ts'
import { teamId } from './auth.ts'

const IdentitySecret = z.object({ id: z.string(), secret: z.string(), createdAt: z.string() })
const Sites = z.array(z.string())
const IdentitySecrets = z.array(IdentitySecret)

export type IdentitySecret = z.output<typeof IdentitySecret>

export type Team = {
  id: string
  name: string
  zone: string
  /** Origins that may frame the widget; none: any. */
  sites: string[]
  /** What visitors do with the widget is recorded (R2). */
  recording: boolean
  /** One or two that sign identities, the newest last. */
  identitySecrets: IdentitySecret[]
}

export async function readTeam(db: Db, id: string): Promise<Team | undefined> {
  const [row] = await db.select().from(teams).where(eq(teams.id, id))
  return (
    row && {
      id: row.id,
      name: row.name,
      zone: row.zone,
      sites: Sites.parse(row.sites),
      recording: row.recording,
      identitySecrets: IdentitySecrets.parse(row.identitySecrets),
    }
  )
}

export const newIdentitySecret = (): IdentitySecret => ({
  id: randomUUID(),
  secret: randomBytes(32).toString('base64url'),
  createdAt: new Date().toISOString(),
})

/** A team with its owner, its first inbox and its default campaign, live (C22): all or nothing. */
export async function createTeam(
  db: Db,
  team: { name: string; owner: string; slug?: string; zone?: string },
): Promise<Team> {
  const id = teamId()
  const secret = newIdentitySecret()
  await db.transaction(async tx => {
    const { name, owner, slug = id, zone = 'UTC' } = team
    await tx.insert(organization).values({ id, name, slug })
    await tx.insert(member).values({ id: randomUUID(), organizationId: id, userId: owner, role: 'owner' })
    await tx.insert(teams).values({ id, name, zone, identitySecrets: [secret] })
    await tx.insert(inboxes).values({ teamId: id, id: randomUUID(), name: 'Support' })
    await settleIn(tx, id, owner)
    await giveDefaultCampaign(tx, id)
  })
  return { id, name: team.name, zone: team.zone ?? 'UTC', sites: [], recording: true, identitySecrets: [secret] }
}

type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0]

async function giveDefaultCampaign(tx: Transaction, team: string): Promise<void> {
  const campaign = { teamId: team, id: randomUUID() }
  const { name } = emailAndNameForm
  const live = { name, status: 'active', draft: emailAndNameForm, version: 1, activatedAt: new Date() }
  await tx.insert(campaigns).values({ ...campaign, ...live })
  await tx
    .insert(campaignVersions)
    .values({ teamId: team, campaignId: campaign.id, version: 1, graph: emailAndNameForm })
}
