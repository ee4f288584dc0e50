import { randomBytes, randomUUID } from 'node:crypto'
import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { organization } from 'better-auth/plugins'
import { createAccessControl } from 'better-auth/plugins/access'
import { adminAc, defaultStatements, memberAc, ownerAc } from 'better-auth/plugins/organization/access'
import * as tables from '../database/auth-schema.ts'
import type { Db } from '../database/everyday.ts'
import { type Environment, isLocal, ownOrigins } from '../environment.ts'
import { bugOf, type Log } from '../log.ts'
import { settleIn } from './agents.ts'

/** The header in which our own HTTP door hands the visitor's address on; whatever a client sends in it is dropped there. */
export const ADDRESS_HEADER = 'x-pavior-address'

const DAY = 24 * 60 * 60

const access = createAccessControl({ ...defaultStatements, apiKey: ['create', 'read', 'update', 'delete'] })
const everything = ['create', 'read', 'update', 'delete'] as const
const roles = {
  owner: access.newRole({ ...ownerAc.statements, apiKey: [...everything] }),
  admin: access.newRole({ ...adminAc.statements, apiKey: [...everything] }),
  agent: access.newRole({ ...memberAc.statements, apiKey: [] }),
}

export type Auth = ReturnType<typeof makeAuth>

/** better-auth: email and password, teams (its organizations) with roles, API keys that belong to the team. */
export function makeAuth(needs: {
  db: Db
  environment: Environment
  secret: string
  log: Log
  /** Hears the id of each session that ended, so that its sockets are cut. */
  sessionEnded: (id: string) => void
}) {
  const { db, environment, secret, log, sessionEnded } = needs
  const cookies = isLocal(environment.publicUrl) ? `pavior-${environment.port}` : 'pavior'
  return betterAuth({
    appName: 'Pavior',
    baseURL: environment.publicUrl,
    basePath: '/api/auth',
    trustedOrigins: ownOrigins(environment),
    secret,
    database: drizzleAdapter(db, { provider: 'pg', schema: tables, transaction: true }),
    telemetry: { enabled: false },
    // People are made by the first run and by invitations only.
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 128 },
    session: { expiresIn: 30 * DAY, updateAge: DAY },
    rateLimit: {
      enabled: environment.rateLimits,
      storage: 'memory',
      // A whole office signs in at nine from one address; whoever guesses passwords needs more.
      customRules: { '/sign-in/email': { window: 60, max: 20 } },
    },
    plugins: [
      organization({
        ac: access,
        roles,
        creatorRole: 'owner',
        allowUserToCreateOrganization: false,
        // The link is the proof: nothing sends email yet.
        requireEmailVerificationOnInvitation: false,
        membershipLimit: 10_000,
        organizationHooks: {
          afterAcceptInvitation: async ({ invitation, user }) => settleIn(db, invitation.organizationId, user.id),
        },
      }),
      apiKey({
        references: 'organization',
        defaultPrefix: 'pav_',
        startingCharactersConfig: { charactersLength: 10 },
        maximumNameLength: 100,
        // The plugin's own limit is 10 a day; ours is in server/limits.ts.
        rateLimit: { enabled: false },
      }),
    ],
    databaseHooks: { session: { delete: { after: async session => sessionEnded(session.id) } } },
    advanced: {
      cookiePrefix: cookies,
      useSecureCookies: environment.publicUrl.startsWith('https:'),
      database: { generateId: ({ model }) => (model === 'organization' ? teamId() : randomUUID()) },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    logger: {
      level: 'error',
      log: (level, message, ...more) => {
        // A wrong key is its sender's mistake, and answered as such.
        const at = message.startsWith('Failed to validate API key') ? 'debug' : level
        log[at]({ by: 'better-auth', errors: more.map(bugOf) }, message.replace(/\s+/g, ' ').slice(0, 200))
      },
    },
  })
}

/** Short, since it stands in the snippet on every page; it is no secret. */
export const teamId = (): string =>
  Array.from(randomBytes(12), byte => 'abcdefghjkmnpqrstuvwxyz23456789'.charAt(byte % 31)).join('')
