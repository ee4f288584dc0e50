import type { Document } from '@pavior/shared/document/document.ts'
import { formOf, plainDocument } from '@pavior/shared/document/document.ts'
import { readForm } from '@pavior/shared/document/form.ts'
import type { MessageFrom, MessageView } from '@pavior/shared/protocol/views.ts'
import { textsFor } from '@pavior/widget/app/texts/texts.ts'
import { Conversation } from '@pavior/widget/app/views/conversation.tsx'
import type { Typed } from '@pavior/widget/app/views/form.tsx'
import type { ThreadItem } from '@pavior/widget/app/views/message.tsx'
import { useEffect, useMemo, useState } from 'preact/hooks'

export type ShownMessage = {
  id: string
  content: Document
  from: MessageFrom & { name: string }
  email?: { subject: string }
}

type Props = { message: ShownMessage }

type Tried = {
  typed: Typed
  values?: Record<string, string | number>
  pressed?: string
  /** What was answered in the preview, in its order. */
  said: string[]
  text: string
}

const UNTOUCHED: Tried = { typed: { values: {}, refused: {} }, said: [], text: '' }
const texts = textsFor('en')
const isRefusal = (word: string): word is keyof typeof texts.refusals => Object.hasOwn(texts.refusals, word)

/** One message in the widget's own conversation view. What is tried in it is answered as the widget would, and forgotten. */
export function ChatPreview({ message }: Props) {
  const { id, content, from, email } = message
  const [tried, setTried] = useState<Tried>(UNTOUCHED)
  const form = formOf(content)
  const change = (part: Partial<Tried>) => setTried(before => ({ ...before, ...part }))
  // What is written anew was not answered yet.
  const words = JSON.stringify(content)
  useEffect(() => setTried(before => ({ ...UNTOUCHED, typed: before.typed })), [words])

  const items = useMemo((): ThreadItem[] => {
    const view: MessageView = {
      id,
      conversation: 'preview',
      number: 1,
      revision: 1,
      at: new Date().toISOString(),
      from,
      content,
      ...(form && {
        form: { id: 'form', ...(tried.values ? { state: 'submitted', values: tried.values } : { state: 'open' }) },
      }),
      ...(email && { email: { subject: email.subject, state: 'handed' } }),
    }
    return [
      {
        is: 'theirs',
        key: id,
        message: view,
        face: from.name,
        footer: from.type === 'agent' ? `${from.name.split(' ')[0]} · ${texts.now}` : texts.now,
        typed: tried.typed,
        sendingForm: undefined,
        pressed: tried.pressed,
      },
      ...tried.said.map(
        (said, index): ThreadItem => ({
          is: 'mine',
          key: `said-${index}`,
          number: index + 2,
          content: plainDocument(said),
          state: 'sent',
          footer: index === tried.said.length - 1 ? texts.now : undefined,
          why: undefined,
        }),
      ),
    ]
  }, [words, from.name, from.type, email?.subject, tried])

  const on = {
    back: () => {},
    close: () => {},
    retry: () => {},
    discard: () => {},
    write: (text: string) => change({ text }),
    send: () => change({ said: [...tried.said, tried.text.trim()], text: '' }),
    pressButton: (_: string, button: { id: string; label: string }) =>
      change({ pressed: button.id, said: [...tried.said, button.label] }),
    leaveField: () => {},
    typeInForm: (_: string, key: string, value: string) =>
      change({
        typed: { values: { ...tried.typed.values, [key]: value }, refused: without(tried.typed.refused, key) },
      }),
    submitForm: () => {
      if (!form) return
      const asked = Object.fromEntries(form.fields.map(({ key }) => [key, tried.typed.values[key] ?? '']))
      const { values, refused } = readForm(form, asked)
      const reasons = Object.fromEntries(
        Object.entries(refused).map(([key, why]) => [key, isRefusal(why) ? texts.refusals[why] : why]),
      )
      if (Object.keys(reasons).length > 0) change({ typed: { values: tried.typed.values, refused: reasons } })
      else change({ values })
    },
  }

  return (
    <Conversation
      texts={texts}
      name={from.name}
      online
      notices={[]}
      items={items}
      loading={false}
      closed={false}
      typing=""
      text={tried.text}
      on={on}
    />
  )
}

const without = (refused: Record<string, string>, key: string) =>
  Object.fromEntries(Object.entries(refused).filter(([other]) => other !== key))
