import type { z } from 'zod'

/** What a shape lacks, in words: for whatever the schemas themselves have no sentence. */
export function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be ${issue.values.map(value => JSON.stringify(value)).join(' or ')}`
    case 'too_big':
      return issue.origin === 'array' ? `can hold ${issue.maximum} at most` : `must be ${issue.maximum} at most`
    case 'too_small':
      return issue.origin === 'array' ? `must hold ${issue.minimum} at least` : `must be ${issue.minimum} at least`
    case 'unrecognized_keys':
      return `does not know ${issue.keys.map(key => JSON.stringify(key.slice(0, 64))).join(', ')}`
    case 'invalid_union':
      return 'is none of what can stand here'
    default:
      return undefined
  }
}

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}
