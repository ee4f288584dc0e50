import type { ProblemDetails } from '@pavior/shared/problem.ts'
import { expect, test, vi } from 'vitest'
import type { Entry } from '../../widget/app/outbox.ts'
import { createPosting } from '../../widget/app/posting.ts'

type Outcome = { ok: true } | { ok: false; error: ProblemDetails } | 'no answer'

/** An outbox with these texts, whose server answers in this order and then always yes. */
function outboxWith(texts: string[], ...answers: Outcome[]) {
  const queue: Entry[] = texts.map(text => ({ kind: 'message', id: text, key: text, conversation: 'c', text }))
  const tried: string[] = []
  const refused: string[] = []
  let live = true
  const post = createPosting({
    isReady: () => live,
    next: () => queue.find(entry => !refused.includes(entry.id)),
    alone: act => act(),
    unanswered: () => {
      live = false
      setTimeout(() => {
        live = true
      }, 200)
    },
    refused: entry => refused.push(entry.id),
    async send(entry) {
      tried.push(entry.id)
      const answer = answers.shift() ?? { ok: true }
      if (answer === 'no answer') throw new Error('timeout')
      if (answer.ok) queue.splice(queue.indexOf(entry), 1)
      return answer
    },
  })
  return { post, tried, refused, isEmpty: () => queue.length === 0 }
}

const problem = (code: ProblemDetails['code'], retryAfter?: number): Outcome => ({
  ok: false,
  error: { code, message: code, ...(retryAfter !== undefined && { retryAfter }) },
})

test('sends in order, one after the other', async () => {
  const { post, tried, isEmpty } = outboxWith(['1', '2', '3'])
  await post()
  expect(tried).toEqual(['1', '2', '3'])
  expect(isEmpty()).toBe(true)
})

test('S1: what got no answer is sent again before what comes after it', async () => {
  const { post, tried, isEmpty } = outboxWith(['1', '2'], 'no answer')
  await post()
  await vi.waitFor(() => expect(isEmpty()).toBe(true), 5000)
  expect(tried).toEqual(['1', '1', '2'])
})

test('a limited sender waits as long as told and loses nothing', async () => {
  const { post, tried, isEmpty } = outboxWith(['1', '2'], problem('rate-limited', 300))
  const began = Date.now()
  await post()
  await vi.waitFor(() => expect(isEmpty()).toBe(true), 5000)
  expect(Date.now() - began).toBeGreaterThanOrEqual(290)
  expect(tried).toEqual(['1', '1', '2'])
})

test('what the server will never take goes back to its writer, and the rest goes on', async () => {
  const { post, tried, refused } = outboxWith(['1', '2'], problem('invalid'))
  await post()
  expect([tried, refused]).toEqual([['1', '2'], ['1']])
})
