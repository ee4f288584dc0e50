import { parse } from '@pavior/shared/parse.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Context } from 'hono'
import type { z } from 'zod'

export const KB = 1024
const LARGEST = 1024 * KB

/** The request's JSON, read with `schema`. Throws a Problem that names what is wrong with it: size, encoding, syntax, or where. */
export async function readBody<T extends z.ZodType>(c: Context, schema: T, largest = LARGEST): Promise<z.output<T>> {
  return parse(schema, await readJson(c, largest))
}

/** JSON whatever the Content-Type says: a page may send it as text/plain to spare itself a preflight. */
const readJson = async (c: Context, largest = LARGEST): Promise<unknown> => parseJson(await readText(c, largest))

/** Throws a Problem for what is no JSON. */
export function parseJson(text: string): unknown {
  if (text.trim() === '') throw new Problem('invalid', 'The body is empty; it must be JSON.')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Problem('invalid', `The body is not JSON: ${error instanceof Error ? error.message : error}.`)
  }
}

/** The request's body as it came. Throws a Problem where it is too large or no UTF-8. */
export const readText = async (c: Context, largest: number): Promise<string> =>
  decode(
    await readBytes(c, largest, new Problem('too-large', `The body must have at most ${Math.floor(largest / KB)} kB.`)),
  )

/** The request's body, whatever it is. Throws `tooLarge` as soon as it is. */
export async function readBytes(c: Context, largest: number, tooLarge: Problem): Promise<Buffer> {
  const refuse = () => {
    // The rest of it is not read, so nothing else can come by this connection.
    c.header('Connection', 'close')
    throw tooLarge
  }
  if (Number(c.req.header('content-length') ?? 0) > largest) refuse()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength
    if (size > largest) refuse()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Problem('invalid', 'The body is not valid UTF-8.')
  }
}
