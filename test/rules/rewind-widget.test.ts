import { Entry } from '@pavior/shared/journal/entry.ts'
import type { Interaction } from '@pavior/shared/journal/interaction.ts'
import { sentence } from '@pavior/shared/journal/words.ts'
import { marksOf } from '@pavior/shared/rewind/marks.ts'
import { rewindOf } from '@pavior/shared/rewind/moment.ts'
import { pathOf } from '@pavior/shared/rewind/path.ts'
import { openTabs } from '@pavior/shared/rewind/tabs.ts'
import { expect, test } from 'vitest'
import { began } from '../house/recorded.ts'

const [message, conversation] = ['0198c2a1-5b1e-7c52-9f0e-3a6d1c2b4e51', '0198c2a1-5b1e-7c52-9f0e-3a6d1c2b4e52']

/** A journal, an entry each second. */
const journal = (...bodies: object[]): Entry[] =>
  bodies.map((body, index) => Entry.parse({ v: 1, ...body, number: index + 1, at: (index + 1) * 1000 }))

const inTab = (session: string, what: Interaction, before = 0) => ({ kind: 'interacted', session, before, what })

const rewindOfTabs = (...bodies: object[]) => {
  const entries = journal(...bodies)
  return rewindOf(() => entries, 'somebody')
}

test('R2, R3: a tab is shown as it stood: its view, its size, its preview, each form with its fields', () => {
  const at = { focused: 'email' }
  const rewind = rewindOfTabs(
    inTab('a', began({ language: 'de', theme: 'dark', url: 'https://shop.example/' })),
    inTab('a', { does: 'preview-shown', conversation, number: 2 }),
    inTab('a', { does: 'opened' }),
    inTab('a', { does: 'showed', conversation }),
    inTab('a', { does: 'scrolled', conversation, number: 2 }),
    inTab('a', { does: 'form-shown', message }),
    inTab('a', { does: 'field-focused', message, field: 'name' }),
    inTab('a', { does: 'field-left', message, field: 'name', filled: true }),
    inTab('a', { does: 'field-left', message, field: 'email', filled: true, refused: 'Not an address.' }),
    inTab('a', { does: 'form-refused', message, refused: { email: 'Not one.' }, filled: ['name', 'email'], ...at }),
    inTab('a', { does: 'field-left', message, field: 'email', filled: false }),
    inTab('a', { does: 'form-sent', message }),
    inTab('a', { does: 'resized', viewport: { width: 900, height: 700 }, phone: false }),
    inTab('a', { does: 'page-changed', url: 'https://shop.example/two', title: 'Two' }),
    inTab('a', { does: 'showed', new: true }),
    inTab('a', { does: 'showed' }),
    inTab('a', { does: 'closed' }),
  )
  const tab = (number: number) => rewind.at(number).lastTab
  const form = (number: number) => tab(number)?.forms[message]
  expect(tab(1)).toMatchObject({ open: false, language: 'de', theme: 'dark', phone: true, top: { view: 'home' } })
  expect(tab(2)?.preview).toEqual({ conversation, number: 2 })
  expect(tab(3)).toMatchObject({ open: true, preview: undefined })
  expect(tab(5)).toMatchObject({ top: { view: 'conversation', conversation }, scrolled: { conversation, number: 2 } })
  expect(form(6)).toEqual({ filled: [], refused: {}, sent: false })
  expect(form(7)).toMatchObject({ focused: 'name' })
  expect(form(8)).toEqual({ focused: undefined, filled: ['name'], refused: {}, sent: false })
  expect(form(9)).toMatchObject({ filled: ['name', 'email'], refused: { email: 'Not an address.' } })
  expect(form(10)).toMatchObject({ ...at, refused: { email: 'Not one.' } })
  expect(form(11)).toMatchObject({ focused: undefined, filled: ['name'], refused: {} })
  expect(form(12)).toMatchObject({ sent: true })
  expect(tab(14)).toMatchObject({ viewport: { width: 900, height: 700 }, phone: false, title: 'Two' })
  expect(tab(15)?.top).toEqual({ view: 'new' })
  expect(tab(16)?.top).toEqual({ view: 'home' })
  expect(tab(17)?.open).toBe(false)
})

test('R2: what the head said of the team is shown as it was; where it was not recorded, it is not known', () => {
  const rewind = rewindOfTabs(
    inTab('old', began({ open: true })),
    inTab('old', { does: 'opened' }),
    inTab('a', began({ open: true, online: false })),
    inTab('a', { does: 'head-changed', online: true }),
    inTab('a', { does: 'closed' }),
    inTab('a', { does: 'opened', online: false }),
  )
  const online = [1, 2, 3, 4, 5, 6].map(number => rewind.at(number).lastTab?.online)
  expect(online).toEqual([undefined, undefined, false, true, true, false])
})

test('R2: of several tabs the one that acted last is shown; the others can be switched to', () => {
  const rewind = rewindOfTabs(
    inTab('a', began()),
    inTab('b', began({ phone: false })),
    inTab('a', { does: 'opened' }),
    inTab('never began', { does: 'opened' }),
  )
  expect([1, 2, 3, 4].map(number => rewind.at(number).lastTab?.session)).toEqual(['a', 'b', 'a', 'a'])
  expect([...rewind.at(4).tabs.keys()].sort()).toEqual(['a', 'b'])
  // A tab of which nothing was heard for a day is as good as closed.
  const { tabs, at } = rewind.at(4)
  expect(openTabs(tabs, at)).toHaveLength(2)
  expect(openTabs(tabs, at + 24 * 3_600_000 - 1500).map(({ session }) => session)).toEqual(['a'])
  expect(rewind.at(3).tabs.get('b')).toMatchObject({ open: false, phone: false })
})

test('R2: a page that names a new tab with each word is remembered by its last ones', () => {
  const rewind = rewindOfTabs(...Array.from({ length: 300 }, (_, index) => inTab(`tab-${index}`, began())))
  expect(rewind.at(300).lastTab?.session).toBe('tab-299')
  expect([...rewind.at(300).tabs.keys()]).toEqual(Array.from({ length: 50 }, (_, index) => `tab-${index + 250}`))
  // Whatever one jumps from, a moment is the same.
  expect([...rewind.at(60).tabs.keys()][0]).toBe('tab-10')
})

const names = { team: 'Shop', agents: new Map(), inboxes: new Map(), campaigns: new Map(), enrollments: new Map() }

test('every interaction is a sentence; how late it was told is said as a difference only', () => {
  const all: [Interaction, string][] = [
    [began({ title: 'Bikes' }), 'The widget came up on Bikes'],
    [{ does: 'opened' }, 'Opened the chat'],
    [{ does: 'closed' }, 'Closed the chat'],
    [{ does: 'head-changed', online: true }, 'The chat said that the team is there'],
    [{ does: 'head-changed', online: false }, 'The chat said that the team answers later'],
    [{ does: 'resized', viewport: { width: 1, height: 2 }, phone: true }, 'The window became 1 × 2'],
    [{ does: 'showed', conversation }, 'Went to a conversation'],
    [{ does: 'showed', new: true }, 'Went to a new conversation'],
    [{ does: 'showed' }, 'Went to the list of conversations'],
    [{ does: 'preview-shown', conversation, number: 1 }, 'A preview came up beside the closed chat'],
    [{ does: 'preview-clicked', conversation, number: 1 }, 'Clicked the preview'],
    [{ does: 'preview-dismissed', conversation, number: 1 }, 'Put the preview away'],
    [{ does: 'message-seen', conversation, number: 3 }, 'Had message 3 on screen'],
    [{ does: 'scrolled', conversation, number: 3 }, 'Scrolled to message 3'],
    [{ does: 'form-shown', message }, 'A form came on screen'],
    [{ does: 'field-focused', message, field: 'attributes.size' }, 'Field size visited'],
    [{ does: 'field-left', message, field: 'email', filled: true }, 'Field email filled'],
    [
      { does: 'field-left', message, field: 'email', filled: false, refused: 'Needed.' },
      'Field email left empty and refused: Needed.',
    ],
    [
      { does: 'form-refused', message, refused: { email: 'No.', name: 'Too long.' }, filled: [] },
      'Form refused: email (No.), name (Too long.)',
    ],
    [{ does: 'form-sent', message }, 'Form sent'],
    [{ does: 'button-clicked', message, button: 'one' }, 'Clicked a button'],
    [{ does: 'link-clicked', message, url: 'https://shop.example/' }, 'Clicked a link to https://shop.example/'],
    [{ does: 'page-changed', url: 'https://shop.example/two' }, 'The page became https://shop.example/two'],
  ]
  for (const [what, says] of all) {
    const [soon, late] = journal(inTab('a', what), inTab('a', what, 12_400))
    if (!soon || !late) throw new Error('no entries')
    expect(sentence(soon, names)).toBe(says)
    expect(sentence(late, names)).toBe(`${says}, told 12 s later`)
  }
})

const way = { enrollment: 'e1' }

test('R2: the path is what had acted, what stood, what came later; who left shows where they were', () => {
  const rewind = rewindOfTabs(
    { kind: 'arrived' },
    { kind: 'entered', ...way, campaign: 'c1', version: 1 },
    { kind: 'acted', ...way, component: 'chat', outcome: 'triggered' },
    { kind: 'acted', ...way, component: 'ask', outcome: 'sent', from: 'chat' },
    { kind: 'watching', ...way, component: 'paid', from: 'ask', until: 99_000 },
    { kind: 'engaged', ...way, component: 'ask', outcome: 'seen' },
    { kind: 'moved', ...way, version: 2, dropped: [] },
    { kind: 'acted', ...way, component: 'paid', outcome: 'matched', from: 'ask' },
    { kind: 'waiting', ...way, component: 'wait', from: 'paid', until: 99_000 },
    { kind: 'left', ...way, status: 'exited', cause: 'signed-up' },
    { kind: 'engaged', ...way, component: 'ask', outcome: 'clicked' },
  )
  expect(pathOf(rewind.told, 'other')).toBeUndefined()
  const path = pathOf(rewind.told, 'e1')
  if (!path) throw new Error('no path')
  expect(path(1)).toMatchObject({ status: 'outside', version: 1, took: [] })
  expect(path(1).components.get('chat')).toEqual({ is: 'later', what: 'triggered', at: 3000 })
  const then = path(6)
  expect(then).toMatchObject({ campaign: 'c1', version: 1, status: 'active' })
  expect(Object.fromEntries(then.components)).toEqual({
    chat: { is: 'acted', at: 3000, outcome: 'triggered', reason: undefined, engaged: [] },
    ask: { is: 'acted', at: 4000, outcome: 'sent', reason: undefined, engaged: ['seen'] },
    paid: { is: 'watching', since: 5000, until: 99_000, later: { what: 'matched', at: 8000 } },
    wait: { is: 'later', what: 'waiting', at: 9000 },
  })
  expect(then.took).toEqual([
    { from: 'chat', to: 'ask' },
    { from: 'ask', to: 'paid' },
  ])
  expect(then.later).toEqual([{ from: 'paid', to: 'wait' }])
  expect(path(7).version).toBe(2)
  expect(path(11)).toMatchObject({ status: 'exited', cause: 'signed-up', leftAt: 10_000, later: [] })
  expect(path(11).components.get('wait')).toEqual({ is: 'left', stood: 'waiting', since: 9000 })
  expect(path(11).components.get('ask')).toMatchObject({ engaged: ['seen', 'clicked'] })
})

test('R1: a mark for each entry, in the lane of whoever did it', () => {
  const content = { type: 'doc', content: [] }
  const rewind = rewindOfTabs(
    { kind: 'conversation-started', conversation, by: { type: 'person' } },
    { kind: 'message-sent', conversation, id: message, place: 1, from: { type: 'person' }, content },
    { kind: 'entered', ...way, campaign: 'c1', version: 1 },
    { kind: 'acted', ...way, component: 'mail', outcome: 'skipped', reason: 'No address' },
    { kind: 'message-sent', conversation, id: 'm2', place: 2, from: { type: 'agent', id: 'a' }, content },
    { kind: 'note-written', conversation, id: 'n', agent: 'a', content },
    inTab('a', { does: 'form-refused', message, refused: { email: 'No.' }, filled: [] }),
    { kind: 'form-submitted', conversation, message, values: {} },
    { kind: 'conversation-closed', conversation, by: { type: 'agent', id: 'a' } },
  )
  expect(marksOf(rewind.told).map(({ number, lane, tone }) => `${number} ${lane} ${tone}`)).toEqual([
    '1 person full',
    '2 person full',
    '3 campaign full',
    '4 campaign bad',
    '5 team full',
    '6 team note',
    '7 person bad',
    '8 person good',
    '9 team small',
  ])
})
