import { readFileSync } from 'node:fs'
import { Entry, entryKinds } from '@pavior/shared/journal/entry.ts'
import { upcast } from '@pavior/shared/journal/upcast.ts'
import { sentence } from '@pavior/shared/journal/words.ts'
import { marksOf } from '@pavior/shared/rewind/marks.ts'
import { rewindOf } from '@pavior/shared/rewind/moment.ts'
import { expect, test } from 'vitest'
import { z } from 'zod'

/**
 * Entries as they were stored, in every shape that a kind ever had: a line is never changed, and none goes. What they
 * must be read as is told below for each shape that is no longer that of now.
 */
const Line = z.object({ kind: z.string(), v: z.number(), data: z.record(z.string(), z.unknown()) })
const lines = readFileSync(new URL('golden-journal.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => Line.parse(JSON.parse(line)))

const read = (line: z.output<typeof Line>, number: number): Entry => {
  const { kind, v, data } = upcast(line)
  return Entry.parse({ ...data, number, at: number, kind, v })
}

test.each(entryKinds)('an entry of the kind %s is read as it was written, in each of its shapes', kind => {
  const own = lines.filter(line => line.kind === kind)
  expect(own.length).toBeGreaterThan(0)
  for (const line of own) {
    const entry = read(line, 1)
    expect(entry.kind).toBe(kind)
    // Every kind is in its first shape: nothing is lost, nothing added.
    expect(entry).toEqual({ ...line.data, kind, v: line.v, number: 1, at: 1 })
  }
})

test('a journal of every kind rewinds from end to end, with words and a mark for each', () => {
  const entries = lines.map((line, index) => read(line, index + 1))
  const rewind = rewindOf(stream => (stream === 'somebody' ? entries : []), 'somebody')
  expect(rewind.count).toBe(lines.length)
  expect(marksOf(rewind.told)).toHaveLength(lines.length)
  const names = { team: 'Shop', agents: new Map(), inboxes: new Map(), campaigns: new Map(), enrollments: new Map() }
  for (const entry of entries) expect(sentence(entry, names)).toMatch(/^[A-Z“].+/)
  const last = rewind.at(rewind.count - 1).life
  expect(last.person).toMatchObject({ type: 'signup', externalId: 'u-1', name: 'Ana', attributes: { seats: 4 } })
  expect([...last.enrollments.values()]).toMatchObject([{ status: 'exited', version: 2 }])
  expect(rewind.at(rewind.count).life.person.erasedAt).toBe(lines.length)
})

test('an older shape goes through each step to the one of now; a newer one is left as it is', () => {
  const steps = {
    seen: [
      ({ number, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, upTo: number }),
      (data: Readonly<Record<string, unknown>>) => ({ ...data, by: { type: 'person' } }),
    ],
  }
  const up = (v: number, data: Record<string, unknown>) => upcast({ kind: 'seen', v, data }, steps)
  const now = { kind: 'seen', v: 3, data: { conversation: 'c', upTo: 4, by: { type: 'person' } } }
  expect(up(1, { conversation: 'c', number: 4 })).toEqual(now)
  expect(up(2, { conversation: 'c', upTo: 4 })).toEqual(now)
  expect(up(3, now.data)).toEqual(now)
  expect(up(4, { new: true })).toEqual({ kind: 'seen', v: 4, data: { new: true } })
  for (const kind of ['other', 'toString', '__proto__'])
    expect(upcast({ kind, v: 1, data: {} }, steps)).toEqual({ kind, v: 1, data: {} })
})
