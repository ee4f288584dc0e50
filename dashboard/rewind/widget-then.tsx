import { plainText } from '@pavior/shared/document/plain.ts'
import type { Senders } from '@pavior/shared/protocol/message-view.ts'
import type { Moment } from '@pavior/shared/rewind/moment.ts'
import type { Tab } from '@pavior/shared/rewind/tabs.ts'
import { Screen } from '@pavior/widget/app/screen.tsx'
import { transcriptOf, unreadOf } from '@pavior/widget/app/state.ts'
import { languageOf, textsFor } from '@pavior/widget/app/texts/texts.ts'
import { ChevronDown } from 'lucide-preact'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { ChatFrame } from '../preview/chat-frame.tsx'
import { Launcher } from '../preview/launcher.tsx'
import { Item, Menu } from '../ui/menu.tsx'
import { clockOf } from './times.ts'
import { shownAt } from './widget-shown.ts'

type Props = {
  moment: Moment
  senders: Senders
  /** The conversation that is looked at, for when nothing was recorded of the widget. */
  conversation: string | undefined
  onKey: (event: KeyboardEvent) => void
}

/** The widget as that visitor had it: drawn by the widget's own views, in their size, language and colours (R2). */
export function WidgetThen({ moment, senders, conversation, onKey }: Props) {
  const [session, setSession] = useState<string>()
  const chosen = session === undefined ? undefined : moment.tabs.get(session)
  const recorded = chosen ?? moment.lastTab
  const tab = recorded ?? unrecorded(moment, conversation)
  const shown = useMemo(() => shownAt({ moment, tab, senders }), [moment, tab, senders])
  const unread = unreadOf(shown.get()).count
  return (
    <section class="then-widget" aria-label="The widget then">
      <h2 class="then-label">
        Widget then <small>{stateInWords(tab, unread, recorded !== undefined)}</small>
        <span class="push" />
        {moment.tabs.size > 1 ? <TabMenu moment={moment} tab={tab} onPick={setSession} /> : null}
      </h2>
      {tab.open ? (
        <OpenWidget moment={moment} tab={tab} shown={shown} onKey={onKey} />
      ) : (
        <ClosedWidget tab={tab} shown={shown} unread={unread} />
      )}
    </section>
  )
}

function stateInWords({ open, phone }: Tab, unread: number, recorded: boolean): string {
  if (!recorded) return 'what they did in it was not recorded'
  const news = unread === 0 ? 'nothing unread' : `${unread} unread`
  return `${open ? 'open' : 'closed'}, ${news}, on a ${phone ? 'phone' : 'computer'}`
}

function TabMenu({ moment, tab, onPick }: { moment: Moment; tab: Tab; onPick: (session: string | undefined) => void }) {
  const tabs = [...moment.tabs.values()]
  const nameOf = ({ title, url, beganAt }: Tab) => title || pathIn(url) || `Opened ${clockOf(beganAt)}`
  const place = tabs.findIndex(one => one.session === tab.session) + 1
  return (
    <Menu
      className="button quiet small"
      align="end"
      trigger={
        <>
          Tab {place} of {tabs.length}
          <ChevronDown />
        </>
      }
    >
      <Item onPick={() => onPick(undefined)}>The one used last</Item>
      {tabs.map((one, index) => (
        <Item key={one.session} onPick={() => onPick(one.session)} aside={`since ${clockOf(one.beganAt)}`}>
          {index + 1}. {nameOf(one)}
        </Item>
      ))}
    </Menu>
  )
}

function pathIn(url: string | undefined): string {
  try {
    return url === undefined ? '' : new URL(url).pathname
  } catch {
    return url ?? ''
  }
}

type DrawnProps = { tab: Tab; shown: ReturnType<typeof shownAt> }

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

function OpenWidget({
  moment,
  tab,
  shown,
  onKey,
}: DrawnProps & { moment: Moment; onKey: (event: KeyboardEvent) => void }) {
  const box = useRef<HTMLDivElement>(null)
  const room = useRoom(box)
  const language = languageOf(tab.language)
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
    <div class="then-room" ref={box}>
      <div class="then-chat" style={size}>
        <ChatFrame
          title="The widget, as they had it"
          scheme={tab.theme}
          language={language}
          onPage={page => still(page, onKey)}
        >
          <Screen chat={shown} texts={textsFor(language)} language={language} on={nothing} />
          <Pointed moment={moment} tab={tab} />
        </ChatFrame>
      </div>
    </div>
  )
}

/** Nothing in it can be typed, pressed or followed; keys go to the timeline. */
function still(page: Document, onKey: (event: KeyboardEvent) => void): () => void {
  const listening = new AbortController()
  const stop = (event: Event) => event.preventDefault()
  for (const kind of ['click', 'auxclick', 'submit', 'beforeinput', 'mousedown', 'dragstart', 'drop', 'paste'])
    page.addEventListener(kind, stop, { capture: true, signal: listening.signal })
  page.addEventListener(
    'keydown',
    event => {
      if (event.key !== 'Tab') event.preventDefault()
      onKey(event)
    },
    { capture: true, signal: listening.signal },
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
    if (scrolled === undefined) return
    here.current?.ownerDocument.querySelector(`[data-number="${scrolled}"]`)?.scrollIntoView({ block: 'end' })
  }, [scrolled, moment.number])
  return <span ref={here} hidden />
}

function ClosedWidget({ tab, shown, unread }: DrawnProps & { unread: number }) {
  const state = shown.get()
  const message =
    tab.preview &&
    transcriptOf(state, tab.preview.conversation).messages.find(one => one.number === tab.preview?.number)
  const name = message?.from.name ?? state.ready?.team.name ?? ''
  return (
    <div class="then-room">
      <Launcher
        card={message && { name, text: plainText(message.content).slice(0, 300) }}
        unread={unread}
        language={languageOf(tab.language)}
        scheme={tab.theme}
      />
    </div>
  )
}

/** Where nothing was recorded, the conversation as it stood: messages and forms are always kept. */
function unrecorded({ life, at }: Moment, conversation: string | undefined): Tab {
  const talks = [...life.conversations.values()]
  const latest = talks.toSorted((a, b) => (a.last?.at ?? a.startedAt) - (b.last?.at ?? b.startedAt)).at(-1)
  const id = conversation !== undefined && life.conversations.has(conversation) ? conversation : latest?.id
  const phone = life.person.device === 'mobile'
  return {
    session: '',
    beganAt: at,
    at,
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    phone,
    language: life.person.language ?? 'en',
    theme: 'light',
    open: true,
    top: id === undefined ? { view: 'home' } : { view: 'conversation', conversation: id },
    forms: {},
  }
}

function useRoom(box: { current: HTMLElement | null }): { width: number; height: number } {
  const [room, setRoom] = useState({ width: PANEL.width, height: PANEL.height })
  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setRoom({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return room
}
