import { expect, test } from 'vitest'
import { type Entry, inOrder, isBy, nextKey, nextOf, readEntry, started } from '../../widget/app/outbox.ts'

const entry = (id: string, more: Partial<Entry & { kind: 'message' }> = {}): Entry => ({
  kind: 'message',
  id,
  key: `outbox:${id}`,
  conversation: 'c',
  text: id,
  ...more,
})

test('the queue keeps the order in which it was written, also when the clock goes back', () => {
  const queue: Entry[] = []
  for (const [index, now] of [5000, 5000, 4000, 9000].entries())
    queue.push(entry(`${index}`, { key: nextKey(queue, now, `id-${index}`) }))
  expect(inOrder(queue.toReversed()).map(({ id }) => id)).toEqual(['0', '1', '2', '3'])
})

test('what was refused waits for its writer and holds up nobody', () => {
  expect(nextOf([entry('a', { refused: 'Too long.' }), entry('b')], undefined)?.id).toBe('b')
})

test('what one user wrote is never sent by another; what was written before signing up is', () => {
  const queue = [entry('of-ann', { by: 'ann' }), entry('before')]
  expect(nextOf(queue, 'ben')?.id).toBe('before')
  expect(nextOf(queue, 'ann')?.id).toBe('of-ann')
  expect(nextOf([entry('of-ann', { by: 'ann' })], undefined)).toBeUndefined()
  expect(isBy(entry('before'), 'ann')).toBe(true)
})

test('S1: what waited for the first message of a new conversation goes into that conversation', () => {
  const queue = [entry('1', { conversation: 'new:x' }), entry('2', { conversation: 'new:x' }), entry('3')]
  expect(started(queue, 'new:x', 'c7').map(each => [each.id, each.conversation])).toEqual([
    ['1', 'c7'],
    ['2', 'c7'],
  ])
})

test('what lies broken in the storage is skipped', () => {
  const stored = JSON.stringify({ kind: 'message', id: 'a', conversation: 'c', text: 'Hi' })
  expect(readEntry('outbox:1', stored)).toMatchObject({ id: 'a', key: 'outbox:1' })
  for (const broken of ['', '{', '7', 'null', '{"kind":"message"}', '{"kind":"x","id":"a","conversation":"c"}'])
    expect(readEntry('outbox:1', broken)).toBeUndefined()
})
