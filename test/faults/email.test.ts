import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { liveTeams } from '@pavior/server/campaigns/live.ts'
import { logAt } from '@pavior/server/log.ts'
import postgres from 'postgres'
import { expect, inject, test } from 'vitest'
import { freePort } from '../house/free-port.ts'
import { emails, graph, is } from '../house/graph.ts'
import { openMailProvider } from '../house/mail-provider.ts'
import { openMailServer } from '../house/mail-server.ts'
import { databaseOn } from '../house/postgres.ts'
import { makeLive } from '../house/publish.ts'
import { until } from '../house/until.ts'
import { Demo } from './doors.ts'
import { Victim } from './victim.ts'

/** S5: a process that dies at each boundary of an email's way out, as a power cut would have it. */

const boundaries = ['after-claim', 'after-hand-over', 'before-provider', 'after-provider'] as const
type Boundary = (typeof boundaries)[number]

type Stands = { state: string; to: string }

const addressOf = (boundary: Boundary) => `${boundary}@example.com`

/** For each boundary one person whose email met it; gives how each email stands when the server runs again. */
async function diesAtEach(variables: Record<string, string>): Promise<Map<Boundary, Stands>> {
  const server = inject('postgres')
  const name = `faults_email_${process.pid}_${Math.random().toString(36).slice(2)}`
  const admin = postgres(server, { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${name} template template_house`)
  const url = databaseOn(server, name)
  const sql = postgres(url, { max: 2, onnotice: () => undefined })
  const dataDir = mkdtempSync(join(tmpdir(), 'pavior-faults-'))
  const victim = new Victim(await freePort(), {
    DATA_DIR: dataDir,
    DATABASE_URL: url,
    NODE_ENV: 'test',
    EMAIL_FROM: 'hello@tidewheel.example',
    ...variables,
  })
  try {
    await victim.start()
    const demo = Demo.parse(JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')))
    const mail = graph([emails('mail', 'Hello')], [], { audience: is('type', 'signup') })
    await makeLive(sql, liveTeams(sql, logAt('fatal')), demo.team, mail)
    await victim.end('SIGTERM')

    for (const boundary of boundaries) {
      await victim.start({ PAVIOR_CRASH_AT: `email:${boundary}` })
      // Its answer may be lost with the process.
      const signup = fetch(`${victim.url}/api/v1/people/${boundary}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${demo.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ email: addressOf(boundary) }),
      }).catch(() => undefined)
      await Promise.all([victim.dies(), signup])
    }
    // The leases of the dead are over.
    await sql`update emails set due_at = created_at where state in ('due', 'handing')`
    await victim.start()
    const stands = new Map<Boundary, Stands>()
    for (const boundary of boundaries) {
      const to = addressOf(boundary)
      await until(async () => {
        const [row] = await sql`select state from emails where "to" = ${to}`
        stands.set(boundary, { state: String(row?.state), to })
        return row?.state === 'handed' || row?.state === 'unknown'
      }, `the email that met ${boundary} is settled`)
    }
    await victim.end('SIGTERM')
    return stands
  } finally {
    await victim.end('SIGKILL').catch(() => undefined)
    await sql.end()
    await admin.unsafe(`drop database ${name} with (force)`)
    await admin.end()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

test('S5: killed anywhere on an email’s way to a provider with keys, it arrives once', async () => {
  const provider = await openMailProvider()
  const stands = await diesAtEach({ RESEND_API_KEY: 're_test', RESEND_BASE_URL: provider.url })
  for (const boundary of boundaries) {
    expect([boundary, stands.get(boundary)?.state]).toEqual([boundary, 'handed'])
    expect(provider.taken.filter(email => email.to === stands.get(boundary)?.to)).toHaveLength(1)
  }
  const [last] = provider.taken.filter(email => email.to === stands.get('after-provider')?.to)
  expect(provider.asked.get(last?.key ?? '')).toBe(2)
  await provider.stop()
}, 120_000)

test('S5: killed anywhere on an email’s way to a mail server, it arrives at most once', async () => {
  const server = await openMailServer()
  const stands = await diesAtEach({ SMTP_URL: server.url })
  const came = (boundary: Boundary) =>
    server.taken.filter(one => one.to.includes(stands.get(boundary)?.to ?? '')).length
  expect(boundaries.map(boundary => [boundary, stands.get(boundary)?.state, came(boundary)])).toEqual([
    // Nobody had begun to send it: that is known, and it goes out.
    ['after-claim', 'handed', 1],
    ['after-hand-over', 'handed', 1],
    // It had been marked, and whether it left can't be known.
    ['before-provider', 'unknown', 0],
    ['after-provider', 'unknown', 1],
  ])
  await server.stop()
}, 120_000)
