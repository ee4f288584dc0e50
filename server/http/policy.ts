import type { MiddlewareHandler } from 'hono'
import { ownOrigins } from '../environment.ts'

/** On every answer. */
export const safeHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  c.header('X-Content-Type-Options', 'nosniff')
  if (!c.res.headers.has('Referrer-Policy')) c.header('Referrer-Policy', 'strict-origin-when-cross-origin')
}

type Served = { publicUrl: string; filesUrl: string }

/** A policy can't name an IPv6 address. */
const named = (origins: string[]) => origins.filter(origin => !origin.includes('['))

/** Sockets of our own: not every browser counts ws: as 'self'. */
const sockets = (served: Served) => named(ownOrigins(served)).map(origin => origin.replace(/^http/, 'ws'))

const own = (served: Served) => [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  `img-src 'self' data: https: ${named([served.filesUrl]).join('')}`,
  "font-src 'self'",
  "media-src 'self'",
  `connect-src 'self' ${sockets(served).join(' ')}`,
  "base-uri 'none'",
]

/** Files of our own and nothing inline; nobody frames the dashboard. It frames emails (`emailPolicy`). */
export const dashboardPolicy = (served: Served): string =>
  [...own(served), "frame-src 'self'", "form-action 'self'", "frame-ancestors 'none'"].join('; ')

/** An email on the screen: styles of its own, pictures from where they are, nothing that acts, in no origin of ours. */
export const emailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src https: http: data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  'sandbox',
].join('; ')

/** A picture somebody uploaded: opened by itself it runs nothing and is in no origin of ours. */
export const imagePolicy = "default-src 'none'; sandbox"

/** The chat may stand on the team's sites, and on our own demo; on any, until they are set. */
export const framePolicy = (served: Served, sites: readonly string[]): string =>
  [
    ...own(served),
    "form-action 'none'",
    ...(sites.length > 0 ? [`frame-ancestors 'self' ${sites.join(' ')}`] : []),
  ].join('; ')

/** The demo shop is a site like any other: one host for the widget, nothing inline but the snippet. */
export const demoPolicy = (served: Served, snippetHash: string): string =>
  [...own(served), "frame-src 'self'", "form-action 'self'", "frame-ancestors 'none'"]
    .join('; ')
    .replace("script-src 'self'", `script-src 'self' ${snippetHash}`)
