import { PeopleFileQuery, StatisticsQuery } from '@pavior/server/http/api/campaign-shapes.ts'
import { parse } from '@pavior/shared/parse.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { SendByAgent } from '@pavior/shared/protocol/agent.ts'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { inSentences } from '../../dashboard/live/in-sentences.ts'

/** What is said to a program, and what to a person, of the same input. */
function refusal(schema: z.ZodType, input: unknown): [program: string, person: string] {
  try {
    parse(schema, input)
  } catch (error) {
    if (error instanceof Problem) return [error.message, inSentences(error.details)]
  }
  throw new Error('it is not refused')
}

test('a screen says in a sentence what the API names by its path', () => {
  expect(refusal(StatisticsQuery, { from: '0000-01-01T00:00:00Z' })).toEqual([
    'from: must lie between 1970 and 9999',
    'The beginning of the period must lie between 1970 and 9999.',
  ])
  expect(refusal(StatisticsQuery, { from: '2027-02-01T00:00:00Z', to: '2027-01-01T00:00:00Z', version: 0 })[1]).toBe(
    'The version must be at least 1. The end of the period must come after its beginning.',
  )
  expect(refusal(StatisticsQuery, { from: '2027-02-01T00:00:00Z', to: '2027-01-01T00:00:00Z' })[1]).toBe(
    'The end of the period must come after its beginning.',
  )
  const [program, person] = refusal(PeopleFileQuery, { count: 'happy', from: 'soon' })
  expect(program).toMatch(/^from: must be a moment like .*; count: must be "/)
  expect(person).toBe(
    'The beginning of the period must be a date and a time. The number that is asked for is none that there is.',
  )
  expect(refusal(SendByAgent, { id: 'x', conversation: crypto.randomUUID(), content: 'Hi' })[1]).toMatch(
    /^[A-Z][^:{}"]*\.$/,
  )
})

test('what a team named itself is written as it is; what is a sentence already stays', () => {
  const fields = [{ path: 'attributes.teamSize', message: 'must be text' }]
  expect(inSentences({ message: 'attributes.teamSize: must be text', fields })).toBe('“teamSize” must be text.')
  const label = [{ path: 'components.0.settings.content.content.2.attrs.submitLabel', message: 'must not be empty' }]
  expect(inSentences({ message: '…', fields: label })).toBe('Submit label must not be empty.')
  expect(inSentences({ message: 'This campaign is not live.', fields: label })).toBe('This campaign is not live.')
  expect(inSentences({ message: 'This campaign is not live.' })).toBe('This campaign is not live.')
})
