import { useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks'
import type { Chat } from './chat.ts'
import { isNew } from './outbox.ts'
import { Screen, type ScreenActions } from './screen.tsx'
import { watchSeen } from './seen.ts'
import { transcriptOf } from './state.ts'
import type { Texts } from './texts/texts.ts'

/** The living chat on the screen: drawn anew when something changes, with the focus and what was seen in step. */
export function App({ chat, texts, language }: { chat: Chat; texts: Texts; language: string }) {
  const [, redraw] = useReducer((count: number, _: undefined) => count + 1, 0)
  useEffect(() => {
    const stop = chat.listen(() => redraw(undefined))
    redraw(undefined)
    return () => {
      stop()
    }
  }, [chat])
  const root = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const state = chat.get()
  const { view, ready, phone, theme, focus, open } = state
  const on = useMemo(() => actionsOf(chat, scroller), [chat])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && !event.isComposing && chat.close()
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [chat])
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme === 'light' || theme === 'dark' ? theme : ''
  }, [theme])
  useEffect(() => {
    if (focus === 0) return
    // On a phone the keyboard would cover half of what one came to read.
    const target =
      phone && !isNew(view) ? undefined : root.current?.querySelector<HTMLElement>(view ? 'textarea' : '.card')
    ;(target ?? root.current)?.focus()
  }, [focus, phone, view])

  const watch = useRef<ReturnType<typeof watchSeen>>(null)
  useEffect(() => {
    if (!scroller.current || !open) return
    const watching = watchSeen(scroller.current, chat.seen)
    watch.current = watching
    return watching.end
  }, [chat, view === '', open])
  // Whatever was drawn anew, there can be something else to see.
  useEffect(() => watch.current?.look())

  return (
    <div
      ref={root}
      class={phone ? 'chat phone' : 'chat'}
      role="dialog"
      aria-label={ready ? texts.chatWith(ready.team.name) : texts.chat}
      tabIndex={-1}
    >
      <Screen chat={chat} texts={texts} language={language} scroller={scroller} on={on} />
    </div>
  )
}

function actionsOf(chat: Chat, scroller: { current: HTMLDivElement | null }): ScreenActions {
  return {
    back: () => chat.show(''),
    close: chat.close,
    write: chat.write,
    send() {
      chat.send()
      scroller.current?.scrollTo(0, 0)
    },
    start: () => chat.show('new'),
    open: chat.show,
    sound: chat.toggleSound,
    typeInForm: chat.forms.type,
    leaveField: chat.forms.leave,
    submitForm: chat.forms.submit,
    pressButton: (id, button) => {
      const message = transcriptOf(chat.get(), chat.get().view).messages.find(each => each.id === id)
      if (message) chat.press(message, button)
    },
    retry: chat.retry,
    discard: chat.discard,
  }
}
