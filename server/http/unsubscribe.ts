import { type Context, Hono } from 'hono'
import type { HtmlEscapedString } from 'hono/utils/html'
import { addressStatus } from '../email/addresses.ts'
import { readUnsubscribeToken, type Unsubscribing } from '../email/tokens.ts'
import { setSubscribed } from '../email/unsubscribe.ts'
import { againPage, askPage, brokenPage, donePage, unsubscribePolicy } from '../email/unsubscribe-page.ts'
import { KB, readText } from './body.ts'
import { addressIn } from './callers.ts'
import type { Needs } from './needs.ts'

/**
 * `/unsubscribe/TOKEN`: where the link in an email leads. The token is all that is needed, no session. GET only asks,
 * since mail programs open links by themselves; POST does it, from the page's button or by one click in the mail
 * program (RFC 8058).
 */
export function unsubscribeRoutes(needs: Needs): Hono {
  const { secret, teams, engine, limits, pools } = needs
  const sql = pools.screens

  async function opened(c: Context): Promise<(Unsubscribing & { name: string }) | undefined> {
    const token = readUnsubscribeToken(secret, c.req.param('token') ?? '')
    if (!token) {
      // Whoever tries tokens is slowed; a mail provider that clicks for thousands is not.
      await limits.take('address-door', addressIn(c, needs))
      return undefined
    }
    return { ...token, name: (await teams.get(token.team)).name }
  }

  return new Hono()
    .get('/:token', async c => {
      const about = await opened(c)
      if (!about) return answer(c, brokenPage(), 404)
      const status = await addressStatus(sql, secret, about.team, about.address)
      return answer(c, (status === 'unsubscribed' ? donePage : askPage)(named(about)))
    })
    .post('/:token', async c => {
      const about = await opened(c)
      if (!about) return answer(c, brokenPage(), 404)
      const again = new URLSearchParams(await readText(c, 16 * KB)).get('action') === 'resubscribe'
      await setSubscribed({ sql, engine, secret }, about, again ? 'ok' : 'unsubscribed')
      return answer(c, (again ? againPage : donePage)(named(about)))
    })
}

const named = ({ name, address }: { name: string; address: string }) => ({ team: name, address })

function answer(c: Context, page: HtmlEscapedString | Promise<HtmlEscapedString>, status: 200 | 404 = 200) {
  c.header('Content-Security-Policy', unsubscribePolicy)
  c.header('X-Frame-Options', 'DENY')
  // The address of the page opens it.
  c.header('Referrer-Policy', 'no-referrer')
  c.header('Cache-Control', 'no-store')
  c.header('X-Robots-Tag', 'noindex')
  return c.html(page, status)
}
