import type { Context } from 'hono'
import { ADDRESS_HEADER } from '../teams/auth.ts'
import { addressIn } from './callers.ts'
import type { Needs } from './needs.ts'

/** The browser's headers as the auth library may see them: with the address that we believe, whatever it claims. */
export function browserHeaders(c: Context, needs: Pick<Needs, 'environment'>): Headers {
  const headers = new Headers(c.req.raw.headers)
  headers.delete('x-forwarded-for')
  headers.set(ADDRESS_HEADER, addressIn(c, needs).replace('::/64', '::'))
  return headers
}
