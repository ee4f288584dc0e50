import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { organization, user } from '../database/auth-schema.ts'
import type { Db } from '../database/everyday.ts'
import type { Environment } from '../environment.ts'
import { createAccount, resetPassword } from './accounts.ts'
import type { Auth } from './auth.ts'
import { createKey } from './keys.ts'
import { createTeam, readTeam, type Team } from './team.ts'

/** Marks the demo team's organization. */
const SLUG = 'demo'
const NAME = 'Tidewheel Cycles'
const AGENT = { name: 'Robin Hale', email: 'robin@tidewheel.example' }

const Login = z.object({ email: z.string(), password: z.string() })

/** `DATA_DIR/demo.json`, so that scripts can drive a fresh install (interfaces.md, "Operator: environment"). */
const Demo = z.object({
  url: z.string(),
  team: z.string(),
  identitySecret: z.string(),
  apiKey: z.string(),
  agent: Login,
})
export type Demo = z.output<typeof Demo>

/** The demo team's id, if there is one. */
export async function demoTeam(db: Db): Promise<string | undefined> {
  const [row] = await db.select({ id: organization.id }).from(organization).where(eq(organization.slug, SLUG))
  return row?.id
}

/**
 * The demo team, made at the first start, and what opens it. When demo.json is lost, or belongs to another database, the agent
 * gets a new password and the team a new key.
 */
export async function giveDemo(needs: { auth: Auth; db: Db; environment: Environment }): Promise<Demo> {
  const { auth, db, environment } = needs
  const file = join(environment.dataDir, 'demo.json')
  const id = (await demoTeam(db)) ?? (await makeDemoTeam(auth, db)).id
  const before = readDemo(file)
  const kept = before?.team === id ? before : await openAnew(auth, db, id)
  const identitySecret = (await readTeam(db, id))?.identitySecrets.at(-1)?.secret
  const { team, apiKey, agent } = kept
  const demo = {
    url: environment.publicUrl,
    team,
    identitySecret: identitySecret ?? kept.identitySecret,
    apiKey,
    agent,
  }
  // Whole or as it was: half of it would give the agent another password.
  const made = `${file}.${process.pid}.new`
  writeFileSync(made, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 })
  renameSync(made, file)
  return demo
}

async function makeDemoTeam(auth: Auth, db: Db): Promise<Team> {
  const known = await agentId(db)
  const owner = known ?? (await createAccount(auth, { ...AGENT, password: randomPassword() }))
  return createTeam(db, { name: NAME, owner, slug: SLUG, zone: 'Europe/Berlin' })
}

async function openAnew(auth: Auth, db: Db, team: string): Promise<Omit<Demo, 'url'>> {
  const agent = await agentId(db)
  if (agent === undefined) throw new Error(`the demo team has no agent ${AGENT.email}`)
  const password = randomPassword()
  await resetPassword(auth, agent, password)
  const { key } = await createKey(auth, { team, agent, name: 'Demo' })
  return { team, identitySecret: '', apiKey: key, agent: { email: AGENT.email, password } }
}

async function agentId(db: Db): Promise<string | undefined> {
  const [row] = await db.select({ id: user.id }).from(user).where(eq(user.email, AGENT.email))
  return row?.id
}

function readDemo(file: string): Demo | undefined {
  try {
    return Demo.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      return undefined
    throw error
  }
}

/** Four groups that a person can type over from the terminal. */
const randomPassword = (): string =>
  Array.from(randomBytes(16), byte => 'abcdefghjkmnpqrstuvwxyz23456789'.charAt(byte % 31))
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-')
