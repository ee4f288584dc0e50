import { text, uuid } from '@pavior/shared/text.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { imageOf } from '../images/images.ts'
import { type ImageKind, imageKinds } from '../images/read-image.ts'
import type { Needs } from './needs.ts'
import { imagePolicy } from './policy.ts'

const Address = z.object({
  team: text(64, 1),
  file: z.string().regex(/^[\da-f-]{36}\.(png|jpg|webp|gif)$/),
})

/** `/images/TEAM/ID.png`: pictures of messages, for widgets and mail programs anywhere. Nothing there can act. */
export function imageRoutes({ pools }: Pick<Needs, 'pools'>): Hono {
  return new Hono().get('/:team/:file', async c => {
    const address = Address.safeParse(c.req.param())
    if (!address.success) return c.notFound()
    const { team, file } = address.data
    const [name, ending] = file.split('.')
    const id = uuid.safeParse(name)
    const kind = isKind(ending) ? ending : undefined
    const bytes = id.success && kind ? await imageOf(pools.screens, team, id.data, kind) : undefined
    if (!bytes || !kind) return c.notFound()
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': imageKinds[kind],
      'Content-Security-Policy': imagePolicy,
      'Cross-Origin-Resource-Policy': 'cross-origin',
      // It is made of what it shows, and never changes.
      'Cache-Control': 'public, max-age=31536000, immutable',
    })
  })
}

const isKind = (ending: string | undefined): ending is ImageKind =>
  ending !== undefined && Object.hasOwn(imageKinds, ending)
