import { expect, test } from 'vitest'
import { fromClipboard, paste } from '../../dashboard/builder/draft/clipboard.ts'
import type { Draft, DraftComponent } from '../../dashboard/builder/draft/draft.ts'
import { tidy } from '../../dashboard/builder/draft/tidy.ts'
import { blank } from '../properties/any-drawing.ts'

/** What others wrote into a draft, by API or on a clipboard, and what the builder makes of it. */

const wait = (id: string, x: number, y: number): DraftComponent => ({
  id,
  type: 'wait',
  position: { x, y },
  settings: { for: 'P1D' },
})

const drawing = (...components: DraftComponent[]): Draft => ({ ...blank, components, dependencies: [] })

test('tidying knows components by any id, also by one that every object has', () => {
  const ids = ['__proto__', 'constructor', 'toString', '']
  const draft = {
    ...drawing(...ids.map(id => wait(id, 0, 0))),
    dependencies: [
      { from: '__proto__', to: 'constructor' },
      { from: 'constructor', to: 'toString' },
    ],
  }
  const places = new Map(tidy(draft).components.map(({ id, position }) => [id, position]))
  expect([...places.keys()]).toEqual(ids)
  for (const position of places.values())
    expect([Number.isFinite(position?.x), Number.isFinite(position?.y)]).toEqual([true, true])
  expect(places.get('constructor')?.y).toBeGreaterThan(places.get('__proto__')?.y ?? Number.POSITIVE_INFINITY)
})

test('what stands at the end of the world is pasted onto the canvas, beside what stands there already', () => {
  const far = [1e300, -1e300].map((at, index) => wait(`far-${index}`, at, at))
  const clip = fromClipboard(JSON.stringify({ pavior: 'components', version: 1, components: far, dependencies: [] }))
  if ('refused' in clip) throw new Error(clip.refused)
  let draft = drawing(...far)
  for (let times = 0; times < 3; times++) {
    const pasted = paste(draft, clip)
    if ('refused' in pasted) throw new Error(pasted.refused)
    draft = pasted.draft
  }
  expect(draft.components).toHaveLength(8)
  const pasted = draft.components.slice(2).map(({ position }) => `${position?.x} ${position?.y}`)
  expect(new Set(pasted).size).toBe(pasted.length)
})
