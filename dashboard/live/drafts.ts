import { keepStored, onStoredElsewhere, readStored } from './storage.ts'
import { store } from './store.ts'

/** What is written and not sent, by conversation; survives a reload and a sign-in. */
export type Draft = {
  reply: string
  note: string
  /** Number of the newest message when the reply was begun: later answers of colleagues are news to its writer. */
  since?: number
}

const EMPTY: Draft = { reply: '', note: '' }

export const drafts = store<Record<string, Draft>>({})

let owner = ''
const elsewhere = new Set<string>()
const key = (agent: string) => `pavior:drafts:${agent}`

export function openDrafts(agent: string): void {
  if (owner === agent) return
  owner = agent
  drafts.set(readDrafts(readStored(key(agent))))
  if (elsewhere.has(agent)) return
  elsewhere.add(agent)
  onStoredElsewhere(key(agent), value => {
    if (owner === agent) drafts.set(readDrafts(value))
  })
}

export const draftOf = (all: Record<string, Draft>, conversation: string): Draft => all[conversation] ?? EMPTY

export function writeDraft(conversation: string, change: Partial<Draft>): void {
  if (owner === '') return
  // Read again: another tab may have written a draft of another conversation meanwhile.
  const all = readDrafts(readStored(key(owner)))
  const { since, ...draft } = { ...draftOf(all, conversation), ...change }
  const { [conversation]: _, ...rest } = all
  const kept: Draft = draft.reply === '' || since === undefined ? draft : { ...draft, since }
  const next = kept.reply === '' && kept.note === '' ? rest : { ...rest, [conversation]: kept }
  keepStored(key(owner), next)
  drafts.set(next)
}

function readDrafts(value: unknown): Record<string, Draft> {
  if (typeof value !== 'object' || value === null) return {}
  const read: Record<string, Draft> = {}
  for (const [conversation, draft] of Object.entries(value)) {
    const { reply, note, since } = { reply: '', note: '', since: undefined, ...draft }
    if (typeof reply !== 'string' || typeof note !== 'string') continue
    read[conversation] = typeof since === 'number' ? { reply, note, since } : { reply, note }
  }
  return read
}
