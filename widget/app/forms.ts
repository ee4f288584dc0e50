import { formOf } from '@pavior/shared/document/document.ts'
import type { FormValues } from '@pavior/shared/document/form.ts'
import { type Refusal, readField, readForm } from '@pavior/shared/document/form.ts'
import type { ProblemDetails } from '@pavior/shared/problem.ts'
import type { FormView, MessageView } from '@pavior/shared/protocol/views.ts'
import type { Entry } from './outbox.ts'
import type { Page } from './page.ts'
import { type Holder, transcriptOf } from './state.ts'
import type { Texts } from './texts/texts.ts'
import { withMessages } from './transcript.ts'
import type { Typed } from './views/form.tsx'

type Submission = { kind: 'form'; conversation: string; message: string; values: FormValues }
type Given = { page: Page; holder: Holder; texts: Texts; enqueue(entry: Submission): void }

export type Forms = ReturnType<typeof createForms>

const NOTHING: Typed = { values: {}, refused: {} }

/** What is typed into forms, kept with the drafts until the form is answered; what is refused, in words (C20, C21). */
export function createForms({ page, holder, texts, enqueue }: Given) {
  const { get, change } = holder
  const read = new Map<string, { stored: string; typed: Typed }>()

  /** The same object until it changes. */
  function typedIn(message: string): Typed {
    const stored = page.kept.get(`form:${message}`)
    if (!stored) return NOTHING
    const known = read.get(message)
    if (known?.stored === stored) return known.typed
    const typed = parsed(stored)
    read.set(message, { stored, typed })
    return typed
  }

  function keep(message: string, typed: Typed | undefined) {
    page.set(`form:${message}`, typed ? JSON.stringify(typed) : null)
    change({ kept: get().kept + 1 })
  }

  const messageOf = (id: string): MessageView | undefined =>
    transcriptOf(get(), get().view).messages.find(message => message.id === id)
  const formIn = (id: string) => {
    const message = messageOf(id)
    return message && formOf(message.content)
  }
  const fieldOf = (message: string, key: string) => formIn(message)?.fields.find(field => field.key === key)
  const sentence = (refusal: string): string => inWords(texts, refusal) ?? refusal

  return {
    typedIn,
    type(message: string, key: string, value: string) {
      const { values, refused } = typedIn(message)
      const { [key]: was, ...rest } = refused
      const field = fieldOf(message, key)
      // A refusal goes as soon as it is put right, and not before.
      const stays = was && field && 'refused' in readField(field, value)
      keep(message, { values: { ...values, [key]: value }, refused: stays ? refused : rest })
    },
    leave(message: string, key: string) {
      const { values, refused } = typedIn(message)
      const field = fieldOf(message, key)
      const result = field && values[key] && readField(field, values[key])
      if (result && 'refused' in result)
        keep(message, { values, refused: { ...refused, [key]: sentence(result.refused) } })
    },
    submit(id: string) {
      const message = messageOf(id)
      const form = formIn(id)
      if (!message || !form) return
      const { values: typed } = typedIn(id)
      const asked = Object.fromEntries(form.fields.map(field => [field.key, typed[field.key] ?? '']))
      const { values, refused } = readForm(form, asked)
      const reasons = Object.fromEntries(Object.entries(refused).map(([key, refusal]) => [key, sentence(refusal)]))
      keep(id, { values: typed, refused: reasons })
      const [first] = Object.keys(reasons)
      if (first) document.getElementById(`${id}-${first}`)?.focus()
      else enqueue({ kind: 'form', conversation: message.conversation, message: id, values })
    },
    answered({ message, conversation, values }: Entry & { kind: 'form' }, form: FormView) {
      put(message, form)
      keep(message, undefined)
      page.tell('emit', 'form', { conversation, message, values })
    },
    refused({ message }: Entry & { kind: 'form' }, problem: ProblemDetails) {
      if (problem.code === 'already-submitted') {
        const known = messageOf(message)?.form
        put(message, { id: known?.id ?? message, state: 'submitted', values: textsOf(problem.values) })
        return keep(message, undefined)
      }
      if (problem.code === 'gone') return put(message, { id: message, state: 'closed' })
      const fields = formIn(message)?.fields ?? []
      const reasons = (problem.fields ?? []).map(({ path, message: why }) => [
        path.replace(/^values\./, ''),
        sentence(why),
      ])
      const known = reasons.filter(([key]) => fields.some(field => field.key === key))
      const refused = Object.fromEntries(known.length > 0 ? known : [[fields.at(-1)?.key ?? '', problem.message]])
      keep(message, { values: typedIn(message).values, refused })
    },
  }

  /** Shown at once; the event and the next sync bring the same. */
  function put(id: string, form: FormView) {
    const { view, transcripts } = get()
    const message = messageOf(id)
    if (message)
      change({
        transcripts: { ...transcripts, [view]: withMessages(transcriptOf(get(), view), [{ ...message, form }]) },
      })
  }
}

const textsOf = (values: Record<string, unknown> = {}): FormValues =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'number' ? value : String(value)]),
  )

function parsed(stored: string): Typed {
  try {
    const { values, refused } = Object(JSON.parse(stored))
    return { values: Object(values), refused: Object(refused) }
  } catch {
    return NOTHING
  }
}

const isRefusal = (texts: Texts, word: string): word is Refusal => Object.hasOwn(texts.refusals, word)
const inWords = (texts: Texts, word: string) => (isRefusal(texts, word) ? texts.refusals[word] : undefined)
