import { plainDocument } from '@pavior/shared/document/document.ts'
import type { ProblemDetails } from '@pavior/shared/problem.ts'
import { changeConversation } from './change.ts'
import { isConnected, sendMessage, sendNote, whenConnected } from './connection.ts'
import { heardMessage } from './hear.ts'
import { inSentences } from './in-sentences.ts'
import { keepStored, onStoredElsewhere, readStored } from './storage.ts'
import { store } from './store.ts'

/** What this agent wrote and the server has not acknowledged: kept on the device, sent again with the same id (S1, S2). */
export type Waiting = {
  id: string
  conversation: string
  note: boolean
  text: string
  at: string
  /** The conversation is closed once this is acknowledged. */
  close: boolean
  /** Why the server does not take it. It waits for the agent's decision. */
  refused?: string
}

const NONE: Waiting[] = []
export const outbox = store<Waiting[]>(NONE)

let agent: { id: string; name: string } | undefined
let forgetSocket: (() => void) | undefined
const elsewhere = new Set<string>()
const key = (id: string) => `pavior:outbox:${id}`

/** From now on the outbox is this agent's: what a former visit left unsent goes out. */
export function openOutbox(of: { id: string; name: string }): void {
  if (agent?.id === of.id) return
  agent = of
  outbox.set(readWaiting(readStored(key(of.id))))
  if (!elsewhere.has(of.id)) {
    elsewhere.add(of.id)
    onStoredElsewhere(key(of.id), value => {
      if (agent?.id !== of.id) return
      outbox.set(readWaiting(value))
      // The tab that wrote it sends it; should that tab be gone, this one does. The id makes it the same message.
      setTimeout(sendAll, 15_000)
    })
  }
  forgetSocket?.()
  forgetSocket = whenConnected(sendAll)
}

export function closeOutbox(): void {
  forgetSocket?.()
  forgetSocket = undefined
  agent = undefined
  outbox.set(NONE)
}

export function send(conversation: string, text: string, { note = false, close = false } = {}): void {
  const waiting: Waiting = { id: crypto.randomUUID(), conversation, note, close, text, at: new Date().toISOString() }
  change(now => [...now, waiting])
  sendAll()
}

export function retry(id: string): void {
  // What was refused was not kept, so it may go under a new id; the old one could be what is in its way.
  change(now =>
    now.map(({ refused, ...waiting }) =>
      waiting.id === id
        ? { ...waiting, id: crypto.randomUUID() }
        : refused === undefined
          ? waiting
          : { ...waiting, refused },
    ),
  )
  sendAll()
}

export const discard = (id: string): void => change(now => now.filter(waiting => waiting.id !== id))

const sending = new Set<string>()

/** Messages with which the server itself failed, and how often: they are offered again, less and less often. */
export const troubled = store<Record<string, number>>({})

/** Starts on each conversation's first; the next follows when it is acknowledged, so that order is kept. */
function sendAll(): void {
  const heads = new Map<string, Waiting>()
  for (const waiting of outbox.get())
    if (waiting.refused === undefined && !heads.has(waiting.conversation)) heads.set(waiting.conversation, waiting)
  for (const waiting of heads.values()) if (!sending.has(waiting.conversation)) void sendOne(waiting)
}

async function sendOne(waiting: Waiting): Promise<void> {
  if (!isConnected()) return
  sending.add(waiting.conversation)
  const again = await offer(waiting)
  sending.delete(waiting.conversation)
  if (again === undefined) sendAll()
  else setTimeout(sendAll, again)
}

/** Sends one; gives the milliseconds after which to try again, or nothing when it is settled. */
async function offer(waiting: Waiting): Promise<number | undefined> {
  const frame = { id: waiting.id, conversation: waiting.conversation, content: plainDocument(waiting.text) }
  if (waiting.note) {
    const answer = await sendNote(frame)
    if (answer === undefined) return 1_000
    if (!answer.ok) return refused(waiting, answer.error)
    heardMessage(answer.note)
  } else {
    const answer = await sendMessage(frame)
    if (answer === undefined) return 1_000
    if (!answer.ok) return refused(waiting, answer.error)
    const from = { type: 'agent' as const, ...agent }
    // Revision 0: whatever the server tells of this message is newer.
    heardMessage({ ...frame, number: answer.number, at: answer.at, revision: 0, from })
  }
  discard(waiting.id)
  if (waiting.close) void changeConversation(waiting.conversation, { state: 'closed' })
  return undefined
}

function refused(waiting: Waiting, problem: ProblemDetails): number | undefined {
  if (problem.code === 'rate-limited') return problem.retryAfter ?? 2_000
  if (problem.code === 'internal' || problem.code === 'unavailable') {
    const times = (troubled.get()[waiting.id] ?? 0) + 1
    troubled.set(now => ({ ...now, [waiting.id]: times }))
    return Math.min(1_000 * 2 ** times, 30_000)
  }
  change(now => now.map(other => (other.id === waiting.id ? { ...other, refused: inSentences(problem) } : other)))
  return undefined
}

function change(next: (now: Waiting[]) => Waiting[]): void {
  if (!agent) return
  // Another tab may have written since: its entries are not ours to lose.
  const now = readWaiting(readStored(key(agent.id)))
  const changed = next(now)
  keepStored(key(agent.id), changed)
  outbox.set(changed)
}

function readWaiting(value: unknown): Waiting[] {
  return Array.isArray(value) ? value.filter(isWaiting) : NONE
}

function isWaiting(value: unknown): value is Waiting {
  if (typeof value !== 'object' || value === null) return false
  const { id, conversation, note, close, text, at } = {
    id: 0,
    conversation: 0,
    note: 0,
    close: 0,
    text: 0,
    at: 0,
    ...value,
  }
  return (
    typeof id === 'string' &&
    typeof conversation === 'string' &&
    typeof note === 'boolean' &&
    typeof close === 'boolean' &&
    typeof text === 'string' &&
    typeof at === 'string'
  )
}
