import type { Entry } from '../journal/entry.ts'
import type { Interaction } from '../journal/interaction.ts'
import type { Instant } from '../text.ts'

type Interacted = Extract<Entry, { kind: 'interacted' }>
type Began = Extract<Interaction, { does: 'began' }>

/** What is on top in the widget. */
type View = { view: 'home' } | { view: 'new' } | { view: 'conversation'; conversation: string }

/** What the visitor had done in a form that was not submitted yet (R3). */
type FormThen = {
  focused?: string | undefined
  /** Fields that had something in them when they were left. */
  filled: readonly string[]
  /** By field: what stood under it. */
  refused: Readonly<Record<string, string>>
  /** A submission was on its way. */
  sent: boolean
}

/** The widget as it stood in one tab of the visitor (R2). */
export type Tab = Pick<Began, 'viewport' | 'phone' | 'language' | 'theme' | 'open' | 'online' | 'url' | 'title'> & {
  session: string
  beganAt: Instant
  /** When it last told of something. */
  at: Instant
  top: View
  /** The card beside the closed launcher. */
  preview?: { conversation: string; number: number } | undefined
  /** The last message that was in view. */
  scrolled?: { conversation: string; number: number } | undefined
  /** By message. */
  forms: Record<string, FormThen>
}

/** By session; the one in which something was done last stands last. */
export type Tabs = ReadonlyMap<string, Tab>

/** That a tab is closed nobody tells: one that has told nothing for so long is as good as. */
const QUIET = 24 * 3_600_000

/** The tabs that may still have been open at a moment. */
export const openTabs = (tabs: Tabs, at: Instant): Tab[] => [...tabs.values()].filter(tab => at - tab.at < QUIET)

/** What something that was done in a tab changes, done to `tabs` in place. What a tab does that never began is passed over. */
export function applyToTabs(tabs: Map<string, Tab>, { session, at, what }: Interacted): void {
  const tab = what.does === 'began' ? begun(session, at, what) : tabs.get(session)
  if (!tab) return
  tabs.delete(session)
  tabs.set(session, tab)
  forgetTabs(tabs)
  tab.at = at
  if (what.does !== 'began') applyToTab(tab, what)
}

/** Most tabs that are remembered, those that told of something last: a hostile page can make a new one with each word. */
const MOST_TABS = 50

function forgetTabs(tabs: Map<string, Tab>): void {
  const [first] = tabs.keys()
  if (tabs.size > MOST_TABS && first !== undefined) tabs.delete(first)
}

/** Tabs that can be changed without changing those they were made of; what is known of a form is never changed in place. */
export const copyTabs = (tabs: Tabs): Map<string, Tab> =>
  new Map([...tabs].map(([session, tab]) => [session, { ...tab, forms: { ...tab.forms } }]))

const begun = (session: string, at: Instant, { does: _does, conversation, ...began }: Began): Tab => ({
  ...began,
  session,
  beganAt: at,
  at,
  top: topOf(conversation),
  forms: {},
})

const topOf = (conversation: string | undefined): View =>
  conversation === undefined ? { view: 'home' } : { view: 'conversation', conversation }

function applyToTab(tab: Tab, what: Exclude<Interaction, Began>): void {
  switch (what.does) {
    case 'opened':
      tab.open = true
      tab.online = what.online
      tab.preview = undefined
      return
    case 'closed':
      tab.open = false
      return
    case 'head-changed':
      tab.online = what.online
      return
    case 'resized':
      tab.viewport = what.viewport
      tab.phone = what.phone
      return
    case 'showed':
      tab.top = what.new ? { view: 'new' } : topOf(what.conversation)
      tab.scrolled = undefined
      return
    case 'preview-shown':
      tab.preview = { conversation: what.conversation, number: what.number }
      return
    case 'preview-clicked':
    case 'preview-dismissed':
      tab.preview = undefined
      return
    case 'scrolled':
      tab.scrolled = { conversation: what.conversation, number: what.number }
      return
    case 'form-shown':
    case 'field-focused':
    case 'field-left':
    case 'form-refused':
    case 'form-sent':
      tab.forms[what.message] = formAfter(tab.forms[what.message] ?? UNTOUCHED, what)
      forgetForms(tab)
      return
    case 'page-changed':
      tab.url = what.url
      tab.title = what.title
      return
    case 'message-seen':
    case 'button-clicked':
    case 'link-clicked':
      return
    default:
      what satisfies never
  }
}

/** Most forms that are remembered of a tab: the ones that came last. */
const MOST_FORMS = 100

function forgetForms({ forms }: Tab): void {
  const messages = Object.keys(forms)
  for (const message of messages.slice(0, Math.max(0, messages.length - MOST_FORMS))) delete forms[message]
}

type InForm = Extract<
  Interaction,
  { does: 'form-shown' | 'field-focused' | 'field-left' | 'form-refused' | 'form-sent' }
>

function formAfter(form: FormThen, what: InForm): FormThen {
  switch (what.does) {
    case 'form-shown':
      return form
    case 'field-focused':
      return { ...form, focused: what.field }
    case 'field-left':
      return fieldLeft(form, what)
    case 'form-refused':
      return { focused: what.focused ?? form.focused, filled: what.filled, refused: what.refused, sent: false }
    case 'form-sent':
      return { ...form, focused: undefined, refused: {}, sent: true }
    default:
      return what satisfies never
  }
}

const UNTOUCHED: FormThen = { filled: [], refused: {}, sent: false }

function fieldLeft(form: FormThen, { field, filled, refused }: Extract<Interaction, { does: 'field-left' }>): FormThen {
  const others = Object.entries(form.refused).filter(([key]) => key !== field)
  return {
    ...form,
    focused: form.focused === field ? undefined : form.focused,
    filled: [...form.filled.filter(key => key !== field), ...(filled ? [field] : [])],
    refused: Object.fromEntries(refused === undefined ? others : [...others, [field, refused]]),
  }
}
