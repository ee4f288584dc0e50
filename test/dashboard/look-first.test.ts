import { expect, test } from 'vitest'
import { noticesOf } from '../../dashboard/statistics/funnel.ts'

const step = {
  ...{ id: 'ask', name: 'Send message', says: '', type: 'send-message', arrived: 9, lost: 0 },
  ...{ opens: { component: 'ask', count: 'left' }, gone: undefined },
}
const saysOf = (refused: number, unsent: Record<string, number>) => {
  const components = { ask: { type: 'send-message' as const, refused } }
  const own = { entered: 9, active: 0, completed: 9, ended: 0, exited: 0, removed: 0, exits: {}, version: null }
  const [notice] = noticesOf({ first: [], unsent }, [step], { ...own, recording: true, components })
  return notice && `${notice.says}. ${notice.why}`
}

test('whom a form refused is not said to have never sent it', () => {
  const look = 'Rewind shows which field, and why.'
  const told = (people: string) => `${people} refused by the form of Send message at least once.`
  expect(saysOf(0, {})).toBeUndefined()
  expect(saysOf(1, { ask: 0 })).toBe(`${told('1 person was')} They sent it after all. ${look}`)
  expect(saysOf(1, { ask: 1 })).toBe(`${told('1 person was')} They never sent it. ${look}`)
  expect(saysOf(2, { ask: 1 })).toBe(`${told('2 people were')} 1 of them never sent it. ${look}`)
  expect(saysOf(2, { ask: 0 })).toBe(`${told('2 people were')} All of them sent it after all. ${look}`)
  expect(saysOf(2, { ask: 2 })).toBe(`${told('2 people were')} None of them sent it. ${look}`)
  // The two are counted a moment apart.
  expect(saysOf(2, { ask: 3 })).toBe(`${told('2 people were')} ${look}`)
  expect(saysOf(2, {})).toBe(`${told('2 people were')} ${look}`)
})
