import { expect } from 'vitest'
import { wrongAtRest } from './at-rest.ts'
import type { TestTeam } from './house.ts'

/** All that holds at any moment nothing is in flight (S3, S6, T4 …): for the end of every test that changed a person. */
export async function holds({ sql, id }: Pick<TestTeam, 'sql' | 'id'>): Promise<void> {
  expect(await wrongAtRest(sql, id)).toEqual([])
}
