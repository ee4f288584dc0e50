import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { derivedId } from '../derived-id.ts'

/**
 * A visitor's token: 256 random bits and the server's signature, bound to the team. The person's id is derived from
 * it, so a token that no row knows yet names the same person-to-be on every try.
 */

export function newToken(secret: string, team: string): string {
  const random = randomBytes(32).toString('base64url')
  return `${random}.${signature(secret, team, random)}`
}

/** The id of the person a token names; nobody when it is not one of ours, for this team. */
export function personOfToken(secret: string, team: string, token: string): string | undefined {
  const [random, signed, ...rest] = token.split('.')
  if (!random || !signed || rest.length > 0 || random.length !== 43) return undefined
  const expected = Buffer.from(signature(secret, team, random))
  const given = Buffer.from(signed)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined
  return derivedId('token', team, random)
}

/** The id of a signup whom nobody knew as a visitor. */
export const idOfExternal = (team: string, externalId: string): string => derivedId('external', team, externalId)

const signature = (secret: string, team: string, random: string): string =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['visitor', team, random]))
    .digest('base64url')
