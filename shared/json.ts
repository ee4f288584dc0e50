import { z } from 'zod'

/** Keys that would reach behind an object. */
const FORBIDDEN = ['__proto__', 'constructor', 'prototype']
const LEVELS = 64

type Open = { value: unknown; path: PropertyKey[] }

/**
 * Any JSON that can be kept and shown again: at most 64 levels, text that Postgres can hold, no key that reaches
 * behind an object. It says nothing about what the JSON means.
 */
export const Json = z.unknown().superRefine((input, context) => {
  const problem = unkeepable(input)
  if (problem) context.addIssue({ code: 'custom', ...problem })
})

/** The first place that can't be kept. A list of what is still open, no recursion: the depth is what is asked. */
function unkeepable(input: unknown): { path: PropertyKey[]; message: string } | undefined {
  const open: Open[] = [{ value: input, path: [] }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next
    if (typeof value === 'string' && !isKeepable(value)) return { path, message: 'is not text that can be kept' }
    if (typeof value !== 'object' || value === null) continue
    if (path.length >= LEVELS) return { path: path.slice(0, 8), message: `has more than ${LEVELS} levels` }
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key]
      if (FORBIDDEN.includes(key)) return { path: at, message: 'is not allowed as a key' }
      if (!isKeepable(key)) return { path, message: 'has a key that can not be kept' }
      open.push({ value: inner, path: at })
    }
  }
  return undefined
}

const isKeepable = (value: string): boolean => value.isWellFormed() && !value.includes('\0')
