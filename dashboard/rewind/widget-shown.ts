import type { Document } from '@pavior/shared/document/document.ts'
import { formOf } from '@pavior/shared/document/document.ts'
import type { Conversation, Life, Message } from '@pavior/shared/journal/life.ts'
import { fromView, messageView, type Senders } from '@pavior/shared/protocol/message-view.ts'
import type { ConversationView, MessageView } from '@pavior/shared/protocol/views.ts'
import type { Moment } from '@pavior/shared/rewind/moment.ts'
import type { Tab } from '@pavior/shared/rewind/tabs.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { Shown } from '@pavior/widget/app/screen.tsx'
import type { State } from '@pavior/widget/app/state.ts'
import { languageOf, type Texts, textsFor } from '@pavior/widget/app/texts/texts.ts'
import { unread } from '@pavior/widget/app/transcript.ts'

type Given = {
  moment: Moment
  tab: Tab
  senders: Senders
  /** So many messages before what was in view are drawn. */
  reach: number
}

/** What the widget knew at a moment, as its screen takes it: drawn from this, it is what the visitor had before them (R2). */
export function shownAt({ moment, tab, senders, reach }: Given): Shown {
  const { life } = moment
  const talks = [...life.conversations.values()]
  const conversations = Object.fromEntries(talks.map(talk => [talk.id, headOf(talk, senders)]))
  const view = viewOf(tab, conversations)
  const transcripts = Object.fromEntries(
    talks.flatMap(talk => {
      // Only what is drawn: of the others how much is new in them.
      if (view !== '' && view !== talk.id && talk.number <= talk.seenByPerson) return []
      const messages = view === talk.id ? inReach(talk, tab, reach) : talk.messages
      const views = messages.map(message => unsaid(messageView(talk.id, message, senders), formIn(tab, message.id)))
      return [[talk.id, { ...unread, messages: views, revision: talk.revision }]]
    }),
  )
  const agents = [...senders.agentNames.values()].map(name => ({ name }))
  const state: State = {
    open: tab.open,
    focus: 0,
    phone: tab.phone,
    theme: tab.theme,
    view,
    live: true,
    isLost: false,
    isOffline: false,
    isBehind: false,
    isBlocked: false,
    ready: {
      person: { id: life.person.id, type: life.person.type },
      conversations: Object.values(conversations),
      team: { name: senders.name, agents },
    },
    online: tab.online,
    conversations,
    transcripts,
    queue: [],
    typing: {},
    kept: moment.number,
    now: moment.at,
  }
  return {
    get: () => state,
    queueOf: () => [],
    forms: { typedIn: message => ({ values: {}, refused: { ...formIn(tab, message)?.refused } }) },
    draft: () => '',
    isSoundOn: () => false,
  }
}

/** What the head says of the team where that was not recorded. */
const UNKNOWN = 'Presence was not recorded'

/** The widget's words. It says neither that somebody is there nor that nobody is where that is not known (R2). */
export function textsThen({ language, online }: Pick<Tab, 'language' | 'online'>): Texts {
  const texts = textsFor(languageOf(language))
  return online === undefined ? { ...texts, here: UNKNOWN, later: UNKNOWN } : texts
}

/** Messages that are drawn behind the last that was in view: it may have been seen halfway only. */
const BEHIND = 10

/** Of a long conversation the messages around what was in view. */
function inReach({ id, messages }: Conversation, { scrolled }: Tab, reach: number): Message[] {
  const last = messages.length
  const seen =
    scrolled?.conversation === id ? messages.findLastIndex(({ number }) => number <= scrolled.number) + 1 : last
  return messages.slice(Math.max(0, seen - reach), Math.min(last, seen + Math.max(BEHIND, reach / 2)))
}

/** How many messages of the team the person had not seen yet. */
export function unreadThen({ conversations }: Life): number {
  let count = 0
  for (const { messages, seenByPerson } of conversations.values())
    for (let at = messages.length - 1; at >= 0; at--) {
      const message = messages[at]
      if (!message || message.number <= seenByPerson) break
      if (message.from.type !== 'person' && !message.email) count++
    }
  return count
}

const formIn = (tab: Tab, message: string): Tab['forms'][string] | undefined =>
  Object.hasOwn(tab.forms, message) ? tab.forms[message] : undefined

function viewOf({ top }: Tab, conversations: Readonly<Record<string, unknown>>): string {
  switch (top.view) {
    case 'home':
      return ''
    case 'new':
      return 'new'
    case 'conversation':
      // What is shown of a conversation that is not there (erased, or of before a merge) is nothing.
      return Object.hasOwn(conversations, top.conversation) ? top.conversation : ''
    default:
      return top satisfies never
  }
}

function headOf(talk: Conversation, senders: Senders): ConversationView {
  const { id, state, number, revision, startedAt, seenByPerson, seenByTeam, last, agent } = talk
  const agentName = agent === undefined ? undefined : senders.agentNames.get(agent)
  return {
    id,
    state,
    number,
    revision,
    startedAt: toIso(startedAt),
    seenByPerson,
    seenByTeam,
    ...(last && {
      last: {
        at: toIso(last.at),
        number: last.number,
        from: fromView(last.from, senders),
        text: last.text,
        ...(last.email && { email: true }),
      },
    }),
    ...(agent !== undefined && agentName !== undefined && { agent: { id: agent, name: agentName } }),
  }
}

/** What stands in a field of which only is known that something was in it (R3). */
const FILLED = 'Filled, value not recorded'

/** A form with its fields as they were left: what was typed is nowhere. */
function unsaid(message: MessageView, then: Tab['forms'][string] | undefined): MessageView {
  const form = formOf(message.content)
  if (!form || !then || then.filled.length === 0 || message.form?.state !== 'open') return message
  const content: Document = {
    ...message.content,
    content: message.content.content.map(block =>
      block.type === 'form'
        ? {
            ...block,
            attrs: {
              ...block.attrs,
              fields: block.attrs.fields.map(field =>
                then.filled.includes(field.key)
                  ? // A date's own field would show nothing of this.
                    { ...field, kind: field.kind === 'date' ? 'text' : field.kind, placeholder: FILLED }
                  : field,
              ),
            },
          }
        : block,
    ),
  }
  return { ...message, content }
}
