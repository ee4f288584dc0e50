import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { isIP } from 'node:net'
import { Webhook } from 'svix'
import { hostOf, isPublic, publicLookup, type Targets } from './target.ts'

export type Delivery = { id: string; url: string; secret: string; body: string }

/** How long a receiver may take. */
const PATIENCE = 15_000

/**
 * Hands one event to its receiver, signed as Standard Webhooks say (svix verifies it as it is). Redirects are not
 * followed. Gives why it was not taken, in words; undefined: it was.
 */
export function deliver({ id, url: address, secret, body }: Delivery, targets: Targets): Promise<string | undefined> {
  const url = new URL(address)
  const host = hostOf(url)
  // A name is looked at when it is looked up; an address never is.
  if (targets === 'public' && isIP(host) !== 0 && !isPublic(host))
    return Promise.resolve(`${host} does not lead to the public internet`)
  const at = new Date()
  const signature = new Webhook(secret).sign(id, at, body)
  const options = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Pavior-Webhooks',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signature,
    },
    signal: AbortSignal.timeout(PATIENCE),
    ...(targets === 'public' && { lookup: publicLookup }),
  }
  return new Promise(resolve => {
    const asked = (url.protocol === 'https:' ? secure : plain)(url, options, answer => {
      const status = answer.statusCode ?? 0
      // Nothing of what it says is read.
      answer.destroy()
      resolve(status >= 200 && status < 300 ? undefined : `answered ${status}`)
    })
    asked.on('error', error => resolve(error.name === 'AbortError' ? 'did not answer in time' : error.message))
    asked.end(body)
  })
}
