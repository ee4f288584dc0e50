import { createHash, randomUUID } from 'node:crypto'
import { Problem } from '@pavior/shared/problem.ts'
import { uuid } from '@pavior/shared/text.ts'
import type { Context } from 'hono'
import type { Said } from '../database/idempotent.ts'
import { derivedId } from '../derived-id.ts'
import { byOf } from './callers.ts'
import type { Called } from './needs.ts'

/** An id in the path. One that can't be one gives the same answer as one that does not exist. */
export function idIn(c: Context, name = 'id'): string {
  const read = uuid.safeParse(c.req.param(name))
  if (!read.success) throw new Problem('not-found', 'There is nothing with this id.')
  return read.data
}

/**
 * The fact's id for a write: made of its Idempotency-Key, so that a retry is answered with the first result (S1), and the same
 * key with other content refused. `part` tells the facts of one request apart.
 */
export function factIdOf(c: Context, part = ''): string {
  const key = c.req.header('idempotency-key')
  if (key === undefined || key === '') return randomUUID()
  if (key.length > 255) throw new Problem('invalid', 'Idempotency-Key must have at most 255 characters.')
  return derivedId(key, c.req.method, c.req.path, part)
}

/** For a write that is no fact. @param words what it says: the same key with other words is refused (S1) */
export const saidIn = (c: Context<Called>, words: unknown = null): Said => ({
  id: factIdOf(c),
  by: byOf(c.var.caller),
  hash: createHash('sha256').update(JSON.stringify(words)).digest('base64url'),
  keyed: (c.req.header('idempotency-key') ?? '') !== '',
})
