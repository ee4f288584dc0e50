import type { ConversationView, MessageView } from '@pavior/shared/protocol/views.ts'
import type { Ready } from '@pavior/shared/protocol/visitor.ts'
import type { Theme } from '../port.ts'
import type { Entry } from './outbox.ts'
import { lastOf, unread as nothing, type Transcript } from './transcript.ts'

/** All that the chat knows and draws. */
export type State = {
  open: boolean
  /** Raised when focus should follow what the visitor just did. */
  focus: number
  phone: boolean
  theme: Theme | undefined
  /** A conversation's id, `new` or `new:…` for one not yet started; empty for home. */
  view: string
  live: boolean
  /** The line has been down for a while: time to say so. */
  isLost: boolean
  isOffline: boolean
  /** Messages of the conversation on screen are known to be missing, for a while. */
  isBehind: boolean
  isBlocked: boolean
  ready: Ready | undefined
  /** Somebody of the team is there. */
  online: boolean | undefined
  conversations: Record<string, ConversationView>
  transcripts: Record<string, Transcript>
  queue: Entry[]
  /** Who types, by conversation. */
  typing: Record<string, string>
  /** Raised when something kept in the page's storage changed, other than by writing: what is typed in forms, the sound. */
  kept: number
  now: number
}

export function createState(initial: State) {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    change(part: Partial<State>) {
      state = { ...state, ...part }
      for (const listener of listeners) listener()
    },
    listen(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export type Holder = ReturnType<typeof createState>

export const transcriptOf = (state: State, conversation: string): Transcript =>
  state.transcripts[conversation] ?? nothing

/** Of the team, and said here: an email is read elsewhere (C12). */
const isNews = ({ from, email }: { from: MessageView['from']; email?: unknown }) =>
  from.type !== 'person' && email === undefined

/** How many messages of the team the visitor has not seen in a conversation. */
export function unreadIn(state: State, { id, last, number, seenByPerson }: ConversationView): number {
  const { messages } = transcriptOf(state, id)
  if (messages.length >= number)
    return messages.filter(message => message.number > seenByPerson && isNews(message)).length
  return last && isNews(last) && last.number > seenByPerson ? 1 : 0
}

type Said = Omit<NonNullable<ConversationView['last']>, 'email'>

/** The newest of what the visitor has not seen. */
export function newsIn(state: State, { id, last }: ConversationView): Said | undefined {
  if (last && isNews(last)) return last
  const news = transcriptOf(state, id).messages.findLast(isNews)
  return news && lastOf(news)
}

const activity = (conversation: ConversationView) => conversation.last?.at ?? conversation.startedAt

/** Newest activity first. */
export const conversationsOf = (state: State): ConversationView[] =>
  Object.values(state.conversations).toSorted((a, b) => (activity(a) < activity(b) ? 1 : -1))

/** What the launcher shows: how many are unread, and the newest of them. */
export function unreadOf(state: State): { count: number; newest: ConversationView | undefined } {
  const unread = conversationsOf(state).filter(conversation => unreadIn(state, conversation) > 0)
  return { count: unread.reduce((sum, each) => sum + unreadIn(state, each), 0), newest: unread[0] }
}
