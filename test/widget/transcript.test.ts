import { plainDocument } from '@pavior/shared/document/document.ts'
import type { ConversationView, MessageView } from '@pavior/shared/protocol/views.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isBehind,
  newerHead,
  type Transcript,
  unread,
  withMessages,
  withOwn,
  withRevision,
  withSync,
} from '../../widget/app/transcript.ts'

/** A conversation on the server, and each of its changes as the events a widget would be told. */
function conversationOf(changes: ('message' | number)[]) {
  const messages: MessageView[] = []
  const events: { message: MessageView; revision: number }[] = []
  for (const [index, change] of changes.entries()) {
    const revision = index + 1
    const old = typeof change === 'number' ? messages[change % Math.max(messages.length, 1)] : undefined
    const number = old?.number ?? messages.length + 1
    const message: MessageView = {
      id: `m${number}`,
      conversation: 'c',
      number,
      revision,
      at: new Date(revision).toISOString(),
      from: { type: 'agent', name: 'Robin' },
      content: { type: 'doc', content: [] },
    }
    messages[number - 1] = message
    events.push({ message, revision })
  }
  const revision = changes.length
  const head: ConversationView = {
    id: 'c',
    state: 'open',
    number: messages.length,
    revision,
    startedAt: new Date(0).toISOString(),
    seenByPerson: 0,
    seenByTeam: 0,
  }
  const sync = ({ messages: known, revision: since }: Transcript) => ({
    messages: messages.slice(known.length, known.length + 3),
    changed: messages.filter(message => message.number <= known.length && message.revision > since),
    revision,
    more: messages.length > known.length + 3,
    conversation: head,
  })
  return { messages, events, head, sync }
}

const hear = (transcript: Transcript, { message, revision }: { message: MessageView; revision: number }) =>
  withRevision(withMessages(transcript, [message]), revision)

const changes = fc.array(fc.oneof(fc.constant('message' as const), fc.nat(5)), { minLength: 1, maxLength: 20 })

test('S3: whatever arrives, late, twice, out of order or never, after asking the transcript is the server’s', () => {
  fc.assert(
    fc.property(changes, fc.array(fc.nat(), { maxLength: 40 }), (history, order) => {
      const { messages, events, head, sync } = conversationOf(history)
      let transcript = order.reduce((known, pick) => hear(known, events[pick % events.length] ?? fail()), unread)
      for (let more = true; more; ) {
        const answer = sync(transcript)
        transcript = withSync(transcript, answer)
        more = answer.more
      }
      expect(transcript.messages).toEqual(messages)
      expect(isBehind(transcript, head)).toBe(false)
    }),
  )
})

test('S3: who has heard every change in order has nothing to ask', () => {
  fc.assert(
    fc.property(changes, history => {
      const { messages, events, head } = conversationOf(history)
      const transcript = events.reduce(hear, unread)
      expect(transcript.messages).toEqual(messages)
      expect(isBehind(transcript, head)).toBe(false)
    }),
  )
})

test('S3: who has missed a change knows it', () => {
  fc.assert(
    fc.property(changes, fc.nat(), (history, missed) => {
      const { events, head } = conversationOf(history)
      const heard = events.filter((_, index) => index !== missed % events.length)
      expect(isBehind(heard.reduce(hear, unread), head)).toBe(true)
    }),
  )
})

test('S3: one’s own message makes the head that others are told, unless something lies in between', () => {
  const head = {
    id: 'c',
    state: 'open' as const,
    startedAt: '',
    number: 1,
    revision: 4,
    seenByPerson: 1,
    seenByTeam: 1,
  }
  const { at, from, content } = { at: 'now', from: { type: 'person' as const }, content: plainDocument('Again') }
  const said = { id: 'm2', conversation: 'c', number: 2, revision: 5, at, from, content }
  const last = { at, number: 2, from, text: 'Again' }
  expect(withOwn(head, said)).toEqual({ ...head, number: 2, revision: 5, seenByPerson: 2, last })
  expect(withOwn(head, { ...said, revision: 6 })).toBeUndefined()
  expect(withOwn({ ...head, revision: 5 }, said)).toBeUndefined()
})

test('what comes ahead of a gap is not shown before the gap is filled', () => {
  const { events } = conversationOf(['message', 'message', 'message'])
  const [first, second, third] = events
  if (!first || !second || !third) return fail()
  const withGap = [first, third].reduce(hear, unread)
  expect(withGap.messages.map(message => message.number)).toEqual([1])
  expect(hear(withGap, second).messages.map(message => message.number)).toEqual([1, 2, 3])
})

function fail(): never {
  throw new Error('cannot happen')
}

test('what was seen here stays seen, whatever older telling of the same conversation comes late', () => {
  const { head } = conversationOf(['message', 'message', 'message'])
  const seen = { ...head, seenByPerson: 3 }
  const late = { ...head, seenByPerson: 1 }
  expect(newerHead(seen, late)).toEqual(seen)
  expect(newerHead(seen, { ...late, revision: head.revision - 1 })).toBe(seen)
  expect(newerHead(seen, { ...late, state: 'closed', revision: head.revision + 1 })).toEqual({
    ...seen,
    state: 'closed',
    revision: head.revision + 1,
  })
  expect(newerHead(late, seen)).toEqual(seen)
  expect(newerHead(undefined, late)).toBe(late)
})
