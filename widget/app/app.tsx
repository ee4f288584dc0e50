import { useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks'
import type { Chat } from './chat.ts'
import { isNew } from './outbox.ts'
import { watchSeen } from './seen.ts'
import { conversationsOf, transcriptOf, unreadIn } from './state.ts'
import type { Texts } from './texts/texts.ts'
import { threadOf } from './thread.ts'
import { Conversation } from './views/conversation.tsx'
import { Home, type HomeRow } from './views/home.tsx'
import type { MessageActions } from './views/message.tsx'
import type { NoticeName } from './views/notice.tsx'
import { rowTime } from './when.ts'

/** From what is known to what is drawn. The views get plain data and callbacks. */
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
  const team = ready?.team.name ?? texts.chat
  const transcript = transcriptOf(state, view)
  const head = state.conversations[view]

  const notices: NoticeName[] = []
  if (state.isOffline) notices.push('offline')
  else if (state.isLost) notices.push('reconnecting')
  else if (state.isBehind) notices.push('catchingUp')
  if (state.isBlocked) notices.push('blocked')

  const queue = chat.queueOf(view)
  const items = useMemo(
    () =>
      threadOf({
        messages: transcript.messages,
        queue,
        conversation: head,
        team,
        typed: chat.forms.typedIn,
        live: state.live,
        texts,
        language,
        now: state.now,
      }),
    [transcript, state.queue, head, team, state.live, state.now, state.kept, view],
  )
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
  useEffect(() => watch.current?.look(), [items, open, view])

  return (
    <div
      ref={root}
      class={phone ? 'chat phone' : 'chat'}
      role="dialog"
      aria-label={ready ? texts.chatWith(team) : texts.chat}
      tabIndex={-1}
    >
      {view === '' ? (
        <Home
          texts={texts}
          team={ready?.team.name ?? ''}
          faces={facesOf(state.ready?.team)}
          online={state.live && state.online}
          sound={chat.isSoundOn()}
          rows={ready && rowsOf(chat, team, texts, language)}
          signedIn={ready?.person.type === 'signup'}
          notices={notices}
          on={{ close: chat.close, start: () => chat.show('new'), open: chat.show, sound: chat.toggleSound }}
        />
      ) : (
        <Conversation
          texts={texts}
          name={head?.agent?.name ?? team}
          online={state.live && state.online}
          notices={notices}
          items={items}
          loading={!isNew(view) && transcript.messages.length < Math.max(1, head?.number ?? 1)}
          closed={head?.state === 'closed'}
          typing={state.typing[view] ?? ''}
          text={chat.draft(view)}
          scroller={scroller}
          on={on}
        />
      )}
    </div>
  )
}

function actionsOf(
  chat: Chat,
  scroller: { current: HTMLDivElement | null },
): MessageActions & {
  back(): void
  close(): void
  write(text: string): void
  send(): void
} {
  return {
    back: () => chat.show(''),
    close: chat.close,
    write: chat.write,
    send() {
      chat.send()
      scroller.current?.scrollTo(0, 0)
    },
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

const facesOf = (team: { name: string; agents: { name: string }[] } | undefined): string[] =>
  team ? (team.agents.length > 0 ? team.agents.map(agent => agent.name) : [team.name]) : []

function rowsOf(chat: Chat, team: string, texts: Texts, language: string): HomeRow[] {
  const state = chat.get()
  const begun = [...new Set(state.queue.filter(entry => isNew(entry.conversation)).map(entry => entry.conversation))]
  const waiting = begun.map(key => {
    const [first] = chat.queueOf(key)
    const text = first?.kind === 'message' ? first.text : ''
    return { key, name: team, text: `${texts.you}: ${text}`, time: texts.sending, unread: 0 }
  })
  const known = conversationsOf(state).map(conversation => {
    const { id, last, agent } = conversation
    const text = last ? (last.from.type === 'person' ? `${texts.you}: ${last.text}` : last.text) : ''
    const time = last ? rowTime(Date.parse(last.at), state.now, texts, language) : ''
    return { key: id, name: agent?.name ?? team, text, time, unread: unreadIn(state, conversation) }
  })
  return [...waiting, ...known]
}
