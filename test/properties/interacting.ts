import type { FactBody } from '@pavior/shared/campaign/fact.ts'
import { formOf } from '@pavior/shared/document/document.ts'
import type { Interaction } from '@pavior/shared/journal/interaction.ts'
import type { Life, Message } from '@pavior/shared/journal/life.ts'
import { pick } from './any-step.ts'

const NOBODYS = '00000000-0000-4000-8000-000000000000'

/** What somebody has in their widget. */
type There = { conversations: readonly string[]; messages: readonly Pick<Message, 'id' | 'content'>[] }

export function interacts(life: Life | undefined, which: number, how: number): FactBody {
  const conversations = [...(life?.conversations.values() ?? [])]
  const messages = conversations.flatMap(one => one.messages)
  const there = { conversations: conversations.map(({ id }) => id), messages }
  return { kind: 'interactions', ...interactions(there, which, how) }
}

/** What they do with it; sometimes with what is nobody's. */
export function interactions({ conversations, messages }: There, which: number, how: number) {
  const forged = how % 11 === 0
  const conversation = forged ? NOBODYS : (pick(conversations, which) ?? NOBODYS)
  const form = pick(
    messages.filter(({ content }) => formOf(content)),
    which,
  )
  const all = [...inConversation(conversation, how), ...(form ? inForm(form, how) : [])]
  const chosen = [pick(all, how), pick(all, which)].flatMap(what => what ?? [])
  return {
    session: `tab-${which % 2}`,
    all: chosen.map((what, index) => ({ before: how * 10 + 1 - index, what })),
  }
}

function inConversation(conversation: string, how: number): Interaction[] {
  const number = how % 4
  return [
    { does: 'began', viewport: { width: 1440, height: 900 }, phone: false, language: 'en', theme: 'light', open: true },
    { does: 'opened', online: how % 2 === 0 },
    { does: 'head-changed', online: how % 2 === 1 },
    { does: 'closed' },
    { does: 'showed', conversation },
    { does: 'preview-shown', conversation, number },
    { does: 'message-seen', conversation, number },
    { does: 'scrolled', conversation, number },
    { does: 'page-changed', url: 'https://shop.example/bikes' },
  ]
}

function inForm({ id: message, content }: Pick<Message, 'id' | 'content'>, how: number): Interaction[] {
  const field = how % 5 === 0 ? 'nobodys' : (formOf(content)?.fields[0]?.key ?? '')
  return [
    { does: 'form-shown', message },
    { does: 'field-focused', message, field },
    { does: 'field-left', message, field, filled: true, refused: 'This is no email address.' },
    { does: 'form-refused', message, refused: { [field]: 'This is no email address.' }, filled: [field] },
    { does: 'form-refused', message, refused: { [field]: 'Still none.' }, filled: [] },
    { does: 'form-sent', message },
  ]
}
