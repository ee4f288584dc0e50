import type { Context } from 'hono'

/** An answer that is JSON already. */
export const sentJson = (c: Context, json: string): Response =>
  c.body(json, 200, { 'content-type': 'application/json' })
