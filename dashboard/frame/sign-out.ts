import { refusal } from '../live/change.ts'
import { client } from '../live/client.ts'
import { ask, sentenceOf } from '../live/server.ts'

/** Ends the session here. Drafts and what is unsent stay on the device, for the same agent only. */
export async function signOut(): Promise<void> {
  try {
    await ask<unknown>('/api/auth/sign-out', { method: 'POST', body: {} })
  } catch (error) {
    refusal.set(`Not signed out: ${sentenceOf(error)}`)
    return
  }
  client.clear()
  location.assign('/sign-in')
}
