import { isIPv4, isIPv6 } from 'node:net'

type Asked = { peer: string | undefined; forwarded: string | undefined }

/**
 * Whose address limits count by: the peer's, or what the last trusted proxy wrote into X-Forwarded-For. An IPv6 network (/64)
 * is one address, since whoever has one has all of it.
 */
export function addressOf({ peer, forwarded }: Asked, trustProxy: number): string {
  const chain = [...(forwarded ?? '').split(',').flatMap(part => part.trim() || []), peer ?? '']
  const address = trustProxy === 0 ? peer : (chain[Math.max(0, chain.length - 1 - trustProxy)] ?? peer)
  return network(address ?? '')
}

function network(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (isIPv4(plain)) return plain
  if (!isIPv6(plain)) return 'unknown'
  const [head = '', tail] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - rest.length
  const all = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...rest]
  return `${all
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
