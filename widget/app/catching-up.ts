import type { Connection } from './connection.ts'
import { type Holder, transcriptOf, unreadIn } from './state.ts'
import { isBehind, newerHead, withSync } from './transcript.ts'

export type CatchingUp = ReturnType<typeof createCatchingUp>

/** Asks for what is missing, by number and revision: on connecting, on a gap, on waking, and now and then (S3). */
export function createCatchingUp({ get, change }: Holder, connection: Connection) {
  const running = new Set<string>()
  const soon = new Map<string, ReturnType<typeof setTimeout>>()

  /** One conversation; several pages when it is long. */
  async function sync(conversation: string): Promise<void> {
    if (!connection.isLive() || running.has(conversation)) return
    running.add(conversation)
    try {
      for (let more = true; more; ) {
        const before = transcriptOf(get(), conversation)
        const answer = await connection
          .ask()
          .emitWithAck('conversation:sync', { conversation, after: before.messages.length, revision: before.revision })
        if (!answer.ok) {
          if (answer.error.retryAfter) later(conversation, answer.error.retryAfter)
          return
        }
        const transcript = withSync(transcriptOf(get(), conversation), answer)
        change({
          transcripts: { ...get().transcripts, [conversation]: transcript },
          conversations: {
            ...get().conversations,
            [conversation]: newerHead(get().conversations[conversation], answer.conversation),
          },
        })
        more = answer.more
      }
    } catch {
      connection.reconnect()
      return
    } finally {
      running.delete(conversation)
    }
    if (isMissed(conversation)) later(conversation, 2000)
  }

  /** A moment later: what seems missing may be on its way. */
  function later(conversation: string, wait = 150) {
    if (soon.has(conversation)) return
    const timer = setTimeout(() => {
      soon.delete(conversation)
      if (isMissed(conversation)) sync(conversation)
    }, wait)
    soon.set(conversation, timer)
  }

  function isMissed(id: string): boolean {
    const conversation = get().conversations[id]
    return Boolean(conversation && isBehind(transcriptOf(get(), id), conversation))
  }

  /** Only what is on screen, was on screen, or is unread is worth asking for. */
  function isWanted(id: string): boolean {
    const conversation = get().conversations[id]
    return get().view === id || id in get().transcripts || Boolean(conversation && unreadIn(get(), conversation) > 0)
  }

  /** All that is wanted and behind, as far as the heads of the conversations tell. */
  function syncAll() {
    for (const id of Object.keys(get().conversations)) if (isWanted(id) && isMissed(id)) sync(id)
  }

  return {
    sync,
    syncAll,
    /** Something about a conversation changed. */
    heard(id: string) {
      if (isWanted(id) && isMissed(id)) later(id)
    },
    /** Asks for the heads of all conversations first; no answer within `within` means that the line is dead. */
    async look(within = 8000) {
      if (!connection.isLive()) return
      try {
        const answer = await connection.ask(within).emitWithAck('conversations:list', {})
        if (!answer.ok) return
        const conversations = { ...get().conversations }
        for (const head of answer.conversations) conversations[head.id] = newerHead(conversations[head.id], head)
        change({ conversations })
        syncAll()
      } catch {
        connection.reconnect()
      }
    },
  }
}
