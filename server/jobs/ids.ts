import { createHash } from 'node:crypto'

/** The job that wakes a person at a moment: the same as `md5(…)::uuid` of these words makes in SQL. */
export const wakeJobId = (team: string, person: string, dueAt: number): string =>
  asUuid(createHash('md5').update(`${team} ${person} ${dueAt}`).digest('hex'))

/** The fact of one person in a bulk work: a batch that is done again repeats nothing (S1). */
export function workFactId(work: string, person: string): string {
  const hex = createHash('sha256').update(`${work} ${person}`).digest('hex')
  // Version 8: made of a hash of our own.
  return asUuid(`${hex.slice(0, 12)}8${hex.slice(13, 16)}8${hex.slice(17, 32)}`)
}

const asUuid = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
