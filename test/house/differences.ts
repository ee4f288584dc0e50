/** Where two values differ, by path; for what is too large to be shown whole. */
export function differences(one: unknown, other: unknown, path: string): string[] {
  if (isObject(one) && isObject(other))
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap(key =>
      differences(one[key], other[key], `${path}.${key}`),
    )
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)]
  return first === second ? [] : [`${path}: ${first} ≠ ${second}`]
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
