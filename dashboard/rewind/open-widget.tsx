import type { Senders } from '@pavior/shared/protocol/message-view.ts'
import type { Moment } from '@pavior/shared/rewind/moment.ts'
import type { Tab } from '@pavior/shared/rewind/tabs.ts'
import { Screen } from '@pavior/widget/app/screen.tsx'
import { languageOf } from '@pavior/widget/app/texts/texts.ts'
import { memo } from 'preact/compat'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { ChatFrame } from '../preview/chat-frame.tsx'
import { shownAt, textsThen } from './widget-shown.ts'

/** What is done in it is done by nobody: it only shows. */
const NOTHING = () => undefined
const nothing = {
  back: NOTHING,
  close: NOTHING,
  write: NOTHING,
  send: NOTHING,
  start: NOTHING,
  open: NOTHING,
  sound: NOTHING,
  typeInForm: NOTHING,
  leaveField: NOTHING,
  submitForm: NOTHING,
  pressButton: NOTHING,
  retry: NOTHING,
  discard: NOTHING,
}

/** The panel's own size on a desk (widget/panel/look.css). */
const PANEL = { width: 380, height: 640 }

/** What it shows: a moment in a tab. */
export type Then = { moment: Moment; tab: Tab }

export type Keys = { readonly current: (event: KeyboardEvent) => void }

type Props = Then & {
  senders: Senders
  /** Closed just now. */
  hidden: boolean
  /** What hears of a key that is pressed in it. */
  keys: Keys
}

/** Messages that are drawn before what was in view; as many more whenever one scrolls up to them. */
const REACH = 12

export const OpenWidget = memo(function OpenWidget({ moment, tab, senders, hidden, keys }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const conversation = tab.top.view === 'conversation' ? tab.top.conversation : ''
  const [reached, setReached] = useState({ conversation, reach: REACH })
  const reach = reached.conversation === conversation ? reached.reach : REACH
  const shown = useMemo(() => shownAt({ moment, tab, senders, reach }), [moment, tab, senders, reach])
  const onTop = useRef(() => {})
  onTop.current = () => setReached({ conversation, reach: reach + REACH })
  const room = useRoom(box)
  const language = languageOf(tab.language)
  const texts = useMemo(() => textsThen({ language, online: tab.online }), [language, tab.online])
  const { width, height } = tab.phone
    ? tab.viewport
    : {
        width: Math.min(PANEL.width, tab.viewport.width - 40),
        height: Math.min(PANEL.height, tab.viewport.height - 104),
      }
  // As wide as it was, so that its lines break as they did; smaller only where there is not the room.
  const scale = Math.min(1, room.width / Math.max(240, width))
  const size = {
    width: `${Math.max(240, width)}px`,
    height: `${Math.min(Math.max(320, height), room.height / scale)}px`,
    transform: scale < 1 ? `scale(${scale})` : 'none',
  }
  return (
    <div class="then-room" ref={box} inert={hidden}>
      <div class="then-chat" style={size}>
        <ChatFrame
          title="The widget, as they had it"
          scheme={tab.theme}
          language={language}
          onPage={page => still(page, keys, onTop)}
        >
          <Screen chat={shown} texts={texts} language={language} on={nothing} />
          <Pointed moment={moment} tab={tab} />
        </ChatFrame>
      </div>
    </div>
  )
})

/** Pixels. */
const NEAR_TOP = 100

/** Nothing in it can be typed, pressed or followed; keys go to the timeline. */
function still(page: Document, keys: Keys, onTop: { readonly current: () => void }): () => void {
  const listening = new AbortController()
  const stop = (event: Event) => event.preventDefault()
  for (const kind of ['click', 'auxclick', 'submit', 'beforeinput', 'mousedown', 'dragstart', 'drop', 'paste'])
    page.addEventListener(kind, stop, { capture: true, signal: listening.signal })
  page.addEventListener(
    'keydown',
    event => {
      if (event.key !== 'Tab') event.preventDefault()
      keys.current(event)
    },
    { capture: true, signal: listening.signal },
  )
  page.addEventListener(
    'scroll',
    () => {
      const box = page.querySelector('.scroll-end')
      // Its end is where it begins to scroll from.
      if (box && box.scrollHeight + box.scrollTop - box.clientHeight < NEAR_TOP) onTop.current()
    },
    { capture: true, passive: true, signal: listening.signal },
  )
  return () => listening.abort()
}

/** Marks the field that had the focus, and scrolls to what they had in view. */
function Pointed({ moment, tab }: { moment: Moment; tab: Tab }) {
  const here = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const page = here.current?.ownerDocument
    if (!page) return
    const focused = Object.entries(tab.forms).flatMap(([message, form]) => {
      const field = form.focused === undefined ? null : page.getElementById(`${message}-${form.focused}`)
      return field ? [field] : []
    })
    // As the widget's own sheet draws the focus; the focus itself stays in the dashboard.
    for (const field of focused) {
      field.style.boxShadow = 'var(--ring)'
      if (!field.matches('.refused')) field.style.borderColor = 'var(--accent)'
      field.scrollIntoView({ block: 'nearest' })
    }
    return () => {
      for (const field of focused) field.removeAttribute('style')
    }
  })
  const scrolled = tab.scrolled?.number
  useLayoutEffect(() => {
    const page = here.current?.ownerDocument
    if (scrolled === undefined) page?.querySelector('.scroll-end')?.scrollTo(0, 0)
    else page?.querySelector(`[data-number="${scrolled}"]`)?.scrollIntoView({ block: 'end' })
  }, [scrolled, moment.number])
  return <span ref={here} hidden />
}

function useRoom(box: { current: HTMLElement | null }): { width: number; height: number } {
  const [room, setRoom] = useState({ width: PANEL.width, height: PANEL.height })
  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => {
      // Out of sight it has none.
      if (entry && entry.contentRect.width > 0)
        setRoom({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return room
}
