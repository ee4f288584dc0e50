import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { everyday } from '@pavior/server/database/everyday.ts'
import { openPools, type Pools } from '@pavior/server/database/pools.ts'
import { type Environment, readEnvironment } from '@pavior/server/environment.ts'
import { logAt } from '@pavior/server/log.ts'
import { serve } from '@pavior/server/main.ts'
import { createAccount, signIn } from '@pavior/server/teams/accounts.ts'
import { settleIn } from '@pavior/server/teams/agents.ts'
import { makeAuth } from '@pavior/server/teams/auth.ts'
import { createKey } from '@pavior/server/teams/keys.ts'
import { createTeam } from '@pavior/server/teams/team.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { SignJWT } from 'jose'
import postgres, { type Sql } from 'postgres'
import { inject } from 'vitest'
import { TestAgent } from './agent.ts'
import { Clock } from './clock.ts'
import { freePort } from './free-port.ts'
import { databaseOn } from './postgres.ts'
import { TestVisitor, type VisitorOptions } from './visitor.ts'

const SECRET = 'a secret of the tests, long enough to be taken'

/** A running Pavior with a database of its own, and the ways to look behind it. */
export type House = {
  url: string
  sql: Sql
  environment: Environment
  team: (name?: string) => Promise<TestTeam>
  /** Lets time pass. */
  clock: Clock
  /** A team on whose people no campaign acts but those of the test. */
  bareTeam: () => Promise<TestTeam>
  /** Does all that is due by now, to the end. */
  catchUp: () => Promise<void>
  /** A second process on the same database. */
  beside: (role?: Environment['role']) => Promise<Pick<Awaited<ReturnType<typeof serve>>, 'url' | 'catchUp' | 'stop'>>
  /** Nobody answers at its address meanwhile; then it starts again there. */
  away: (meanwhile: () => Promise<void>) => Promise<void>
  stop: () => Promise<void>
}

export type TestTeam = {
  id: string
  url: string
  sql: Sql
  identitySecret: string
  /** A key for the HTTP API. */
  key: string
  /** A visitor with an open socket. */
  visitor: (options?: VisitorOptions) => Promise<TestVisitor>
  agent: (name?: string) => Promise<TestAgent>
  identity: (
    sub: string,
    claims?: Record<string, unknown>,
    options?: { exp?: number; secret?: string; alg?: string },
  ) => Promise<string>
  /** Publishes a campaign; gives its id and version. */
  campaign: (graph: unknown, id?: string) => Promise<{ id: string; version: number }>
  /** The id of the campaign that every team starts with (C22). */
  defaultCampaign: () => Promise<string>
  api: (path: string, init?: RequestInit) => Promise<Response>
}

let houses = 0

/** Opens a house: `given.house()` of a test file. */
export async function openHouse(variables: Record<string, string> = {}): Promise<House> {
  const server = inject('postgres')
  const name = `house_${process.pid}_${++houses}`
  const admin = postgres(server, { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${name} template template_house`)
  const dataDir = mkdtempSync(join(tmpdir(), 'pavior-house-'))
  const port = await freePort()
  const environment = readEnvironment({
    PORT: String(port),
    DATABASE_URL: databaseOn(server, name),
    DATA_DIR: dataDir,
    AUTH_SECRET: SECRET,
    LOG_LEVEL: 'fatal',
    RATE_LIMITS: 'off',
    DEMO: '0',
    ...variables,
  })
  const pools = openPools(databaseOn(server, name))
  const clock = new Clock(pools.screens, () => running.catchUp())
  const options = { ahead: () => clock.ahead }
  let running = await serve(environment, options)
  const team = (name?: string) => makeTeam({ url: running.url, pools, environment }, name)
  return {
    url: running.url,
    sql: pools.screens,
    environment,
    team,
    clock,
    bareTeam: async () => {
      const bare = await team()
      await bare.sql`update campaigns set status = 'archived' where team_id = ${bare.id}`
      await bare.sql`update teams set revision = revision + 1 where id = ${bare.id}`
      return bare
    },
    catchUp: () => running.catchUp(),
    beside: async (role = 'all') => {
      const port = await freePort()
      return await serve({ ...environment, port, role, publicUrl: `http://localhost:${port}` }, options)
    },
    away: async meanwhile => {
      await running.stop()
      try {
        await meanwhile()
      } finally {
        running = await serve(environment, options)
      }
    },
    stop: async () => {
      await running.stop()
      await pools.end()
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

type Behind = { url: string; pools: Pools; environment: Environment }

async function makeTeam({ url, pools, environment }: Behind, name = 'Tidewheel Cycles'): Promise<TestTeam> {
  const db = everyday(pools.auth)
  const auth = makeAuth({ db, environment, secret: SECRET, log: logAt('fatal'), sessionEnded: () => undefined })
  const account = (who: string) =>
    createAccount(auth, { name: who, email: `${crypto.randomUUID()}@agents.example`, password: 'a good password' })
  const owner = await account('Mara Lindqvist')
  const team = await createTeam(db, { name, owner })
  const { key } = await createKey(auth, { team: team.id, agent: owner, name: 'tests' })
  const [secret] = team.identitySecrets
  if (!secret) throw new Error('a team without a secret')
  const sql = pools.screens
  let agents = 0
  const api: TestTeam['api'] = (path, init = {}) =>
    fetch(`${url}/api/v1${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...init.headers },
    })
  return {
    id: team.id,
    url,
    sql,
    identitySecret: secret.secret,
    key,
    visitor: options => new TestVisitor(url, team.id, options).connected(),
    agent: async (who = 'Mara Lindqvist') => {
      const id = agents++ === 0 ? owner : await account(who)
      if (id !== owner) await joins(sql, db, team.id, id)
      return await new TestAgent(url, await cookieOf(auth, sql, id)).connected()
    },
    identity: async (
      sub,
      claims = {},
      { exp = Math.floor(Date.now() / 1000) + 3600, secret: other, alg = 'HS256' } = {},
    ) =>
      await new SignJWT({ ...claims })
        .setProtectedHeader({ alg })
        .setSubject(sub)
        .setExpirationTime(exp)
        .sign(new TextEncoder().encode(other ?? secret.secret)),
    campaign: (graph, id) => publishes(api, graph, id),
    defaultCampaign: async () => {
      const [row] = await sql`select id from campaigns where team_id = ${team.id} order by created_at limit 1`
      return String(row?.id)
    },
    api,
  }
}

/** By the API, as everybody does: only who becomes eligible from now on enters, and people inside stay. */
async function publishes(
  api: TestTeam['api'],
  graph: unknown,
  id: string | undefined,
): Promise<{ id: string; version: number }> {
  const asks = async (method: string, path: string, body: unknown) => {
    const response = await api(path, { method, body: JSON.stringify(body ?? null), headers: { 'if-match': '*' } })
    const answer = await response.json()
    if (!response.ok) throw new Problem(answer.code, answer.detail, { ...(answer.errors && { fields: answer.errors }) })
    return answer
  }
  const saved =
    id === undefined ? await asks('POST', '/campaigns', graph) : await asks('PUT', `/campaigns/${id}`, graph)
  try {
    const { version } = await asks('POST', `/campaigns/${saved.id}/publish`, { existing: 'skip' })
    return { id: saved.id, version }
  } catch (error) {
    // What is live as it is can't be published once more.
    if (error instanceof Problem && error.message.startsWith('Nothing was changed'))
      return { id: saved.id, version: saved.version }
    throw error
  }
}

async function joins(sql: Sql, db: ReturnType<typeof everyday>, team: string, agent: string): Promise<void> {
  await sql`
    insert into auth.member (id, organization_id, user_id, role, created_at) values (${crypto.randomUUID()}, ${team}, ${agent}, 'agent', now())`
  await settleIn(db, team, agent)
}

async function cookieOf(auth: ReturnType<typeof makeAuth>, sql: Sql, agent: string): Promise<string> {
  const [row] = await sql`select email from auth."user" where id = ${agent}`
  const lines = await signIn(auth, String(row?.email), 'a good password', new Headers())
  return lines.map(line => line.split(';')[0]).join('; ')
}
