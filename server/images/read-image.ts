import { Problem } from '@pavior/shared/problem.ts'
import sharp, { type Sharp } from 'sharp'

/**
 * Pictures that agents upload. What a file is, its bytes say, never its name; what is kept is drawn anew from its
 * pixels, so that nothing else that was in it survives: no place where it was taken, no script behind its end.
 */

const MB = 1024 * 1024
export const LARGEST_IMAGE = 5 * MB
const MOST_PIXELS = 40_000_000
/** Twice what an email shows on a fine screen. */
const WIDEST = 1600
const LONGEST_SECONDS = 20

// Only the four that we take, in one thread: an upload must not slow down the chat.
sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp', 'VipsForeignLoadNsgif'],
})

export const imageKinds = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp', gif: 'image/gif' } as const
export type ImageKind = keyof typeof imageKinds

export type Image = { kind: ImageKind; bytes: Buffer; width: number; height: number }

let before: Promise<unknown> = Promise.resolve()

/** The picture that is kept of an uploaded one. One at a time: each may need a hundred megabytes. Throws a Problem. */
export async function readImage(bytes: Buffer): Promise<Image> {
  const drawn = before.then(() => drawAnew(bytes))
  before = drawn.catch(() => undefined)
  return await drawn
}

async function drawAnew(bytes: Buffer): Promise<Image> {
  const kind = kindOf(bytes)
  if (!kind) throw new Problem('invalid', 'This is no PNG, JPEG, WebP or GIF picture, whatever its name says.')
  try {
    const { width, height, pages = 1, isPalette = false } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height * pages > MOST_PIXELS) throw new Problem('invalid', TOO_MANY)
    const animated = pages > 1
    const read = sharp(bytes, { animated, limitInputPixels: MOST_PIXELS, failOn: 'error' })
    // As it is meant to be held; a moving one has no such mark, and keeps its size.
    const upright = animated ? read : read.autoOrient().resize({ width: WIDEST, withoutEnlargement: true })
    const written = encoded(upright, kind, isPalette).timeout({ seconds: LONGEST_SECONDS })
    const { data, info } = await written.toBuffer({ resolveWithObject: true })
    return { kind, bytes: data, width: info.width, height: info.pageHeight ?? info.height }
  } catch (error) {
    if (error instanceof Problem) throw error
    // The library throws nothing but what it says of the picture.
    throw new Problem('invalid', 'This picture is broken: it could not be read to its end.')
  }
}

const TOO_MANY = `This picture has too many pixels: ${MOST_PIXELS / 1_000_000} million at most, like 8,000 × 5,000.`

const encoded = (image: Sharp, kind: ImageKind, palette: boolean): Sharp => {
  switch (kind) {
    case 'png':
      return image.png({ palette })
    case 'jpg':
      return image.jpeg({ quality: 85 })
    case 'webp':
      return image.webp({ quality: 85, effort: 2 })
    case 'gif':
      return image.gif()
    default:
      return kind satisfies never
  }
}

function kindOf(bytes: Buffer): ImageKind | undefined {
  const at = (from: number, to: number) => bytes.toString('latin1', from, to)
  if (at(0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (at(0, 3) === '\xff\xd8\xff') return 'jpg'
  if (/^GIF8[79]a$/.test(at(0, 6))) return 'gif'
  return at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP' ? 'webp' : undefined
}
