import { addressOf } from '@pavior/server/http/address.ts'
import { expect, test } from 'vitest'

test('without a trusted proxy only the peer counts, whatever the header claims', () => {
  expect(addressOf({ peer: '203.0.113.9', forwarded: '1.2.3.4' }, 0)).toBe('203.0.113.9')
  expect(addressOf({ peer: '::ffff:203.0.113.9', forwarded: undefined }, 0)).toBe('203.0.113.9')
  expect(addressOf({ peer: undefined, forwarded: undefined }, 0)).toBe('unknown')
})

test('behind proxies the address is what the last trusted one wrote', () => {
  const forwarded = '6.6.6.6, 198.51.100.7, 10.0.0.2'
  expect(addressOf({ peer: '10.0.0.1', forwarded }, 1)).toBe('10.0.0.2')
  expect(addressOf({ peer: '10.0.0.1', forwarded }, 2)).toBe('198.51.100.7')
  expect(addressOf({ peer: '10.0.0.1', forwarded: undefined }, 2)).toBe('10.0.0.1')
})

test('an IPv6 network is one address', () => {
  const one = addressOf({ peer: '2001:db8:1:2::1', forwarded: undefined }, 0)
  expect(addressOf({ peer: '2001:0db8:0001:0002:aaaa:bbbb:cccc:dddd', forwarded: undefined }, 0)).toBe(one)
  expect(addressOf({ peer: '2001:db8:1:3::1', forwarded: undefined }, 0)).not.toBe(one)
  expect(addressOf({ peer: '::1', forwarded: undefined }, 0)).toBe('0:0:0:0::/64')
})
