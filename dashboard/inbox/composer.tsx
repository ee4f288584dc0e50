import './composer.css'
import type { InboxConversation } from '@pavior/shared/protocol/views.ts'
import { useQuery } from '@tanstack/react-query'
import { Lock } from 'lucide-preact'
import { useRef, useState } from 'preact/hooks'
import { useKeys } from '../frame/keys.ts'
import { draftOf, drafts, writeDraft } from '../live/drafts.ts'
import { send } from '../live/outbox.ts'
import { meQuery } from '../live/queries.ts'
import { useStore } from '../live/store.ts'
import type { Thread } from '../live/views.ts'
import { Question } from '../ui/dialog.tsx'
import { Key } from '../ui/key.tsx'
import { firstName, nameOf } from '../ui/names.ts'
import { answeredMeanwhile } from './answered-meanwhile.ts'
import { TextBox } from './text-box.tsx'
import { useTyping } from './use-typing.ts'

type Kind = 'reply' | 'note'
const LONGEST = 10_000
const SEND_KEYS = /Mac|iP(hone|ad)/.test(navigator.platform) ? '⌘ ↵' : 'Ctrl ↵'

/** Where the agent writes: a reply, or a note on yellow that only the team sees, down to the button. */
export function Composer({ conversation, thread }: { conversation: InboxConversation; thread: Thread | undefined }) {
  const { id } = conversation
  const me = useQuery(meQuery).data?.agent
  const draft = useStore(drafts, all => draftOf(all, id))
  const [kind, setKind] = useState<Kind>(draft.reply === '' && draft.note !== '' ? 'note' : 'reply')
  const [asking, setAsking] = useState<{ names: string; close: boolean }>()
  const box = useRef<HTMLTextAreaElement>(null)
  const typing = useTyping(id)
  const text = draft[kind]
  const last = thread?.messages.at(-1)?.number ?? conversation.number

  const write = (value: string) => {
    if (kind === 'note') return writeDraft(id, { note: value })
    writeDraft(id, { reply: value, since: draft.reply === '' ? last : (draft.since ?? last) })
    if (value.trim() === '') typing.stop()
    else typing.go()
  }
  const go = (close: boolean, asked: boolean) => {
    if (text.trim() === '' || text.length > LONGEST) return
    const names = kind === 'reply' && !asked ? answeredMeanwhile(thread, draft.since, me?.id) : []
    if (names.length > 0) return setAsking({ names: names.map(firstName).join(' and '), close })
    send(id, text, { note: kind === 'note', close: close && kind === 'reply' })
    writeDraft(id, { [kind]: '' })
    typing.stop()
    box.current?.focus()
  }
  const choose = (next: Kind) => {
    if (next !== kind) typing.stop()
    setKind(next)
    box.current?.focus()
  }
  useKeys({ reply: () => choose('reply'), note: () => choose('note') })

  const whom = firstName(nameOf(conversation.person))
  return (
    <form
      class={`composer ${kind}`}
      onSubmit={event => {
        event.preventDefault()
        go(false, false)
      }}
    >
      <Tabs kind={kind} onChoose={choose} />
      <TextBox
        ref={box}
        value={text}
        label={kind === 'reply' ? `Reply to ${whom}` : 'Note for the team'}
        placeholder={kind === 'reply' ? `Reply to ${whom} …` : 'Only the team sees this …'}
        onText={write}
        onSend={close => go(close, false)}
        onBlur={typing.stop}
      />
      <div class="tools">
        {kind === 'note' ? (
          <span class="tools-hint">
            <Lock /> {whom} never sees notes
          </span>
        ) : null}
        <Left length={text.length} />
        <span class="push" />
        {kind === 'reply' && conversation.state !== 'closed' ? (
          <button
            type="button"
            class="button quiet"
            disabled={text.trim() === '' || text.length > LONGEST}
            onClick={() => go(true, false)}
          >
            Send and close
          </button>
        ) : null}
        <button
          type="submit"
          class={kind === 'reply' ? 'button primary' : 'button add-note'}
          disabled={text.trim() === '' || text.length > LONGEST}
        >
          {kind === 'reply' ? 'Send' : 'Add note'}
          <Key>{SEND_KEYS}</Key>
        </button>
      </div>
      <Question
        open={asking !== undefined}
        title={`${asking?.names ?? ''} answered while you were writing`}
        says="Have a look at what was said before you send yours. Your text stays as it is."
        yes="Send anyway"
        no="Look first"
        onYes={() => {
          const close = asking?.close ?? false
          setAsking(undefined)
          go(close, true)
        }}
        onNo={() => {
          // Seen now: the same answers are not asked about again.
          writeDraft(id, { since: last })
          setAsking(undefined)
        }}
      />
    </form>
  )
}

function Tabs({ kind, onChoose }: { kind: Kind; onChoose: (kind: Kind) => void }) {
  const tab = (own: Kind, name: string, key: string) => (
    <button type="button" aria-pressed={kind === own} onClick={() => onChoose(own)}>
      {own === 'note' ? <Lock /> : null}
      {name}
      <Key>{key}</Key>
    </button>
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend in the layout; the label is enough.
    <div class="composer-tabs" role="group" aria-label="What to write">
      {tab('reply', 'Reply', 'R')}
      {tab('note', 'Note', 'N')}
    </div>
  )
}

function Left({ length }: { length: number }) {
  if (length <= LONGEST - 1_000) return null
  const left = LONGEST - length
  return (
    <span class={left < 0 ? 'tools-hint bad' : 'tools-hint'} role="status">
      {left < 0
        ? `${(-left).toLocaleString('en')} characters too long`
        : `${left.toLocaleString('en')} characters left`}
    </span>
  )
}
