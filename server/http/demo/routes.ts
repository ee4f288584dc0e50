import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isEmail } from '@pavior/shared/document/form.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { text } from '@pavior/shared/text.ts'
import { Hono } from 'hono'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { demoTeam } from '../../teams/demo.ts'
import { snippet } from '../../teams/settings.ts'
import { KB, readBody } from '../body.ts'
import { addressIn, checkOrigin } from '../callers.ts'
import { fileAnswer } from '../files.ts'
import type { Needs } from '../needs.ts'
import { demoPolicy } from '../policy.ts'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const Customer = z.object({
  id: text(200, 1),
  name: text(100).trim().min(1, 'must not be empty'),
  email: text(200).refine(isEmail, 'must be an email address'),
})

/** A small shop with the widget on it, by the snippet that every site pastes: the place to try everything. */
export function demoRoutes(needs: Needs): Hono {
  const { environment, db, teams, limits } = needs
  const page = readFileSync(folder('page.html'), 'utf8')

  async function team(): Promise<string> {
    const id = environment.demo ? await demoTeam(db) : undefined
    if (id === undefined) throw new Problem('not-found', 'There is no demo here: it comes with DEMO=1.')
    return id
  }

  return new Hono()
    .get('/assets/*', async c => {
      const name = c.req.path.slice('/demo/assets/'.length)
      return (await fileAnswer(c, folder('assets'), name, 'no-cache')) ?? c.notFound()
    })
    .post('/identity', async c => {
      checkOrigin(c, needs)
      const { identitySecrets } = await teams.get(await team())
      await limits.take('address-door', addressIn(c, needs))
      const { id, name, email } = await readBody(c, Customer, 16 * KB)
      const secret = identitySecrets.at(-1)?.secret
      if (secret === undefined) throw new Error('the demo team has no identity secret')
      // What a site's own server does for whoever is signed in there.
      const identity = await new SignJWT({ name, email })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(id)
        .setExpirationTime('12h')
        .sign(new TextEncoder().encode(secret))
      return c.json({ identity })
    })
    .get('*', async c => {
      const id = await team()
      const pasted = snippet({ id }, '')
      c.header('Content-Security-Policy', demoPolicy(environment, hashOf(pasted)))
      c.header('Cache-Control', 'no-cache')
      return c.html(page.replace('<!-- SNIPPET -->', pasted).replace('TEAM_ID', id))
    })
}

/** The snippet's inline part is allowed by its hash; nothing else inline is. */
function hashOf(pasted: string): string {
  const inline = /<script>([\s\S]*?)<\/script>/.exec(pasted)?.[1] ?? ''
  return `'sha256-${createHash('sha256').update(inline).digest('base64')}'`
}
