import { resolve } from 'node:path'
import { z } from 'zod'
import { CannotStart } from './cannot-start.ts'
import { type EmailSettings, EmailVariables, emailSettings } from './email/settings.ts'

/** What the operator has set (interfaces.md, "Operator: environment"). Nothing is required on a laptop. */
export type Environment = {
  port: number
  /** Origin under which browsers reach Pavior, without a slash at its end. */
  publicUrl: string
  /** Origin that uploads are read from: one of its own, where the operator has set one. */
  filesUrl: string
  /** Absent: the embedded Postgres in `dataDir`. */
  databaseUrl: string | undefined
  /** Absolute. */
  dataDir: string
  /** Absent: made once and kept in `dataDir`. */
  authSecret: string | undefined
  /** How many proxies in front may be believed about the visitor's address. */
  trustProxy: number
  rateLimits: boolean
  demo: boolean
  /** Absent: no metrics. */
  metricsPort: number | undefined
  logLevel: string
  /** Where webhooks may lead: to the public internet only, or into the server's own network, too. */
  webhookTargets: 'public' | 'any'
  /** What this process does: everything, only what people ask for, or only what time brings (jobs). */
  role: 'all' | 'web' | 'worker'
  production: boolean
  email: EmailSettings
}

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port, 1 to 65535')
  .transform(Number)
  .refine(value => value >= 1 && value <= 65535, 'must be a port, 1 to 65535')

const PublicUrl = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username)
    return url.origin
  context.addIssue({ code: 'custom', message: 'must be an address like https://chat.example.com, without a path' })
  return z.NEVER
})

const DatabaseUrl = z
  .string()
  .refine(
    value => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value),
    'must be an address like postgres://user:password@host:5432/name',
  )

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const Variables = z.object({
  PORT: port.default(3000),
  PUBLIC_URL: PublicUrl.optional(),
  FILES_URL: PublicUrl.optional(),
  DATABASE_URL: DatabaseUrl.optional(),
  DATA_DIR: z.string().default('.pavior'),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  TRUST_PROXY: z
    .string()
    .regex(/^\d$/, 'must be the number of proxies in front, 0 to 9')
    .default('0')
    .transform(Number),
  RATE_LIMITS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  DEMO: z.enum(['0', '1'], 'must be 0 or 1').optional(),
  METRICS_PORT: port.optional(),
  WEBHOOK_TARGETS: z.enum(['public', 'any'], 'must be public or any').default('public'),
  PAVIOR_ROLE: z.enum(['all', 'web', 'worker'], 'must be all, web or worker').default('all'),
  LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(', ')}`).default('info'),
  NODE_ENV: z.string().optional(),
  ...EmailVariables,
})

/** Reads the variables; a set but empty one counts as absent. Throws CannotStart with a sentence that names each bad one. */
export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''))
  const read = Variables.safeParse(set)
  if (!read.success) throw new CannotStart(`${read.error.issues.map(issue => sentence(issue, set)).join('; ')}.`)
  const { PORT, PUBLIC_URL, FILES_URL, DATABASE_URL, DATA_DIR, AUTH_SECRET, NODE_ENV, ...rest } = read.data
  if (NODE_ENV === 'production' && DATABASE_URL !== undefined && AUTH_SECRET === undefined)
    throw new CannotStart(
      'AUTH_SECRET is required in production with a DATABASE_URL: set it to 32 or more random characters, the same for every process.',
    )
  const publicUrl = PUBLIC_URL ?? `http://localhost:${PORT}`
  return {
    port: PORT,
    publicUrl,
    filesUrl: FILES_URL ?? publicUrl,
    databaseUrl: DATABASE_URL,
    dataDir: resolve(DATA_DIR),
    authSecret: AUTH_SECRET,
    trustProxy: rest.TRUST_PROXY,
    rateLimits: rest.RATE_LIMITS === 'on',
    demo: rest.DEMO === undefined ? DATABASE_URL === undefined : rest.DEMO === '1',
    metricsPort: rest.METRICS_PORT,
    logLevel: rest.LOG_LEVEL,
    webhookTargets: rest.WEBHOOK_TARGETS,
    role: rest.PAVIOR_ROLE,
    production: NODE_ENV === 'production',
    email: emailSettings(rest),
  }
}

const SECRETS = ['AUTH_SECRET', 'DATABASE_URL', 'RESEND_API_KEY', 'RESEND_WEBHOOK_SECRET', 'SMTP_URL']

/** Values of secrets are not repeated to the terminal. */
function sentence(issue: z.core.$ZodIssue, set: Record<string, string | undefined>): string {
  const name = String(issue.path[0])
  const value = SECRETS.includes(name) ? '' : ` (it is ${JSON.stringify(set[name])})`
  return `${name} ${issue.message}${value}`
}

/** Beyond localhost the first team needs a token from the log (architecture.md, "The doors"). */
export const isLocal = (publicUrl: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/.test(new URL(publicUrl).hostname)

/** Where the dashboard may be opened from: elsewhere its session does not count. On a laptop the loopback has three names. */
export function ownOrigins({ publicUrl }: Pick<Environment, 'publicUrl'>): string[] {
  if (!isLocal(publicUrl)) return [publicUrl]
  const { protocol, port } = new URL(publicUrl)
  const names = ['localhost', '127.0.0.1', '[::1]'].map(name => `${protocol}//${name}${port === '' ? '' : `:${port}`}`)
  return [...new Set([publicUrl, ...names])]
}
