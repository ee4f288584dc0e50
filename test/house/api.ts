import { expect } from 'vitest'
import type { TestTeam } from './house.ts'

export type ApiAnswer = { status: number; body: Record<string, unknown>; headers: Headers }

/** Asks the HTTP API with the team's key; what is not text or bytes goes as JSON. */
export async function asks(
  team: Pick<TestTeam, 'api'>,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array
  const response = await team.api(path, {
    method,
    headers,
    ...(body !== undefined && { body: raw ? new Uint8Array(Buffer.from(body)) : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers }
}

/** A refusal as RFC 9457 wants it: never our fault, always a sentence; gives the paths it names. */
export function refused(answer: ApiAnswer, status: number): string[] {
  expect(answer).toMatchObject({
    status,
    body: {
      type: 'about:blank',
      title: expect.any(String),
      status,
      code: expect.any(String),
      detail: expect.stringMatching(/^.{8,}$/s),
    },
  })
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  const errors = Array.isArray(answer.body.errors) ? answer.body.errors : []
  for (const { message } of errors) expect(message).toMatch(/./)
  return errors.map(({ path }) => String(path))
}
