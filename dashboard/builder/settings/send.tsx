import { formOf } from '@pavior/shared/document/document.ts'
import { plainText } from '@pavior/shared/document/plain.ts'
import { DocumentSchema } from '@pavior/shared/document/schema.ts'
import { PenLine } from 'lucide-preact'
import { Field } from '../../ui/field.tsx'
import { AgentOptions, useLeft } from './agents.tsx'
import { Choice } from './choice.tsx'
import { type FormProps, textIn } from './form.ts'
import { Pick } from './pick.tsx'
import { Switch } from './switch.tsx'

type Props = FormProps & { onChannel: (type: 'send-message' | 'send-email') => void; onWrite: () => void }

const TEAM = ['team']

/** C11, C12: a message in the chat or an email: one component with a channel. */
export function SendForm({ component, settings, set, refused, onChannel, onWrite }: Props) {
  const email = component.type === 'send-email'
  const from = textIn(settings, 'from') || 'team'
  const left = useLeft(from, TEAM)
  const subject = refused('subject')
  return (
    <>
      <section>
        <Choice
          label="Channel"
          value={email ? 'send-email' : 'send-message'}
          options={[
            ['send-message', 'Message'],
            ['send-email', 'Email'],
          ]}
          onValue={onChannel}
          hint={
            email
              ? 'To the person’s address. Skipped where there is none, or it is unsubscribed.'
              : 'In the chat, at once; kept for later where the person is away.'
          }
        />
        {email ? (
          <>
            <Field
              label="Subject"
              value={textIn(settings, 'subject')}
              onValue={value => set({ subject: value })}
              maxLength={200}
              refused={subject === undefined ? undefined : `The subject ${subject}.`}
            />
            <Field
              label="Preview text"
              value={textIn(settings, 'preview')}
              onValue={value => set({ preview: value === '' ? undefined : value })}
              maxLength={200}
              hint="What mailboxes show behind the subject"
            />
          </>
        ) : null}
        <Words content={settings.content} refused={refused} onWrite={onWrite} />
      </section>
      <section>
        <Pick
          label="From"
          value={from}
          onValue={chosen => set({ from: chosen === 'team' ? undefined : chosen })}
          refused={left ? 'This agent left the team. Choose somebody else.' : undefined}
        >
          <option value="team">The team</option>
          <AgentOptions chosen={from} others={TEAM} />
        </Pick>
        <Switch
          on={settings.newConversation === true}
          onChange={on => set({ newConversation: on ? true : undefined })}
          says="New conversation"
          hint={
            settings.newConversation === true
              ? 'Starts a conversation of its own.'
              : 'Goes into the conversation that led here; where there is none, it starts one.'
          }
        />
      </section>
    </>
  )
}

/** What it says, as far as there is room, and the way to write it. */
function Words({ content, refused, onWrite }: Pick<Props, 'refused' | 'onWrite'> & { content: unknown }) {
  const read = DocumentSchema.safeParse(content)
  const wrong = refused('content')
  const text = read.success ? plainText(read.data) : ''
  return (
    <div class="field words">
      <span class="field-label">Says</span>
      {read.success ? (
        <p class="words-text" dir="auto">
          {text === '' ? <span class="faint">No words, only what is below them</span> : text}
          {formOf(read.data) ? <span class="faint"> with a form</span> : null}
        </p>
      ) : (
        <p class="words-text bad">
          {content === undefined || wrong === 'must not be empty'
            ? 'Nothing yet.'
            : `Something in the message ${wrong ?? 'can not be sent as it is'}.`}
        </p>
      )}
      <button type="button" class="button" onClick={onWrite}>
        <PenLine />
        {read.success ? 'Edit the message' : 'Write the message'}
      </button>
    </div>
  )
}
