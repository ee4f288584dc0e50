import { verifyIdentity } from '@pavior/server/teams/identity.ts'
import { SignJWT, UnsecuredJWT } from 'jose'
import { expect, test } from 'vitest'

const SECRET = 'a-secret-of-more-than-thirty-two-characters'
const OLD = 'an-older-secret-of-more-than-32-characters!'
const team = { identitySecrets: [{ secret: OLD }, { secret: SECRET }] }

const now = () => Math.floor(Date.now() / 1000)

type Made = { claims?: Record<string, unknown>; alg?: string; exp?: number | undefined; sub?: string; secret?: string }

/** As a site's server makes one. */
function made({ claims = {}, alg = 'HS256', exp = now() + 3600, sub = 'user-1', secret = SECRET }: Made = {}) {
  return new SignJWT({ ...claims, sub, exp }).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret))
}

test('a signed identity says who it is', async () => {
  const claims = {
    email: ' Maya@Example.com ',
    name: 'Maya',
    attributes: { plan: 'pro', age: 41, beta: true, gone: null },
  }
  const exp = now() + 3600
  expect(await verifyIdentity(await made({ claims, exp }), team)).toEqual({
    externalId: 'user-1',
    email: 'maya@example.com',
    name: 'Maya',
    attributes: claims.attributes,
    exp: exp * 1000,
  })
})

test('both live secrets count, so that a site can go over from one to the other', async () => {
  expect(await verifyIdentity(await made({ secret: OLD }), team)).toMatchObject({ externalId: 'user-1' })
})

test('a clock may be a minute off', async () => {
  await expect(verifyIdentity(await made({ exp: now() - 55 }), team)).resolves.toBeDefined()
  await expect(verifyIdentity(await made({ exp: now() + 24 * 3600 + 55 }), team)).resolves.toBeDefined()
})

test.each([
  [
    'forged',
    () => made({ secret: 'somebody-elses-secret-of-32-characters' }),
    'forbidden',
    /not signed with one of this team/,
  ],
  [
    'changed on the way',
    async () => (await made()).replace(/\.[^.]+\./, '.eyJzdWIiOiJyb290IiwiZXhwIjo5OTk5OTk5OTk5fQ.'),
    'forbidden',
    /not signed/,
  ],
  ['expired', () => made({ exp: now() - 90 }), 'forbidden', /has expired/],
  ['not valid yet', () => made({ claims: { nbf: now() + 600 } }), 'forbidden', /not valid yet/],
  ['signed with another algorithm', () => made({ alg: 'HS512' }), 'forbidden', /must be signed with HS256/],
  [
    'not signed',
    async () => new UnsecuredJWT({ sub: 'root', exp: now() + 60 }).encode(),
    'forbidden',
    /must be signed with HS256/,
  ],
  [
    'without an end',
    () => new SignJWT({ sub: 'u' }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET)),
    'invalid',
    /exp is missing/,
  ],
  ['good for too long', () => made({ exp: now() + 25 * 3600 }), 'invalid', /at most 24 hours/],
  ['of nobody', () => made({ sub: '' }), 'invalid', /sub must not be empty/],
  ['with an address that is none', () => made({ claims: { email: 'nobody' } }), 'invalid', /email must be an email/],
  [
    'with an attribute that is an object',
    () => made({ claims: { attributes: { a: {} } } }),
    'invalid',
    /attributes\.a/,
  ],
  ['no JWT at all', async () => 'let me in', 'invalid', /is not a JWT/],
  ['empty', async () => '', 'invalid', /is not a JWT/],
])('an identity that is %s opens nothing', async (_what, jwt, code, sentence) => {
  await expect(verifyIdentity(await jwt(), team)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(sentence),
  })
})
