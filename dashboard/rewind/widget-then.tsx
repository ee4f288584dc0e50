import { plainText } from '@pavior/shared/document/plain.ts'
import { fromView, type Senders } from '@pavior/shared/protocol/message-view.ts'
import type { Moment } from '@pavior/shared/rewind/moment.ts'
import { openTabs, type Tab } from '@pavior/shared/rewind/tabs.ts'
import { languageOf } from '@pavior/widget/app/texts/texts.ts'
import { ChevronDown } from 'lucide-preact'
import { memo } from 'preact/compat'
import { useMemo, useRef, useState } from 'preact/hooks'
import { Launcher } from '../preview/launcher.tsx'
import { Item, Menu } from '../ui/menu.tsx'
import { type Keys, OpenWidget, type Then } from './open-widget.tsx'
import { clockOf } from './times.ts'
import { unreadThen } from './widget-shown.ts'

type Props = {
  moment: Moment
  senders: Senders
  /** The conversation that is looked at, for when nothing was recorded of the widget. */
  conversation: string | undefined
  /** What hears of a key that is pressed in it. */
  keys: Keys
  /** What they did in it was recorded, be it later. */
  isRecorded: boolean
}

/** The widget as that visitor had it: drawn by the widget's own views, in their size, language and colours (R2). */
export const WidgetThen = memo(function WidgetThen({ moment, senders, conversation, keys, isRecorded }: Props) {
  const [session, setSession] = useState<string>()
  const chosen = session === undefined ? undefined : moment.tabs.get(session)
  const recorded = chosen ?? moment.lastTab
  const tab = recorded ?? unrecorded(moment, conversation)
  const tabs = openTabs(moment.tabs, moment.at)
  const unread = useMemo(() => unreadThen(moment.life), [moment])
  // Once it was drawn it stays, out of sight while it is closed: a frame takes long to come up.
  const opened = useRef<Then | undefined>(undefined)
  if (tab.open) opened.current = { moment, tab }
  return (
    <section class="then-widget" aria-label="The widget then">
      <h2 class="then-label">
        Widget then{' '}
        <small>
          {recorded
            ? stateInWords(tab, unread)
            : isRecorded
              ? 'nothing recorded yet'
              : 'what they did in it was not recorded'}
        </small>
        <span class="push" />
        {tabs.length > 1 ? <TabMenu tabs={tabs} tab={tab} onPick={setSession} /> : null}
      </h2>
      {opened.current ? <OpenWidget {...opened.current} senders={senders} hidden={!tab.open} keys={keys} /> : null}
      {tab.open ? null : <ClosedWidget moment={moment} tab={tab} senders={senders} unread={unread} />}
    </section>
  )
})

function stateInWords({ open, phone }: Tab, unread: number): string {
  const news = unread === 0 ? 'nothing unread' : `${unread} unread`
  return `${open ? 'open' : 'closed'}, ${news}, on a ${phone ? 'phone' : 'computer'}`
}

type TabMenuProps = { tabs: readonly Tab[]; tab: Tab; onPick: (session: string | undefined) => void }

function TabMenu({ tabs, tab, onPick }: TabMenuProps) {
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

type ClosedProps = Then & { senders: Senders; unread: number }

function ClosedWidget({ moment, tab, senders, unread }: ClosedProps) {
  const { preview } = tab
  const messages = preview && moment.life.conversations.get(preview.conversation)?.messages
  const message = messages?.find(({ number }) => number === preview?.number)
  const name = message ? (fromView(message.from, senders).name ?? senders.name) : ''
  return (
    <div class="then-room over">
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
