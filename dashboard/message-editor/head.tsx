import { useQuery } from '@tanstack/react-query'
import { agentsQuery } from '../live/queries.ts'
import { Field } from '../ui/field.tsx'
import type { Channel, Message } from './message.ts'

type Props = {
  message: Message
  team: string
  /** What it would follow up in. */
  upstream: string[]
  onChannel: (channel: Channel) => void
  onChange: (change: Partial<Omit<Message, 'channel' | 'content'>>) => void
}

/** How it goes out: by chat or email, from whom, into which conversation; of an email also its subject. */
export function Head({ message, team, upstream, onChannel, onChange }: Props) {
  const { channel, from, newConversation, subject, preview } = message
  const agents = useQuery(agentsQuery).data?.data ?? []
  const isGone = from !== 'team' && agents.length > 0 && !agents.some(({ id }) => id === from)
  return (
    <div class="message-how">
      <div class="how-line">
        <fieldset class="seg" aria-label="Channel">
          <label>
            <input
              type="radio"
              name="channel"
              checked={channel === 'send-message'}
              onChange={() => onChannel('send-message')}
            />
            Message
          </label>
          <label>
            <input
              type="radio"
              name="channel"
              checked={channel === 'send-email'}
              onChange={() => onChannel('send-email')}
            />
            Email
          </label>
        </fieldset>
        <label>
          From
          <select class="input" value={from} onChange={event => onChange({ from: event.currentTarget.value })}>
            <option value="team">{team}, the team</option>
            {agents.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            {isGone ? <option value={from}>An agent who left: the team sends</option> : null}
          </select>
        </label>
        <button
          type="button"
          role="switch"
          class="switch"
          aria-checked={newConversation}
          onClick={() => onChange({ newConversation: !newConversation })}
        >
          New conversation
        </button>
        <small class="only-wide">{wayIn(newConversation, upstream)}</small>
      </div>
      {channel === 'send-email' ? (
        <div class="how-mail">
          <Field
            label="Subject"
            value={subject}
            onValue={value => onChange({ subject: value.replace(/[\r\n]+/g, ' ') })}
            maxLength={200}
            placeholder="What it is about"
          />
          <Field
            label="Preview text"
            value={preview}
            onValue={value => onChange({ preview: value })}
            maxLength={200}
            placeholder="Behind the subject in lists of emails; left out: its first words"
          />
        </div>
      ) : null}
    </div>
  )
}

function wayIn(newConversation: boolean, upstream: string[]): string {
  if (newConversation) return 'Starts a conversation of its own'
  if (upstream.length === 0) return 'Nothing above it has a conversation: it starts one'
  return `Follows up in the closest upstream conversation: ${upstream.join(' or ')}`
}
