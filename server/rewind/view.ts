import type { FormValues } from '@pavior/shared/document/form.ts'
import type { Conversation, Message } from '@pavior/shared/journal/life.ts'
import { sentence } from '@pavior/shared/journal/words.ts'
import type { Moment, Rewind } from '@pavior/shared/rewind/moment.ts'
import { type ComponentThen, pathOf } from '@pavior/shared/rewind/path.ts'
import { openTabs, type Tab } from '@pavior/shared/rewind/tabs.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { TeamNames } from '../campaigns/live.ts'
import { agentMessageView, inboxConversation, noteView, personSummary } from '../conversations/views.ts'
import { personView } from '../people/reads.ts'
import type { Rewound } from './about.ts'
import { namesIn } from './names.ts'

/** The state at a moment as data: what the rewind screen shows (R2). */
export function momentView(rewind: Rewind, moment: Moment, { about }: Rewound, team: TeamNames) {
  const { life, entry, lastTab } = moment
  const enrollment = about.enrollment === undefined ? undefined : life.enrollments.get(about.enrollment)
  const conversation = about.conversation === undefined ? undefined : life.conversations.get(about.conversation)
  const enrollments = new Map([...life.enrollments.values()].map(one => [one.id, one.campaign]))
  const { online: _online, ...person } = personView(life.person, false)
  const path = about.enrollment === undefined ? undefined : pathOf(rewind.told, about.enrollment)?.(moment.number)
  return {
    at: toIso(moment.at),
    entry: {
      number: moment.number,
      of: rewind.count,
      kind: entry.kind,
      text: entry.kind === 'broken' ? 'An entry that can not be read' : sentence(entry, namesIn(team, enrollments)),
    },
    widget: lastTab ? widgetView(lastTab, moment) : null,
    conversation: conversation ? conversationThen(conversation, moment, team) : null,
    form: formThen(moment, about, conversation),
    campaign:
      path && path.status !== 'outside'
        ? {
            id: path.campaign,
            name: team.campaignNames.get(path.campaign) ?? 'A campaign that is gone',
            version: path.version,
            components: Object.fromEntries(
              [...path.components].flatMap(([id, then]) => (then.is === 'later' ? [] : [[id, componentView(then)]])),
            ),
            took: path.took,
          }
        : null,
    enrollment: enrollment
      ? {
          id: enrollment.id,
          status: enrollment.status,
          enteredAt: toIso(enrollment.enteredAt),
          ...(enrollment.leftAt !== undefined && { leftAt: toIso(enrollment.leftAt) }),
          ...(enrollment.cause !== undefined && { cause: enrollment.cause }),
        }
      : null,
    person,
  }
}

/** The tab in which something was done last. */
function widgetView(tab: Tab, { at, life, tabs }: Moment) {
  const { session, open, viewport, phone, language, theme, top, url, title, preview } = tab
  const unread = [...life.conversations.values()].flatMap(({ messages, seenByPerson }) =>
    messages.filter(({ number, from, email }) => number > seenByPerson && from.type !== 'person' && !email),
  )
  return {
    ...{
      session,
      open,
      viewport,
      phone,
      language,
      theme,
      view: top.view,
      unread: unread.length,
      tabs: openTabs(tabs, at).length,
    },
    ...(top.view === 'conversation' && { conversation: top.conversation }),
    ...(url !== undefined && { url }),
    ...(title !== undefined && { title }),
    ...(preview && { preview }),
  }
}

function conversationThen(one: Conversation, { life }: Moment, team: TeamNames) {
  return {
    ...inboxConversation(one, personSummary(life.person, false), team),
    messages: one.messages.map(message => agentMessageView(one.id, message, team)),
    notes: one.notes.map(note => noteView(one.id, note, team)),
  }
}

type FormAnswer = {
  message: string
  state: 'untouched' | 'focused' | 'filled' | 'refused' | 'sent' | 'submitted' | 'closed'
  /** What stood there, without its values before they were submitted (R3). */
  focused?: string
  filled: readonly string[]
  refused: Readonly<Record<string, string>>
  values?: FormValues
}

/** The form it is about; otherwise the last one that the enrollment sent, or that stands in the conversation. */
function formThen({ life, lastTab }: Moment, about: Rewound['about'], conversation?: Conversation): FormAnswer | null {
  const all = [...life.conversations.values()].flatMap(({ messages }) => messages.filter(({ form }) => form))
  const mine = (message: Message): boolean =>
    about.form === undefined
      ? message.campaign?.enrollment === about.enrollment || conversation?.messages.includes(message) === true
      : message.id === about.form
  const message = all.findLast(mine)
  if (!message?.form) return null
  const { state, values } = message.form
  const touched = Object.hasOwn(lastTab?.forms ?? {}, message.id) ? lastTab?.forms[message.id] : undefined
  const { focused, filled = [], refused = {}, sent = false } = touched ?? {}
  const common = { message: message.id, filled, refused, ...(focused !== undefined && { focused }) }
  if (state !== 'open') return { ...common, state, ...(values && { values }) }
  if (sent) return { ...common, state: 'sent' }
  if (Object.keys(refused).length > 0) return { ...common, state: 'refused' }
  if (focused !== undefined) return { ...common, state: 'focused' }
  return { ...common, state: filled.length > 0 ? 'filled' : 'untouched' }
}

/** Moments as text. */
function componentView(then: Exclude<ComponentThen, { is: 'later' }>) {
  if (then.is === 'acted') {
    const { at, outcome, reason, engaged } = then
    return { is: then.is, outcome, at: toIso(at), engaged, ...(reason !== undefined && { reason }) }
  }
  if (then.is === 'left') return { is: then.is, stood: then.stood, since: toIso(then.since) }
  return { is: then.is, since: toIso(then.since), ...(then.until !== undefined && { until: toIso(then.until) }) }
}
