import type { RefObject } from 'preact'
import { useMemo } from 'preact/hooks'
import { type Entry, isNew } from './outbox.ts'
import { conversationsOf, type State, transcriptOf, unreadIn, unreadOf } from './state.ts'
import type { Texts } from './texts/texts.ts'
import { threadOf } from './thread.ts'
import { Conversation } from './views/conversation.tsx'
import type { Typed } from './views/form.tsx'
import { Home, type HomeRow } from './views/home.tsx'
import type { MessageActions } from './views/message.tsx'
import type { NoticeName } from './views/notice.tsx'
import { rowTime } from './when.ts'

/** All that is drawn comes from here: the living chat, or what a rewind knows of it (R2). */
export type Shown = {
  get(): State
  /** What waits to be sent in a conversation. */
  queueOf(conversation: string): Entry[]
  forms: { typedIn(message: string): Typed }
  draft(conversation: string): string
  isSoundOn(): boolean
}

export type ScreenActions = MessageActions & {
  back(): void
  close(): void
  write(text: string): void
  send(): void
  start(): void
  open(conversation: string): void
  sound(): void
}

type Props = {
  chat: Shown
  texts: Texts
  language: string
  /** The box that scrolls, for who watches what was seen. */
  scroller?: RefObject<HTMLDivElement | null> | undefined
  on: ScreenActions
}

/** From what is known to what is drawn. The views get plain data and callbacks. */
export function Screen({ chat, texts, language, scroller, on }: Props) {
  const state = chat.get()
  const { view, ready } = state
  const team = ready?.team.name ?? texts.chat
  const transcript = transcriptOf(state, view)
  const head = state.conversations[view]

  const notices: NoticeName[] = []
  if (state.isOffline) notices.push('offline')
  else if (state.isLost) notices.push('reconnecting')
  else if (state.isBehind) notices.push('catchingUp')
  if (state.isBlocked) notices.push('blocked')

  const items = useMemo(
    () =>
      threadOf({
        messages: transcript.messages,
        queue: chat.queueOf(view),
        conversation: head,
        team,
        typed: chat.forms.typedIn,
        live: state.live,
        texts,
        language,
        now: state.now,
      }),
    [transcript, state.queue, head, team, state.live, state.now, state.kept, view, texts, language],
  )
  if (view === '')
    return (
      <Home
        texts={texts}
        team={ready?.team.name ?? ''}
        faces={facesOf(ready?.team)}
        online={state.live && state.online}
        sound={chat.isSoundOn()}
        rows={ready && rowsOf(chat, team, texts, language)}
        signedIn={ready?.person.type === 'signup'}
        notices={notices}
        on={on}
      />
    )
  return (
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
      others={unreadOf(state).count - (head ? unreadIn(state, head) : 0)}
      scroller={scroller}
      on={on}
    />
  )
}

const facesOf = (team: { name: string; agents: { name: string }[] } | undefined): string[] =>
  team ? (team.agents.length > 0 ? team.agents.map(agent => agent.name) : [team.name]) : []

function rowsOf(chat: Shown, team: string, texts: Texts, language: string): HomeRow[] {
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
