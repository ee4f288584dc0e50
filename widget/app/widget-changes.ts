import type { Interaction } from '@pavior/shared/journal/interaction.ts'
import type { Hello, Preview } from '../port.ts'
import type { Heard, Watched } from './recording.ts'
import type { State } from './state.ts'

/** Asked for once: it is looked at with each change. */
const dark = matchMedia('(prefers-color-scheme: dark)')

type Around = ReturnType<typeof aroundOf>

/** Of the page that the widget stands on. */
export const aroundOf = ({ viewport, page }: Hello) => ({
  viewport: viewport ?? { width: innerWidth, height: innerHeight },
  page: pageOf(page),
})

/** Cut in the middle of a character, it would not be text. */
const pageOf = ({ url, title = '' }: { url: string; title?: string | undefined }) => ({
  url: url.slice(0, 2000).toWellFormed(),
  title: title.slice(0, 500).toWellFormed(),
})

/** Of the widget what rewind shows, and how it differs from before, in the order in which it is to be told. */
export function changesOf(watched: Watched) {
  const state = watched.holder.get()
  const preview = previewIn(watched)
  const { open, view, phone } = state
  const now = {
    open,
    online: isHere(state),
    phone,
    shown: watched.isNew(view) ? 'new' : view,
    theme: themeOf(state),
    preview: preview ? `${preview.conversation} ${preview.number}` : '',
  }
  return {
    ...now,
    since(before: typeof now, around: Around): Interaction[] {
      // What nothing else tells: the whole of it.
      if (now.theme !== before.theme) return beganIn(watched, around)
      const told: Interaction[] = []
      if (now.phone !== before.phone) told.push({ does: 'resized', viewport: around.viewport, phone })
      if (now.open !== before.open) told.push(open ? { does: 'opened', online: now.online } : { does: 'closed' })
      else if (open && now.online !== before.online) told.push({ does: 'head-changed', online: now.online })
      if (now.shown !== before.shown) told.push(showed(now.shown))
      if (preview && now.preview !== before.preview)
        told.push({ does: 'preview-shown', conversation: preview.conversation, number: preview.number })
      return told
    },
  }
}

/** What the page told, before the chat did anything about it; `around` becomes what it is now. */
export function toldBy(watched: Watched, around: Around, message: Heard): Interaction[] {
  switch (message[0]) {
    case 'open': {
      const preview = previewIn(watched)
      return message[2] && preview
        ? [{ does: 'preview-clicked', conversation: message[2], number: preview.number }]
        : []
    }
    case 'put-away':
      return [{ does: 'preview-dismissed', conversation: message[1], number: message[2] }]
    case 'seen':
      return [{ does: 'message-seen', conversation: message[1], number: message[2] }]
    case 'viewport':
      around.viewport = { width: message[1], height: message[2] }
      return [{ does: 'resized', viewport: around.viewport, phone: watched.holder.get().phone }]
    case 'facts': {
      const view = message[1].findLast(fact => fact.kind === 'page')
      if (view?.kind !== 'page' || view.url === around.page.url) return []
      around.page = pageOf(view)
      return [{ does: 'page-changed', ...around.page }]
    }
    default:
      return []
  }
}

/** The widget as it stands. */
export function beganIn({ holder, isNew, language }: Watched, { viewport, page }: Around): Interaction[] {
  const state = holder.get()
  const { phone, open, view } = state
  const conversation = view === '' || isNew(view) ? {} : { conversation: view }
  const began: Interaction = {
    does: 'began',
    viewport,
    phone,
    language: language.slice(0, 35),
    theme: themeOf(state),
    open,
    online: isHere(state),
    ...conversation,
    ...page,
  }
  return isNew(view) ? [began, showed('new')] : [began]
}

function showed(shown: string): Interaction {
  if (shown === 'new') return { does: 'showed', new: true }
  return shown === '' ? { does: 'showed' } : { does: 'showed', conversation: shown }
}

/** What the head says of the team; of a closed chat nobody sees it. */
const isHere = ({ live, online }: State): boolean => live && online === true

const themeOf = ({ theme }: State): 'light' | 'dark' =>
  theme === 'light' || theme === 'dark' ? theme : dark.matches ? 'dark' : 'light'

/** What stands beside the closed launcher now. */
const previewIn = ({ holder: { get }, page, previewOf }: Watched): Preview | null =>
  get().open ? null : previewOf(get(), page.kept)
