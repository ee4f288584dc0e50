import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Who webhooks may be delivered to: the public internet, or any address, as inside a company's network. */
export type Targets = 'public' | 'any'

/** Addresses that lead inside: this machine, its network, its provider's; and those that hide another address. */
const PRIVATE = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const
/** Only 2000::/3 is the public internet; within it are documentation, benchmarks, Teredo and 6to4. */
const PUBLIC_6 = ['2000::', 3] as const
const PRIVATE_6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

const inside = new BlockList()
for (const [net, prefix] of PRIVATE) inside.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of PRIVATE_6) inside.addSubnet(net, prefix, 'ipv6')
const outside = new BlockList()
outside.addSubnet(...PUBLIC_6, 'ipv6')

/** Whether an IP address belongs to the public internet. */
export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !inside.check(address, 'ipv4')
  return family === 6 && outside.check(address, 'ipv6') && !inside.check(address, 'ipv6')
}

/** What is wrong with an address to deliver to, as far as it can be said without asking for its name. */
export function wrongTarget(address: string, targets: Targets): string | undefined {
  if (!URL.canParse(address)) return 'must be an address like https://example.com/hooks'
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https:// or http://'
  if (url.username !== '' || url.password !== '') return 'must not hold a name or password'
  if (targets === 'any') return undefined
  const host = hostOf(url)
  const local = isIP(host) === 0 ? /(^|\.)(localhost|local|internal)\.?$/i.test(host) : !isPublic(host)
  return local ? 'must lead to the public internet (unless WEBHOOK_TARGETS is "any")' : undefined
}

/** The host as a socket takes it: IPv6 without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1')

/** Says no to a name that leads inside, at the very moment of connecting: what a name means can change in between. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '', 0)
    const [first] = found
    if (!first || found.some(({ address }) => !isPublic(address)))
      return callback(new Error(`${hostname} does not lead to the public internet`), '', 0)
    if (options.all) callback(null, found)
    else callback(null, first.address, first.family)
  })
}
