import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestAgent } from '../house/agent.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'

let house: House
let team: TestTeam
let agent: TestAgent
beforeAll(async () => {
  house = await openHouse()
  team = await house.team()
  agent = await team.agent()
})
afterAll(async () => {
  agent?.leaves()
  await house?.stop()
})

const HTML = Buffer.from('<!doctype html><script>alert(document.cookie)</script>')
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>')
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

const picture = (width = 40, height = 30) =>
  sharp({ create: { width, height, channels: 3, background: { r: 80, g: 90, b: 220 } } })

async function uploads(bytes: Buffer, type = 'image/png', as = agent): Promise<{ status: number; body: Answer }> {
  const response = await as.asks('/api/dashboard/images', {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: { 'content-type': type },
  })
  return { status: response.status, body: await response.json() }
}
type Answer = { src?: string; width?: number; height?: number; detail?: string }

const reads = async (src = '') => await fetch(src)
const kept = async () =>
  Number((await team.sql`select count(*)::int as n from images where team_id = ${team.id}`)[0]?.n)

/** A refusal is a sentence, and leaves nothing. */
async function isRefused(bytes: Buffer, says: RegExp, status = 400): Promise<void> {
  const before = await kept()
  const answer = await uploads(bytes)
  expect(answer).toMatchObject({ status, body: { detail: expect.stringMatching(says) } })
  expect(await kept()).toBe(before)
}

test('PNG, JPEG, WebP and GIF are kept, whatever their name and type say, and served as what they are', async () => {
  for (const [kind, type] of [
    ['png', 'image/png'],
    ['jpeg', 'image/jpeg'],
    ['webp', 'image/webp'],
    ['gif', 'image/gif'],
  ] as const) {
    const { status, body } = await uploads(await picture().toFormat(kind).toBuffer(), 'text/html')
    expect(status).toBe(201)
    expect(body).toMatchObject({ width: 40, height: 30 })
    const response = await reads(body.src)
    expect(response.headers.get('content-type')).toBe(type)
    expect(await sharp(Buffer.from(await response.arrayBuffer())).metadata()).toMatchObject({ format: kind, width: 40 })
  }
})

test('what is served can run nothing, is guessed as nothing else, and may be shown anywhere', async () => {
  const { body } = await uploads(await picture().png().toBuffer())
  const { headers } = await reads(body.src)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(headers.get('cache-control')).toContain('immutable')
})

test('the same picture again is the same, and stored once', async () => {
  const bytes = await picture(41).png().toBuffer()
  const [first, again] = await Promise.all([uploads(bytes), uploads(bytes)])
  const before = await kept()
  expect(again.body).toEqual(first.body)
  expect((await uploads(bytes)).body).toEqual(first.body)
  expect(await kept()).toBe(before)
})

test('SVG, HTML and other files are refused, disguised as a PNG or not', async () => {
  const others = [SVG, HTML, Buffer.from('GIF8'), Buffer.from('%PDF-1.7'), Buffer.from('BM\0\0'), Buffer.alloc(0)]
  for (const bytes of others) await isRefused(bytes, /^This is no PNG, JPEG, WebP or GIF picture/)
  await isRefused(await picture().tiff().toBuffer(), /^This is no PNG/)
  await isRefused(await picture().avif().toBuffer(), /^This is no PNG/)
  for (const head of [
    PNG,
    Buffer.from('\xff\xd8\xff\xe0', 'latin1'),
    Buffer.from('GIF89a'),
    Buffer.from('RIFF....WEBP'),
  ])
    for (const rest of [HTML, SVG]) await isRefused(Buffer.concat([head, rest]), /^This picture is broken/)
})

test('what stands behind or inside a picture does not survive: scripts, comments, where it was taken', async () => {
  const script = '<script>alert(1)</script>'
  const exif = { IFD0: { ImageDescription: script }, IFD3: { GPSLatitude: '59/1 54/1 0/1' } }
  const taken = await picture().jpeg().withExif(exif).toBuffer()
  expect(taken.toString('latin1')).toContain(script)
  for (const bytes of [taken, Buffer.concat([await picture().png().toBuffer(), HTML])]) {
    const { status, body } = await uploads(bytes)
    expect(status).toBe(201)
    const stored = Buffer.from(await (await reads(body.src)).arrayBuffer())
    expect(stored.toString('latin1')).not.toContain('<script>')
    expect((await sharp(stored).metadata()).exif).toBeUndefined()
  }
  // It stands as it was held.
  const held = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer()
  expect((await uploads(held)).body).toMatchObject({ width: 30, height: 40 })
})

test('a picture that moves still moves; a very wide one becomes as wide as anyone can see', async () => {
  const frames = await Promise.all(
    [1, 2, 3].map(red =>
      picture(20, 10)
        .tint({ r: red * 80, g: 0, b: 0 })
        .png()
        .toBuffer(),
    ),
  )
  const moving = await sharp(frames, { join: { animated: true } })
    .gif({ delay: [100, 100, 100], loop: 0 })
    .toBuffer()
  const { body } = await uploads(moving)
  expect(body).toMatchObject({ width: 20, height: 10 })
  const stored = Buffer.from(await (await reads(body.src)).arrayBuffer())
  expect(await sharp(stored, { animated: true }).metadata()).toMatchObject({ pages: 3 })
  expect((await uploads(await picture(4000, 1000).jpeg().toBuffer())).body).toMatchObject({ width: 1600, height: 400 })
})

test('a bomb is refused by the size it claims, before anything is unpacked', async () => {
  await isRefused(bomb(30_000, 30_000), /^This picture has too many pixels: 40 million at most/)
  await isRefused(gifOf(60_000, 60_000), /^This picture (has too many pixels|is broken)/)
  await isRefused(await picture(8001, 5000).png().toBuffer(), /^This picture has too many pixels/)
})

test('one that was cut off is refused', async () => {
  const whole = await picture(400, 300).jpeg().toBuffer()
  await isRefused(whole.subarray(0, whole.length / 2), /^This picture is broken/)
  await isRefused((await picture(400, 300).png().toBuffer()).subarray(0, 60), /^This picture is broken/)
})

test('30 MB are refused, announced or not', async () => {
  await isRefused(Buffer.alloc(30 * 1024 * 1024), /^A picture may have at most 5 MB/, 413)
  const stream = new Blob([new Uint8Array(6 * 1024 * 1024)]).stream()
  const response = await agent.asks('/api/dashboard/images', { method: 'POST', body: stream, ...{ duplex: 'half' } })
  expect(response.status).toBe(413)
})

test('only agents upload, from our own pages, and a team’s picture is at no other team’s address', async () => {
  const bytes = new Uint8Array(await picture(42).png().toBuffer())
  const post = { method: 'POST', body: bytes }
  expect((await fetch(`${house.url}/api/dashboard/images`, { ...post, headers: { origin: house.url } })).status).toBe(
    401,
  )
  const elsewhere = { cookie: agent.cookie, origin: 'https://elsewhere.example' }
  expect((await fetch(`${house.url}/api/dashboard/images`, { ...post, headers: elsewhere })).status).toBe(403)
  const { src = '' } = (await uploads(Buffer.from(bytes))).body
  const other = await house.team()
  const colleague = await other.agent()
  const theirs = await uploads(Buffer.from(bytes), 'image/png', colleague)
  expect(theirs.body.src).not.toBe(src)
  for (const [was, is] of [
    [`/${team.id}/`, `/${other.id}/`],
    ['.png', '.gif'],
    ['.png', '.svg'],
    ['.png', ''],
    [/[\da-f-]{36}/, 'x'.repeat(36)],
    [/[\da-f-]{36}/, '..%2f..%2fpackage.json'],
    [`/${team.id}/`, '/%00/'],
  ] as const) {
    const answer = await fetch(src.replace(was, is))
    expect(answer.status, String(is)).toBe(404)
  }
  colleague.leaves()
})

/** A PNG that claims to be that large, of a few kB. */
function bomb(width: number, height: number): Buffer {
  const size = Buffer.alloc(13)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  size.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([PNG, chunk('IHDR', size), chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))), chunk('IEND')])
}

function chunk(name: string, data = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(name), data])
  const around = Buffer.alloc(8)
  around.writeUInt32BE(data.length, 0)
  around.writeUInt32BE(crc(body), 4)
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)])
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}

/** A GIF whose screen and only frame claim to be that large. */
function gifOf(width: number, height: number): Buffer {
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 0x4c, 1, 0, 0x3b])
  frame.writeUInt16LE(width, 5)
  frame.writeUInt16LE(height, 7)
  const screen = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1')
  screen.writeUInt16LE(width, 6)
  screen.writeUInt16LE(height, 8)
  return Buffer.concat([screen, frame])
}
