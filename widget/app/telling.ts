import type { Preview } from '../port.ts'
import type { Page } from './page.ts'
import { type Holder, newsIn, type State, transcriptOf, unreadOf } from './state.ts'
import { initials } from './views/face.tsx'

/** What follows from each change, in the page (badge, preview) and here (behind or not); told only when it changes. */
export function tellChanges({ get, change, listen }: Holder, { kept, tell }: Page) {
  let toldCount = 0
  let toldPreview = 'null'
  let timer: ReturnType<typeof setTimeout> | undefined

  listen(() => {
    const state = get()
    const { count } = unreadOf(state)
    const preview = previewOf(state, kept)
    const asText = JSON.stringify(preview)
    if (count !== toldCount) tell('unread', count)
    if (asText !== toldPreview) tell('preview', preview)
    toldCount = count
    toldPreview = asText

    // The first sync is not catching up; and what arrives at once is not worth a word.
    const head = state.conversations[state.view]
    const have = head ? transcriptOf(state, head.id).messages.length : 0
    const isBehind = Boolean(head && have > 0 && have < head.number)
    if (isBehind) timer ??= setTimeout(() => change({ isBehind: true }), 600)
    else {
      clearTimeout(timer)
      timer = undefined
      if (state.isBehind) change({ isBehind: false })
    }
  })
}

/** What stands beside the closed launcher: the newest unread message, unless it was put away. */
export function previewOf(state: State, kept: ReadonlyMap<string, string>): Preview | null {
  const { newest } = unreadOf(state)
  const last = newest && newsIn(state, newest)
  if (!last || last.number <= Number(kept.get(`put-away:${newest.id}`) ?? 0)) return null
  const name = last.from.name ?? state.ready?.team.name ?? ''
  const { id: conversation } = newest
  return { conversation, number: last.number, name, initials: initials(name), text: last.text.slice(0, 300) }
}
