import { formOf } from '@pavior/shared/document/document.ts'
import { readForm } from '@pavior/shared/document/form.ts'
import type { Move } from '@pavior/shared/dry-run/move.ts'
import type { Moment } from '@pavior/shared/dry-run/run.ts'
import type { Life, Conversation as Talk } from '@pavior/shared/journal/life.ts'
import { messageView } from '@pavior/shared/protocol/message-view.ts'
import { textsFor } from '@pavior/widget/app/texts/texts.ts'
import { threadOf } from '@pavior/widget/app/thread.ts'
import { Conversation } from '@pavior/widget/app/views/conversation.tsx'
import type { Typed } from '@pavior/widget/app/views/form.tsx'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'preact/hooks'
import { meQuery } from '../../live/queries.ts'
import { ChatFrame } from '../../preview/chat-frame.tsx'
import { useBuilder } from '../use-builder.ts'
import { useScheme } from './scheme.ts'

type Props = { moment: Moment | undefined; onPlay: (move: Move) => void }

const texts = textsFor('en')
const isRefusal = (word: string): word is keyof typeof texts.refusals => Object.hasOwn(texts.refusals, word)
const UNTOUCHED: Typed = { values: {}, refused: {} }

/** The chat as the person has it at a moment, in the widget's own views; what is done in it is played. */
export function DryRunChat({ moment, onPlay }: Props) {
  const { agents } = useBuilder()
  const team = useQuery(meQuery).data?.team.name ?? ''
  const scheme = useScheme()
  const [text, setText] = useState('')
  const [typed, setTyped] = useState<Record<string, Typed>>({})
  const talk = moment && newest(moment.known.life)
  const items = useMemo(() => {
    const senders = { name: team, agentNames: new Map(agents.map(({ id, name }) => [id, name])) }
    return threadOf({
      messages: talk?.messages.map(message => messageView(talk.id, message, senders)) ?? [],
      queue: [],
      conversation: undefined,
      team,
      typed: id => typed[id] ?? UNTOUCHED,
      live: true,
      texts,
      language: 'en',
      now: moment?.at ?? 0,
    })
  }, [talk, moment?.at, team, typed, agents])
  const sentBy = (id: string) => talk?.messages.find(message => message.id === id)
  const change = (id: string, next: Typed) => setTyped(now => ({ ...now, [id]: next }))
  const on = {
    back: () => undefined,
    close: () => undefined,
    retry: () => undefined,
    discard: () => undefined,
    leaveField: () => undefined,
    write: setText,
    send: () => {
      if (text.trim() === '') return
      setText('')
      onPlay({ do: 'says', text: text.trim() })
    },
    pressButton: (id: string, button: { id: string }) => {
      const component = sentBy(id)?.campaign?.component
      if (component !== undefined) onPlay({ do: 'presses', component, button: button.id })
    },
    typeInForm: (id: string, key: string, value: string) => {
      const { values, refused } = typed[id] ?? UNTOUCHED
      const others = Object.entries(refused).filter(([other]) => other !== key)
      change(id, { values: { ...values, [key]: value }, refused: Object.fromEntries(others) })
    },
    submitForm: (id: string) => {
      const message = sentBy(id)
      const form = message && formOf(message.content)
      const component = message?.campaign?.component
      if (!form || component === undefined) return
      const { values } = typed[id] ?? UNTOUCHED
      const asked = Object.fromEntries(form.fields.map(({ key }) => [key, values[key] ?? '']))
      const read = readForm(form, asked)
      const reasons = Object.entries(read.refused).map(([key, why]) => [
        key,
        isRefusal(why) ? texts.refusals[why] : why,
      ])
      if (reasons.length > 0) change(id, { values, refused: Object.fromEntries(reasons) })
      else onPlay({ do: 'submits', component, values: read.values })
    },
  }
  const last = talk?.messages.findLast(({ from }) => from.type === 'agent')?.from
  const agent = last?.type === 'agent' ? agents.find(({ id }) => id === last.id)?.name : undefined
  return (
    <ChatFrame title="The chat, as they have it" scheme={scheme}>
      <Conversation
        texts={texts}
        name={agent ?? team}
        online
        notices={[]}
        items={items}
        loading={false}
        closed={talk?.state === 'closed'}
        typing=""
        text={text}
        on={on}
      />
    </ChatFrame>
  )
}

/** The conversation something was last said in. */
function newest({ conversations }: Life): Talk | undefined {
  const at = (talk: Talk) => talk.last?.at ?? talk.startedAt
  return [...conversations.values()].reduce<Talk | undefined>(
    (found, talk) => (found === undefined || at(talk) >= at(found) ? talk : found),
    undefined,
  )
}
