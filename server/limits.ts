import { Problem } from '@pavior/shared/problem.ts'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/**
 * How much one may do: points within seconds. A person never meets these, a script does. One process counts for itself.
 * By token or person; by address, behind which a whole office may sit; by team.
 */
const LIMITS = {
  /** Messages, forms, buttons of one visitor. */
  'visitor-send': { points: 40, duration: 10 },
  /** Page views, events, seen, typing of one visitor. */
  'visitor-facts': { points: 300, duration: 60 },
  /** What one visitor does with the widget, as it is recorded. */
  'visitor-interactions': { points: 900, duration: 60 },
  'address-interactions': { points: 9000, duration: 60 },
  /** What one agent sends. */
  'agent-send': { points: 120, duration: 10 },
  /** Pictures of one agent. */
  'agent-upload': { points: 60, duration: 60 },
  'address-connect': { points: 600, duration: 60 },
  'address-send': { points: 1200, duration: 60 },
  'address-facts': { points: 3000, duration: 60 },
  /** Opening a fresh install, invitations, demo identities. */
  'address-door': { points: 30, duration: 60 },
  'team-send': { points: 20_000, duration: 10 },
  /** Calls of the HTTP API, by team. */
  'team-api': { points: 6000, duration: 60 },
} as const

export type Limit = keyof typeof LIMITS

export type Limits = {
  /** Counts one. Throws a Problem `rate-limited` with `retryAfter` (ms) when that is too many. */
  take: (limit: Limit, key: string, points?: number) => Promise<void>
}

/** @param limited hears each refusal */
export function createLimits(on: boolean, limited: (limit: Limit) => void): Limits {
  if (!on) return { take: async () => {} }
  const limiters = new Map<string, RateLimiterMemory>()
  for (const [limit, options] of Object.entries(LIMITS)) limiters.set(limit, new RateLimiterMemory(options))
  return {
    take: async (limit, key, points = 1) => {
      try {
        await limiters.get(limit)?.consume(key, points)
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused
        limited(limit)
        throw new Problem('rate-limited', 'Too much at once; it goes on in a moment.', {
          retryAfter: Math.max(100, refused.msBeforeNext),
        })
      }
    },
  }
}
