import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** What an email carries so that its reader can come back: a link to unsubscribe, and an address to reply to. */

const keyFor = (secret: string, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))

/** Whom an unsubscribe link is about. It holds the address itself, so that it works after the person was erased (C26). */
export type Unsubscribing = { team: string; email: string; address: string }

const Sealed = z.tuple([z.string(), z.uuid(), z.string()])
const IV = 12
const TAG = 16

/** Opaque and sealed: nobody reads an address out of a link, or makes one for somebody else. */
export function unsubscribeToken(secret: string, { team, email, address }: Unsubscribing): string {
  const iv = randomBytes(IV)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, 'unsubscribe'), iv)
  const sealed = Buffer.concat([cipher.update(JSON.stringify([team, email, address])), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Nobody, when it is not one of ours or was cut or changed on its way. */
export function readUnsubscribeToken(secret: string, token: string): Unsubscribing | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length <= IV + TAG || bytes.toString('base64url') !== token) return undefined
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, 'unsubscribe'), bytes.subarray(0, IV))
  decipher.setAuthTag(bytes.subarray(IV, IV + TAG))
  try {
    const opened = Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]).toString()
    const [team, email, address] = Sealed.parse(JSON.parse(opened))
    return { team, email, address }
  } catch {
    return undefined
  }
}

/** An address has 64 characters before its @, and some mail servers change their case. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const SIGNATURE = 10

/** Where a reply to this email goes: the email's id and a signature, in letters and digits. */
export function replyAddress(secret: string, domain: string, email: string): string {
  const id = Buffer.from(email.replaceAll('-', ''), 'hex')
  return `reply+${base32(Buffer.concat([id, replySignature(secret, id)]))}@${domain}`
}

/** The email that a reply to this address answers; none when the address is not one of ours. */
export function emailOfReply(secret: string, domain: string, address: string): string | undefined {
  const [local, at] = address.toLowerCase().split(/@(?=[^@]*$)/)
  if (at !== domain || !local?.startsWith('reply+')) return undefined
  const bytes = fromBase32(local.slice('reply+'.length))
  if (bytes?.length !== 16 + SIGNATURE) return undefined
  const id = bytes.subarray(0, 16)
  if (!timingSafeEqual(bytes.subarray(16), replySignature(secret, id))) return undefined
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const replySignature = (secret: string, id: Buffer): Buffer =>
  createHmac('sha256', keyFor(secret, 'reply')).update(id).digest().subarray(0, SIGNATURE)

function base32(bytes: Buffer): string {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map(five => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

function fromBase32(text: string): Buffer | undefined {
  const places = [...text].map(letter => ALPHABET.indexOf(letter))
  if (places.includes(-1)) return undefined
  const bits = places.map(place => place.toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
}
