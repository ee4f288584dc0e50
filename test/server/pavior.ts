import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Environment, readEnvironment } from '@pavior/server/environment.ts'
import { serve } from '@pavior/server/main.ts'
import type { Demo } from '@pavior/server/teams/demo.ts'
import postgres from 'postgres'
import { inject } from 'vitest'
import { freePort } from '../house/free-port.ts'
import { databaseOn } from '../house/postgres.ts'

export type Pavior = { url: string; demo: Demo; stop: () => Promise<void> }

/** A whole Pavior on a fresh database, as an operator starts it. */
export async function pavior(variables: Record<string, string> = {}): Promise<Pavior> {
  const server = inject('postgres')
  const name = `server_${randomUUID().replaceAll('-', '')}`
  const sql = postgres(server, { max: 1, onnotice: () => undefined })
  await sql`create database ${sql(name)} template template_house`
  await sql.end()
  const dataDir = mkdtempSync(join(tmpdir(), 'pavior-server-'))
  const environment = readEnvironment({
    PORT: String(await freePort()),
    DATABASE_URL: databaseOn(server, name),
    DATA_DIR: dataDir,
    DEMO: '1',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'silent',
    ...variables,
  })
  const started = await serve(environment)
  return {
    url: `http://localhost:${environment.port}`,
    demo: started.demo ?? noDemo(environment),
    stop: async () => {
      await started.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const noDemo = ({ publicUrl }: Environment): Demo => ({
  url: publicUrl,
  team: '',
  identitySecret: '',
  apiKey: '',
  agent: { email: '', password: '' },
})

export type Answer = { status: number; headers: Headers; body: Record<string, unknown> }

type Sent = { body?: unknown; headers?: Record<string, string> }

/** Asks over HTTP; a body that is not text or bytes goes as JSON. */
export async function ask(
  url: string,
  method: string,
  path: string,
  { body, headers = {} }: Sent = {},
): Promise<Answer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array
  const answer = await fetch(url + path, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    body: body === undefined ? null : raw ? new Uint8Array(Buffer.from(body)) : JSON.stringify(body),
  })
  const text = await answer.text()
  const json = answer.headers.get('content-type')?.includes('json') ?? false
  return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : { text } }
}

/** The headers of a signed-in browser on our own page. */
export async function signedIn(
  url: string,
  agent: { email: string; password: string },
): Promise<Record<string, string>> {
  const { status, headers } = await ask(url, 'POST', '/api/auth/sign-in/email', {
    body: agent,
    headers: { origin: url },
  })
  if (status !== 200) throw new Error(`not signed in: ${status}`)
  return { cookie: cookieOf(headers), origin: url }
}

export const cookieOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map(cookie => cookie.split(';')[0])
    .join('; ')
