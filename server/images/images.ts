import { createHash } from 'node:crypto'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { derivedId } from '../derived-id.ts'
import { type Image, type ImageKind, readImage } from './read-image.ts'

/** The team's pictures. They are public: whoever gets a message sees them. */

export type KeptImage = Omit<Image, 'bytes'> & { id: string }

/**
 * Keeps an uploaded picture. Its id is made of what was uploaded, so that the same one again is the same picture (S1).
 * Throws a Problem for what is none.
 */
export async function keepImage(sql: Sql, team: string, agent: string, uploaded: Buffer): Promise<KeptImage> {
  const { bytes, ...image } = await readImage(uploaded)
  const id = derivedId('image', team, createHash('sha256').update(uploaded).digest('base64url'))
  await sql`
    insert into images (team_id, id, kind, bytes, width, height, agent_id, created_at)
    values (${team}, ${id}, ${image.kind}, ${bytes}, ${image.width}, ${image.height}, ${agent}, clock_timestamp())
    on conflict do nothing`
  return { id, ...image }
}

const Row = z.object({ bytes: z.instanceof(Uint8Array) })

/** The bytes of one picture of a team, where it has such a one. */
export async function imageOf(sql: Sql, team: string, id: string, kind: ImageKind): Promise<Uint8Array | undefined> {
  const [row] = await sql`select bytes from images where team_id = ${team} and id = ${id} and kind = ${kind}`
  return row && Row.parse(row).bytes
}
