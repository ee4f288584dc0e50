import { check } from '@pavior/shared/campaign/check.ts'
import { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Draft, sameDraft } from '../../dashboard/builder/draft/draft.ts'
import { begin, type History, redo, step, undo } from '../../dashboard/builder/draft/history.ts'
import { merge } from '../../dashboard/builder/draft/merge.ts'
import { anyDrawing, blank, type Drawing, drawn } from './any-drawing.ts'

const anyDrawings = fc.array(anyDrawing, { maxLength: 60 })

const all = (drawings: readonly Drawing[], start: Draft = blank): Draft => drawings.reduce(drawn, start)

/** Each a step of its own, but typing, which gathers. */
const remembered = (drawings: readonly Drawing[]): History =>
  drawings.reduce(
    (history, drawing, at) =>
      step(
        history,
        drawn(history.now, drawing),
        at * 500,
        drawing.does === 'type' ? `subject ${drawing.one}` : undefined,
      ),
    begin(blank),
  )

const toTheEnd = (history: History, go: (history: History) => History | undefined): History => {
  let at = history
  for (let next = go(at); next; next = go(at)) at = next
  return at
}

test('whatever is drawn, undoing all is the start, and redoing all is the end', () => {
  fc.assert(
    fc.property(anyDrawings, drawings => {
      const history = remembered(drawings)
      const start = toTheEnd(history, undo)
      expect(start.now).toEqual(blank)
      expect(toTheEnd(start, redo).now).toEqual(history.now)
    }),
  )
})

test('200 steps can be undone, and the oldest of more are let go', () => {
  const history = remembered(Array.from({ length: 250 }, (_, at) => ({ does: 'rename', text: `${at}` })))
  expect(history.past).toHaveLength(200)
  expect(toTheEnd(history, undo).now.name).toBe('49')
})

test('typing in one field is one step, and another field or a pause begins the next', () => {
  const typed = (history: History, name: string, at: number, as = 'name') =>
    step(history, { ...history.now, name }, at, as)
  let history = begin(blank)
  for (const [at, name] of ['H', 'He', 'Hel', 'Hell', 'Hello'].entries()) history = typed(history, name, at * 200)
  expect(history.past).toHaveLength(1)
  expect(typed(history, 'Hello you', 60_000).past).toHaveLength(2)
  expect(typed(history, 'Other', 1_000, 'other').past).toHaveLength(2)
  const undone = undo(history)
  expect(undone?.now.name).toBe('Untitled')
  expect(undone && typed(undone, 'Hi', 1_000).past).toHaveLength(1)
})

test('what is drawn can always be saved, and no line drawn makes a cycle or leads nowhere', () => {
  fc.assert(
    fc.property(anyDrawings, drawings => {
      const draft = all(drawings)
      expect(CampaignDraft.safeParse(JSON.parse(JSON.stringify(draft))).error).toBeUndefined()
      const codes = check(draft, { agents: new Set(), inboxes: new Set() }).problems.map(({ code }) => code)
      for (const code of [
        'cycle',
        'unknown-component',
        'unknown-port',
        'missing-port',
        'double-id',
        'double-dependency',
      ])
        expect(codes).not.toContain(code)
    }),
  )
})

test('two who draw apart lose nothing: alone, either is as they left it; together, both are in it or somebody is asked', () => {
  fc.assert(
    fc.property(
      anyDrawings,
      fc.array(anyDrawing, { maxLength: 4 }),
      fc.array(anyDrawing, { maxLength: 4 }),
      (a, b, c) => {
        const base = all(a)
        const mine = all(b, base)
        const theirs = all(c, base)
        expect(sameDraft(merge(base, base, theirs), theirs)).toBe(true)
        expect(sameDraft(merge(base, mine, base), mine)).toBe(true)
        const both = merge(base, mine, theirs)
        if (!both) return
        const before = new Map(base.components.map(one => [one.id, one]))
        for (const side of [mine, theirs])
          for (const component of side.components)
            if (!sameDraft(component, before.get(component.id)))
              expect(both.components.some(one => sameDraft(one, component))).toBe(true)
      },
    ),
  )
})
