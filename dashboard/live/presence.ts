import { store } from './store.ts'

/** Who types and who looks on, by conversation. Kept nowhere: it is true for seconds. */

type Typist = { type: 'person' | 'agent'; id: string; name: string }
type Looker = { id: string; name: string }

export const typists = store<Record<string, Typist[]>>({})
export const lookers = store<Record<string, Looker[]>>({})

/** Somebody whose “stopped” was lost does not type for ever. */
const TYPING_ENDS_AFTER = 8_000
const ends = new Map<string, ReturnType<typeof setTimeout>>()

export function typingHeard({ conversation, on, from }: { conversation: string; on: boolean; from: Typist }): void {
  const key = `${conversation} ${from.id}`
  clearTimeout(ends.get(key))
  ends.delete(key)
  if (!on) {
    quiet(conversation, from)
    return
  }
  ends.set(
    key,
    setTimeout(() => quiet(conversation, from), TYPING_ENDS_AFTER),
  )
  typists.set(now => {
    const others = now[conversation] ?? []
    if (others.some(other => other.id === from.id)) return now
    return { ...now, [conversation]: [...others, from] }
  })
}

/** Whoever has sent something does not type any more. The person needs no id: there is one in a conversation. */
export function quiet(conversation: string, who: { type: 'person' } | { id: string }): void {
  typists.set(now => {
    const left = now[conversation]?.filter(other => ('id' in who ? other.id !== who.id : other.type !== who.type))
    if (left === undefined || left.length === now[conversation]?.length) return now
    const { [conversation]: _, ...rest } = now
    return left.length === 0 ? rest : { ...rest, [conversation]: left }
  })
}

export function watchingHeard({ conversation, agents }: { conversation: string; agents: Looker[] }): void {
  lookers.set(now => ({ ...now, [conversation]: agents }))
}

/** Who else has a draft open, by campaign; and the newest revision of it that was told of. */
export const drawers = store<Record<string, Looker[]>>({})
export const toldRevisions = store<Record<string, number>>({})

export function drawingHeard({ campaign, agents }: { campaign: string; agents: Looker[] }): void {
  drawers.set(now => ({ ...now, [campaign]: agents }))
}

export function draftHeard({ campaign, revision }: { campaign: string; revision: number }): void {
  toldRevisions.set(now => ({ ...now, [campaign]: Math.max(now[campaign] ?? 0, revision) }))
}
