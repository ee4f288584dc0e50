import { useLayoutEffect, useRef } from 'preact/hooks'
import { preferences } from './preferences.ts'

/** Single keys, outside of text fields. Every one is listed under `?`; all can be switched off in settings. */
export const keyNames = {
  'list.next': { keys: ['j', 'ArrowDown'], shown: ['J', '↓'], says: 'Next in the list', group: 'List' },
  'list.previous': {
    keys: ['k', 'ArrowUp'],
    shown: ['K', '↑'],
    says: 'Previous in the list',
    group: 'List',
  },
  'list.open': { keys: ['o'], shown: ['Enter', 'O'], says: 'Open it', group: 'List' },
  'go.mine': { keys: ['g m'], shown: ['G then M'], says: 'Mine', group: 'Go to' },
  'go.unassigned': { keys: ['g u'], shown: ['G then U'], says: 'Unassigned', group: 'Go to' },
  'go.all': { keys: ['g a'], shown: ['G then A'], says: 'All', group: 'Go to' },
  'go.snoozed': { keys: ['g s'], shown: ['G then S'], says: 'Snoozed', group: 'Go to' },
  'go.closed': { keys: ['g c'], shown: ['G then C'], says: 'Closed', group: 'Go to' },
  'go.people': { keys: ['g p'], shown: ['G then P'], says: 'People', group: 'Go to' },
  reply: { keys: ['r'], shown: ['R'], says: 'Write a reply', group: 'Conversation' },
  note: { keys: ['n'], shown: ['N'], says: 'Write a note', group: 'Conversation' },
  assign: { keys: ['a'], shown: ['A'], says: 'Assign', group: 'Conversation' },
  'assign.me': { keys: ['i'], shown: ['I'], says: 'Assign to me', group: 'Conversation' },
  snooze: { keys: ['z'], shown: ['Z'], says: 'Snooze', group: 'Conversation' },
  close: { keys: ['e'], shown: ['E'], says: 'Close, or reopen', group: 'Conversation' },
  unread: { keys: ['u'], shown: ['U'], says: 'Mark as unread', group: 'Conversation' },
  'campaign.new': { keys: ['c'], shown: ['C'], says: 'New campaign', group: 'Campaigns' },
  find: { keys: ['/'], shown: ['/'], says: 'Find in the list', group: 'List' },
  send: { keys: [], shown: ['Ctrl ↵'], says: 'Send what is written', group: 'Writing' },
  'send.close': { keys: [], shown: ['Ctrl Shift ↵'], says: 'Send and close', group: 'Writing' },
  back: { keys: ['Escape'], shown: ['Esc'], says: 'Leave the text, then back to the list', group: 'Writing' },
  'add.filter': { keys: ['f'], shown: ['F'], says: 'Add a Filter', group: 'Builder' },
  'add.wait': { keys: ['w'], shown: ['W'], says: 'Add a Wait', group: 'Builder' },
  'add.inbound-message': { keys: ['i'], shown: ['I'], says: 'Add an Inbound message', group: 'Builder' },
  'add.send-message': { keys: ['s'], shown: ['S'], says: 'Add a Send message or email', group: 'Builder' },
  'add.assign': { keys: ['a'], shown: ['A'], says: 'Add an Assign to', group: 'Builder' },
  'add.end': { keys: ['e'], shown: ['E'], says: 'Add an End workflow', group: 'Builder' },
  go: { keys: [], shown: ['↑ ↓ ← →'], says: 'Go to the next component', group: 'Builder' },
  move: { keys: [], shown: ['Shift ↑ ↓ ← →'], says: 'Move it', group: 'Builder' },
  settings: { keys: [], shown: ['Enter'], says: 'Open its settings', group: 'Builder' },
  choose: { keys: [], shown: ['Space'], says: 'Choose it, or one more', group: 'Builder' },
  connect: { keys: ['c'], shown: ['C'], says: 'Draw a line from it', group: 'Builder' },
  delete: { keys: ['Delete', 'Backspace'], shown: ['Del'], says: 'Delete, or cut the line', group: 'Builder' },
  undo: { keys: [], shown: ['Ctrl Z'], says: 'Undo', group: 'Builder' },
  redo: { keys: [], shown: ['Ctrl Shift Z'], says: 'Redo', group: 'Builder' },
  copy: { keys: [], shown: ['Ctrl C', 'Ctrl X', 'Ctrl V'], says: 'Copy, cut, paste', group: 'Builder' },
  duplicate: { keys: [], shown: ['Ctrl D'], says: 'Duplicate', group: 'Builder' },
  'choose.all': { keys: [], shown: ['Ctrl A'], says: 'Choose all', group: 'Builder' },
  tidy: { keys: ['t'], shown: ['T'], says: 'Tidy', group: 'Builder' },
  fit: { keys: ['1'], shown: ['1'], says: 'Fit all on the screen', group: 'Builder' },
  'zoom.in': { keys: ['+', '='], shown: ['+'], says: 'Zoom in', group: 'Builder' },
  'zoom.out': { keys: ['-'], shown: ['-'], says: 'Zoom out', group: 'Builder' },
  'rewind.back': { keys: ['ArrowLeft'], shown: ['←'], says: 'Step back', group: 'Rewind' },
  'rewind.on': { keys: ['ArrowRight'], shown: ['→'], says: 'Step forward', group: 'Rewind' },
  'rewind.play': { keys: [' '], shown: ['Space'], says: 'Play, or pause', group: 'Rewind' },
  'rewind.start': { keys: ['Home'], shown: ['Home'], says: 'The first moment', group: 'Rewind' },
  'rewind.now': { keys: ['End'], shown: ['End'], says: 'Now', group: 'Rewind' },
  keys: { keys: ['?'], shown: ['?'], says: 'Show these keys', group: 'Everywhere' },
} as const satisfies Record<string, { keys: string[]; shown: string[]; says: string; group: string }>

type KeyName = keyof typeof keyNames

type Handlers = Partial<Record<KeyName, (event: KeyboardEvent) => void>>

const layers = new Set<{ current: Handlers }>()

/** While the component is there, these keys do this. What was added last wins. */
export function useKeys(handlers: Handlers): void {
  const latest = useRef(handlers)
  latest.current = handlers
  // With what it draws, not a moment later: who is quick must not press in vain.
  useLayoutEffect(() => {
    layers.add(latest)
    return () => {
      layers.delete(latest)
    }
  }, [])
}

let prefix = ''
let prefixEnds: ReturnType<typeof setTimeout> | undefined

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.key !== 'Escape' && !preferences.get().singleKeys && event.key !== '?') return
  if (isTaken(event)) return
  const combination = prefix + event.key
  prefix = ''
  clearTimeout(prefixEnds)
  const handler = handlerFor(combination)
  if (!handler) {
    if (event.key !== 'g') return
    prefix = 'g '
    prefixEnds = setTimeout(() => {
      prefix = ''
    }, 1_500)
    return
  }
  handler(event)
  if (!event.key.startsWith('Arrow')) event.preventDefault()
}

/** The same key can mean something else on another screen. */
function handlerFor(combination: string): ((event: KeyboardEvent) => void) | undefined {
  for (const { current } of [...layers].reverse())
    for (const name of Object.keys(current))
      if (isKeyName(name) && current[name] && keyNames[name].keys.some(key => key === combination)) return current[name]
  return undefined
}

const isKeyName = (name: string): name is KeyName => Object.hasOwn(keyNames, name)

/** What fades away has no keys any more. */
const ABOVE = ['dialog', 'alertdialog', 'menu'].map(role => `[role="${role}"]:not([data-closed])`).join()

/** A field, a menu or a dialog has the keyboard: its keys are its own. */
function isTaken(event: KeyboardEvent): boolean {
  if (document.querySelector(ABOVE)) return true
  const at = event.target
  if (!(at instanceof HTMLElement)) return false
  // Space presses the button it is on.
  if (event.key === ' ' && at.closest('button, a, summary, [role], input') !== null) return true
  const field = at.closest('input, textarea, select')
  // Arrows scroll what has the focus; in the list they move.
  if (event.key.startsWith('Arrow'))
    return field !== null || !(at === document.body || at.closest('[data-keys="list"]') !== null)
  if (event.key === 'Home' || event.key === 'End') return field !== null || at.isContentEditable
  const writes = at.isContentEditable || (field !== null && !isTicked(field))
  return writes && event.key !== 'Escape'
}

/** A box, a choice or a slider takes no letters. */
const isTicked = (field: Element): boolean =>
  field instanceof HTMLInputElement && ['checkbox', 'radio', 'range'].includes(field.type)

export function listenToKeys(): () => void {
  addEventListener('keydown', pressed)
  return () => removeEventListener('keydown', pressed)
}
