import { createHmac } from 'node:crypto'
import type { AddressStatus } from '@pavior/shared/campaign/fact.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { derivedId } from '../derived-id.ts'
import type { Engine } from '../engine/engine.ts'

/**
 * Addresses that are not written to any more: a property of the address, not of the person (C12). Kept by a keyed hash,
 * which outlives an erasure and tells nobody who it was (C26).
 */

const addressHash = (secret: string, team: string, email: string): string =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['address', team, email.trim().toLowerCase()]))
    .digest('base64url')

const Status = z.object({ hash: z.string(), status: z.enum(['ok', 'unsubscribed', 'bounced']), at: z.date() })

/**
 * What stands against these addresses, in one statement for whoever sends its own (the engine's load): `values` are
 * its parameters, `read` makes its rows a status for each address against which something stands.
 */
export function addressesStatement(
  secret: string,
  team: string,
  emails: Iterable<string>,
): {
  text: string
  values: string[]
  read: (rows: readonly Record<string, unknown>[]) => Map<string, Exclude<AddressStatus, 'ok'>>
} {
  const byHash = new Map([...emails].map(email => [addressHash(secret, team, email), email]))
  return {
    text: `select hash, status, at from addresses where team_id = $1 and hash = any($2::text[]) and status <> 'ok'`,
    values: [team, `{${[...byHash.keys()].join(',')}}`],
    read: rows => {
      const found = new Map<string, Exclude<AddressStatus, 'ok'>>()
      for (const row of rows) {
        const { hash, status } = Status.parse(row)
        const email = byHash.get(hash)
        if (email !== undefined && status !== 'ok') found.set(email, status)
      }
      return found
    },
  }
}

/** The same, asked at once. */
async function addressStatuses(
  sql: Sql,
  secret: string,
  team: string,
  emails: Iterable<string>,
): Promise<Map<string, Exclude<AddressStatus, 'ok'>>> {
  const { text, values, read } = addressesStatement(secret, team, emails)
  return read(await sql.unsafe(text, values))
}

export const addressStatus = async (sql: Sql, secret: string, team: string, email: string): Promise<AddressStatus> =>
  (await addressStatuses(sql, secret, team, [email])).get(email) ?? 'ok'

export type Addresses = { sql: Sql; engine: Pick<Engine, 'react'>; secret: string }

/**
 * Sets what stands against an address, and tells everybody of the team who has it. A bounce never takes back somebody's
 * own wish. Twice is once.
 */
export async function changeAddress(
  { sql, engine, secret }: Addresses,
  team: string,
  email: string,
  status: AddressStatus,
): Promise<void> {
  const address = email.trim().toLowerCase()
  const hash = addressHash(secret, team, address)
  await sql`
    insert into addresses (team_id, hash, status) select ${team}, ${hash}, ${status} where ${status} <> 'ok'
      or exists (select from addresses where team_id = ${team} and hash = ${hash})
    on conflict (team_id, hash) do update set status = excluded.status, at = now()
      where addresses.status <> excluded.status and not (addresses.status = 'unsubscribed' and excluded.status = 'bounced')`
  const standing = async () => {
    const [row] = await sql`select hash, status, at from addresses where team_id = ${team} and hash = ${hash}`
    return row && Status.parse(row)
  }
  // Two who change it at once: the one that tells last tells what stands.
  for (let now = await standing(), told: Date | undefined; now && now.at.getTime() !== told?.getTime(); ) {
    await tell(sql, engine, team, address, now.status, now.at)
    told = now.at
    now = await standing()
  }
}

/** By people_email. The moment of the change is part of the fact's id: to and fro are two facts, a retry is the same. */
async function tell(
  sql: Sql,
  engine: Pick<Engine, 'react'>,
  team: string,
  email: string,
  status: AddressStatus,
  at: Date,
): Promise<void> {
  const people = await sql`
    select id from people where team_id = ${team} and email = ${email} and merged_into is null order by id limit 1000`
  for (const { id } of people) {
    const person = String(id)
    await engine.react({
      id: derivedId('address', team, person, status, at.toISOString()),
      team,
      person,
      kind: 'address',
      email,
      status,
    })
  }
}
