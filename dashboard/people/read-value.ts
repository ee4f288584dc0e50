export type Value = string | number | boolean

/** What was typed, in the kind that the value had: a number stays a number as long as it reads like one. */
export function readValue(typed: string, before: Value | undefined): Value {
  if (typeof before === 'boolean' && /^(true|yes)$/i.test(typed)) return true
  if (typeof before === 'boolean' && /^(false|no)$/i.test(typed)) return false
  if (typeof before === 'number' && typed !== '' && Number.isFinite(Number(typed))) return Number(typed)
  return typed
}
