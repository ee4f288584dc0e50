import type { Scalar } from './condition.ts'

/**
 * Text as filters compare it: without case, and with one small sigma. The whole Unicode mapping to lower case, which
 * PostgreSQL's PG_UNICODE_FAST has, too (server/people/filter-sql.ts); where a sigma stands in a word must not decide
 * whether a part of it is found.
 */
export function fold(value: Scalar): string {
  const lower = plain(value).toLowerCase()
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower
}

/** A value as text: numbers in plain decimals, however large or small, as Postgres writes them. */
export function plain(value: Scalar): string {
  const text = String(value)
  return typeof value === 'number' && text.includes('e') ? decimals(text) : text
}

/** `1.5e-7` as `0.00000015`. */
function decimals(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = ''] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? []
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return `${sign}${digits.padEnd(point, '0')}`
}
