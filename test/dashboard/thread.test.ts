import { plainDocument } from '@pavior/shared/document/document.ts'
import type { MessageView, NoteView } from '@pavior/shared/protocol/views.ts'
import { expect, test } from 'vitest'
import { itemsOf, threadFrom, withMessage, withOlder, withSync } from '../../dashboard/live/thread.ts'
import type { ThreadAnswer } from '../../dashboard/live/views.ts'
import { aRow } from './a-row.ts'

const time = (minute: number) => new Date(Date.UTC(2027, 0, 4, 9, minute)).toISOString()
const message = (number: number, revision = number, text = `${number}`): MessageView => ({
  id: `m${number}`,
  conversation: 'one',
  number,
  revision,
  at: time(number),
  from: { type: 'person' },
  content: plainDocument(text),
})
const note = (id: string, revision: number, minute: number): NoteView => ({
  id,
  conversation: 'one',
  revision,
  at: time(minute),
  from: { type: 'agent', id: 'mara' },
  content: plainDocument(id),
  note: true,
})
const answer = (messages: MessageView[], revision: number, more: Partial<ThreadAnswer> = {}): ThreadAnswer => ({
  messages,
  changed: [],
  notes: [],
  revision,
  more: false,
  conversation: aRow('one', 1),
  ...more,
})
const numbers = (thread: { messages: MessageView[] }) => thread.messages.map(({ number }) => number)

test('S3: what comes in turn is appended; what comes too early is a gap, and is not shown', () => {
  const thread = threadFrom(answer([message(2), message(1)], 2))
  expect(numbers(thread)).toEqual([1, 2])
  const next = withMessage(thread, message(3))
  expect([numbers(next.thread), next.gap, next.thread.revision]).toEqual([[1, 2, 3], false, 3])
  const early = withMessage(thread, message(5))
  expect([numbers(early.thread), early.gap, early.thread.revision]).toEqual([[1, 2], true, 2])
  const filled = withSync(early.thread, answer([message(3), message(4), message(5)], 5))
  expect([numbers(filled), filled.revision]).toEqual([[1, 2, 3, 4, 5], 5])
})

test('of two versions of a message the later one stays, whichever comes last', () => {
  const thread = threadFrom(answer([message(1, 1, 'first')], 1))
  const changed = withMessage(thread, message(1, 2, 'changed')).thread
  expect(withMessage(changed, message(1, 1, 'first')).thread.messages).toEqual([message(1, 2, 'changed')])
})

test('a change that says something before it is missing asks for it, and does not claim to be up to date', () => {
  const thread = threadFrom(answer([message(1)], 1))
  const { thread: next, gap } = withMessage(thread, note('late', 4, 2))
  expect([gap, next.revision]).toEqual([true, 1])
})

test('older messages go before, and there are more until number one is here', () => {
  const thread = threadFrom(answer([message(5), message(6)], 6))
  expect(thread.older).toBe(true)
  const some = withOlder(thread, { messages: [message(3), message(4)], more: true })
  expect([numbers(some), some.older]).toEqual([[3, 4, 5, 6], true])
  expect(withOlder(some, { messages: [message(1), message(2)], more: false }).older).toBe(false)
})

test('notes stand where they were written; those from before what is loaded wait for it', () => {
  const notes = [note('between', 7, 5), note('early', 3, 2), note('last', 8, 9)]
  const thread = threadFrom(answer([message(5), message(6)], 8, { notes }))
  expect(itemsOf(thread).map(({ key }) => key)).toEqual(['m5', 'between', 'm6', 'last'])
  const whole = withOlder(thread, { messages: [1, 2, 3, 4].map(number => message(number)), more: false })
  expect(itemsOf(whole).map(({ key }) => key)).toEqual(['m1', 'm2', 'early', 'm3', 'm4', 'm5', 'between', 'm6', 'last'])
})
