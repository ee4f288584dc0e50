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
export type Tab = Pick<Began, 'viewport' | 'phone' | 'language' | 'theme' | 'open' | 'url' | 'title'> & {
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
  forms: Readonly<Record<string, FormThen>>
}

/** By session; the one in which something was done last stands last. */
export type Tabs = ReadonlyMap<string, Tab>

/** The tabs after something was done in one of them. What a tab does that never began is passed over. */
export function interacted(tabs: Tabs, { session, at, what }: Interacted): Tabs {
  const tab = what.does === 'began' ? begun(session, at, what) : tabs.get(session)
  if (!tab) return tabs
  const others = [...tabs].filter(([other]) => other !== session)
  return new Map([...others, [session, what.does === 'began' ? tab : { ...after(tab, what), at }]])
}

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

function after(tab: Tab, what: Exclude<Interaction, Began>): Tab {
  switch (what.does) {
    case 'opened':
      return { ...tab, open: true, preview: undefined }
    case 'closed':
      return { ...tab, open: false }
    case 'resized':
      return { ...tab, viewport: what.viewport, phone: what.phone }
    case 'showed':
      return { ...tab, top: what.new ? { view: 'new' } : topOf(what.conversation), scrolled: undefined }
    case 'preview-shown':
      return { ...tab, preview: { conversation: what.conversation, number: what.number } }
    case 'preview-clicked':
    case 'preview-dismissed':
      return { ...tab, preview: undefined }
    case 'scrolled':
      return { ...tab, scrolled: { conversation: what.conversation, number: what.number } }
    case 'form-shown':
      return withForm(tab, what.message, form => form)
    case 'field-focused':
      return withForm(tab, what.message, form => ({ ...form, focused: what.field }))
    case 'field-left':
      return withForm(tab, what.message, form => fieldLeft(form, what))
    case 'form-refused':
      return withForm(tab, what.message, form => ({
        ...form,
        filled: what.filled,
        refused: what.refused,
        sent: false,
      }))
    case 'form-sent':
      return withForm(tab, what.message, form => ({ ...form, focused: undefined, refused: {}, sent: true }))
    case 'page-changed':
      return { ...tab, url: what.url, title: what.title }
    case 'message-seen':
    case 'button-clicked':
    case 'link-clicked':
      return tab
    default:
      return what satisfies never
  }
}

const UNTOUCHED: FormThen = { filled: [], refused: {}, sent: false }

function withForm(tab: Tab, message: string, how: (form: FormThen) => FormThen): Tab {
  const form = Object.hasOwn(tab.forms, message) ? tab.forms[message] : undefined
  return { ...tab, forms: { ...tab.forms, [message]: how(form ?? UNTOUCHED) } }
}

function fieldLeft(form: FormThen, { field, filled, refused }: Extract<Interaction, { does: 'field-left' }>): FormThen {
  const others = Object.entries(form.refused).filter(([key]) => key !== field)
  return {
    ...form,
    focused: form.focused === field ? undefined : form.focused,
    filled: [...form.filled.filter(key => key !== field), ...(filled ? [field] : [])],
    refused: Object.fromEntries(refused === undefined ? others : [...others, [field, refused]]),
  }
}
