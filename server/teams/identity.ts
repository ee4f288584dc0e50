import { isEmail } from '@pavior/shared/document/form.ts'
import { Attributes, type AttributeValue } from '@pavior/shared/people/person.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { type Instant, text } from '@pavior/shared/text.ts'
import { errors, jwtVerify } from 'jose'
import { z } from 'zod'

/** What of a team is needed to check an identity. */
export type Signer = { identitySecrets: readonly { secret: string }[] }

/** Who a site says its visitor is. */
export type Identity = {
  externalId: string
  email?: string
  name?: string
  attributes: Record<string, AttributeValue | null>
  /** From then on it opens nothing. */
  exp: Instant
}

/** How far clocks may differ, in seconds. */
export const SKEW = 60
const DAY = 24 * 60 * 60

const Claims = z.object({
  sub: text(200, 1),
  exp: z.number(),
  email: text(254)
    .refine(isEmail, 'must be an email address')
    .transform(value => value.trim().toLowerCase())
    .optional(),
  name: text(200).optional(),
  attributes: Attributes.default({}),
})

/**
 * Who the JWT names, if one of the team's secrets signed it (HS256 and nothing else, `exp` at most 24 h ahead, 60 s of clock
 * skew). Throws a Problem: `forbidden` when it proves nothing (any more), `invalid` when its claims are not as they should be.
 */
export async function verifyIdentity(jwt: string, team: Signer): Promise<Identity> {
  const { sub, exp, email, name, attributes } = claimsOf(await payloadOf(jwt, team))
  if (exp > Date.now() / 1000 + DAY + SKEW)
    throw new Problem('invalid', "The identity's exp must be at most 24 hours ahead.")
  return { externalId: sub, ...(email && { email }), ...(name && { name }), attributes, exp: exp * 1000 }
}

async function payloadOf(jwt: string, team: Signer): Promise<unknown> {
  for (const { secret } of team.identitySecrets) {
    try {
      const key = new TextEncoder().encode(secret)
      return (await jwtVerify(jwt, key, { algorithms: ['HS256'], clockTolerance: SKEW, requiredClaims: ['exp'] }))
        .payload
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw refusal(error)
    }
  }
  throw new Problem('forbidden', "The identity is not signed with one of this team's identity secrets.")
}

function refusal(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new Problem('forbidden', 'The identity has expired: sign a new one.')
  if (error instanceof errors.JOSEAlgNotAllowed)
    return new Problem('forbidden', 'The identity must be signed with HS256.')
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.claim === 'nbf'
      ? new Problem('forbidden', 'The identity is not valid yet (nbf).')
      : new Problem('invalid', `The identity's ${error.claim} is missing or not a number.`)
  if (error instanceof errors.JOSEError) return new Problem('invalid', 'The identity is not a JWT.')
  return error
}

function claimsOf(payload: unknown): z.output<typeof Claims> {
  const read = Claims.safeParse(payload)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new Problem('invalid', `The identity's ${issue?.path.join('.')} ${issue?.message}.`)
}
