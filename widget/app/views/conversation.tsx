import type { RefObject } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Texts } from '../texts/texts.ts'
import { Composer } from './composer.tsx'
import { Face } from './face.tsx'
import { Icon } from './icons.tsx'
import { Message, type MessageActions, type ThreadItem } from './message.tsx'
import { type NoticeName, Notices } from './notice.tsx'

export type ConversationProps = {
  texts: Texts
  /** The agent who wrote last, or the team. */
  name: string
  online: boolean | undefined
  notices: NoticeName[]
  items: ThreadItem[]
  /** What was said before is still on its way. */
  loading: boolean
  closed: boolean
  /** Who types now; empty for nobody. */
  typing: string
  text: string
  /** Unread messages in other conversations. */
  others?: number
  /** The box that scrolls, for who watches what was seen. */
  scroller?: RefObject<HTMLDivElement | null> | undefined
  on: MessageActions & { back(): void; close(): void; write(text: string): void; send(): void }
}

/** One conversation: its head, what was said, and where one writes. */
export function Conversation({
  texts,
  name,
  online,
  notices,
  items,
  loading,
  closed,
  typing,
  text,
  others = 0,
  scroller,
  on,
}: ConversationProps) {
  // The same lines until one of them changes: typing below a thousand messages stays quick.
  const lines = useMemo(
    () => items.map(item => <Message key={item.key} item={item} texts={texts} on={on} />),
    [items, texts, on],
  )
  return (
    <>
      <header class="chat-bar">
        <button
          type="button"
          class="icon"
          aria-label={others > 0 ? `${texts.back}, ${texts.unread(others)}` : texts.back}
          onClick={on.back}
        >
          <Icon name="back" />
          {others > 0 && <i>{others > 9 ? '9+' : others}</i>}
        </button>
        <Face name={name} online={online ?? false} />
        <div>
          <h1>{name}</h1>
          <small>{online ? texts.here : texts.later}</small>
        </div>
        <button type="button" class="icon push" aria-label={texts.close} onClick={on.close}>
          <Icon name="cross" />
        </button>
      </header>
      <Notices texts={texts} notices={notices} />
      <div
        class="scroll-end"
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        role="log"
        aria-label={texts.messages}
        aria-relevant="additions"
        aria-busy={loading}
      >
        <div class="thread">
          {items.length === 0 && !loading && (
            <div class="nothing">
              <Icon name="bubble" />
              <span>{texts.newConversation}</span>
            </div>
          )}
          {lines}
          {closed && <p class="gone">{texts.closed}</p>}
          {typing && (
            <p class="istyping">
              <span class="typing">
                <i />
                <i />
                <i />
              </span>
              {texts.isTyping(typing)}
            </p>
          )}
        </div>
      </div>
      <Composer texts={texts} text={text} on={on} />
    </>
  )
}
