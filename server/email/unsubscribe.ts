import type { AddressStatus } from '@pavior/shared/campaign/fact.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { derivedId } from '../derived-id.ts'
import { type Addresses, changeAddress } from './addresses.ts'
import type { Unsubscribing } from './tokens.ts'

/** Somebody used the link in an email: to stop, or to be written to again. Twice is once. */
export async function setSubscribed(
  needs: Addresses,
  { team, email: message, address }: Unsubscribing,
  status: Extract<AddressStatus, 'ok' | 'unsubscribed'>,
): Promise<void> {
  await changeAddress(needs, team, address, status)
  if (status === 'unsubscribed') await tellOf(needs, team, message)
}

/** That this email led to it (T1); it may be gone with its person (C26). */
async function tellOf({ sql, engine }: Addresses, team: string, message: string): Promise<void> {
  const [row] = await sql`select person_id from emails where team_id = ${team} and id = ${message}`
  if (!row) return
  const person = String(row.person_id)
  const id = derivedId('email', team, message, 'unsubscribed')
  try {
    await engine.react({ id, team, person, kind: 'email-event', message, event: 'unsubscribed' })
  } catch (error) {
    // Erased meanwhile (C26).
    if (!(error instanceof Problem) || (error.code !== 'not-found' && error.code !== 'gone')) throw error
  }
}
