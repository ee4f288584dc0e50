import type { Entry } from '@pavior/shared/journal/entry.ts'
import { replay, told } from '@pavior/shared/journal/replay.ts'
import { type Moment, rewindOf } from '@pavior/shared/rewind/moment.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plain } from '../house/life.ts'
import { anyCampaigns, anySteps } from './any-step.ts'
import { PureHistory } from './pure-history.ts'
import { runs } from './runs.ts'

const jumps = fc.array(fc.nat(), { minLength: 5, maxLength: 20 })

test('S6, R1, R4: rewound to any entry, in any order, a life is what was stored right after it; rewound to now it is the life of now', () => {
  fc.assert(
    fc.property(anyCampaigns, anySteps(40), jumps, (campaigns, steps, order) => {
      const history = new PureHistory(campaigns)
      const stored = new Map<string, Map<number, unknown>>()
      for (const step of steps) {
        history.take(step)
        for (const [stream, { life, entries, isNew, mergedInto }] of history.people) {
          if (isNew || mergedInto !== undefined) continue
          const own = stored.get(stream) ?? new Map<number, unknown>()
          if (!own.has(entries.length)) own.set(entries.length, plain(life))
          stored.set(stream, own)
        }
      }
      for (const [stream, { isNew, entries, mergedInto }] of history.people) {
        if (isNew || entries.length === 0) continue
        const root = history.who(stream).life.person.id
        const rewind = rewindOf(history.streams, root, stream)
        const places = new Map(
          rewind.told.flatMap(one => (one.stream === stream ? [[one.entry.number, one.number] as const] : [])),
        )
        const momentAt = (number: number): Moment => rewind.at(places.get(number) ?? 0)
        const at = (number: number) => plain(momentAt(number).life)
        for (const number of order.map(any => 1 + (any % entries.length)))
          expect(at(number)).toEqual(plain(replay(history.streams, stream, number)))
        for (const [number, life] of stored.get(stream) ?? []) if (number > 0) expect(at(number)).toEqual(life)
        expect(plain(rewind.at(rewind.count).life)).toEqual(plain(history.who(stream).life))
        if (mergedInto === undefined)
          expect(rewind.told.map(({ entry }) => entry.number).sort()).toEqual(numbers(history.streams, stream))
      }
    }),
    runs(60),
  )
})

const numbers = (streams: (stream: string) => Entry[], stream: string): number[] =>
  told(streams, stream)
    .map(({ number }) => number)
    .sort()

test('R1: a time means the last entry at or before it, and time never runs backwards', () => {
  fc.assert(
    fc.property(anyCampaigns, anySteps(30), fc.nat(), (campaigns, steps, any) => {
      const history = new PureHistory(campaigns)
      for (const step of steps) history.take(step)
      for (const { life, isNew } of history.everybody()) {
        if (isNew) continue
        const { told: all, numberAt } = rewindOf(history.streams, life.person.id)
        const [first, last] = [all[0]?.at ?? 0, all.at(-1)?.at ?? 0]
        const time = first - 1 + (any % (last - first + 3))
        const number = numberAt(time)
        expect(all.filter(({ at }) => at <= time).length).toBe(number)
        expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).sort((a, b) => a - b))
        expect(numberAt(first - 1)).toBe(0)
        expect(numberAt(last)).toBe(all.length)
      }
    }),
    runs(60),
  )
})

test('R1: any jump in a journal of ten thousand entries goes on from a snapshot near it', () => {
  const entries: Entry[] = [
    { kind: 'conversation-started', v: 1, number: 1, at: 1, conversation: 'talk', by: { type: 'person' } },
    ...Array.from({ length: 9_999 }, (_, index): Entry => {
      const common = { v: 1 as const, number: index + 2, at: index + 2, conversation: 'talk' }
      return index % 2 === 1
        ? { ...common, kind: 'seen', upTo: (index + 1) / 2, by: { type: 'person' } }
        : {
            ...common,
            kind: 'message-sent',
            id: `message-${index}`,
            place: index / 2 + 1,
            from: { type: 'team' },
            content: { type: 'doc', content: [] },
          }
    }),
  ]
  const rewind = rewindOf(() => entries, 'somebody')
  const given: [Moment, unknown][] = []
  for (const number of [10_000, 1, 5_000, 5_001, 4_999, 9_999, 257, 256, 255]) {
    const moment = rewind.at(number)
    const life = plain(moment.life)
    expect(life).toEqual(plain(replay(() => entries, 'somebody', number)))
    given.push([moment, life])
  }
  // What came later changed none of them.
  for (const [moment, life] of given) expect(plain(moment.life)).toEqual(life)
})
