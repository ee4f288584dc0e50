import type { Move } from '@pavior/shared/dry-run/move.ts'
import type { Moment, Run } from '@pavior/shared/dry-run/run.ts'
import {
  Activity,
  CircleX,
  Eye,
  FastForward,
  Headset,
  Hourglass,
  LogIn,
  MailOpen,
  Mouse,
  PenLine,
  Play,
  Tag,
} from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Field } from '../../ui/field.tsx'
import { Item, Menu } from '../../ui/menu.tsx'
import { DurationField } from '../settings/duration-field.tsx'
import { useBuilder } from '../use-builder.ts'
import { type Pair, Pairs, recordOf } from './pairs.tsx'

type Props = { run: Run; moment: Moment | undefined; known: readonly string[]; onPlay: (move: Move) => void }

type Asking = 'views' | 'tracks' | 'becomes-signup' | 'is-set' | 'agent-replies' | 'passes' | 'says'

/** What can be played next, beside what is done in the chat. */
export function NextMove({ run, moment, known, onPlay }: Props) {
  const [asking, ask] = useState<Asking>()
  const play = (move: Move) => {
    ask(undefined)
    onPlay(move)
  }
  const life = moment?.known.life
  const talks = [...(life?.conversations.values() ?? [])]
  const unread = talks.some(({ number, seenByPerson }) => number > seenByPerson)
  const asks = (what: Asking) => () => ask(asking === what ? undefined : what)
  return (
    <section class="next-move" aria-label="What happens next">
      <div class="move-buttons">
        <MoveButton icon={<FastForward />} onPick={() => play({ do: 'passes-until-next' })}>
          Until the next thing
        </MoveButton>
        <MoveButton icon={<Hourglass />} pressed={asking === 'passes'} onPick={asks('passes')}>
          Time passes
        </MoveButton>
        <MoveButton icon={<Activity />} pressed={asking === 'tracks'} onPick={asks('tracks')}>
          Tracks an event
        </MoveButton>
        <MoveButton icon={<Tag />} pressed={asking === 'is-set'} onPick={asks('is-set')}>
          An attribute changes
        </MoveButton>
        <MoveButton icon={<LogIn />} pressed={asking === 'becomes-signup'} onPick={asks('becomes-signup')}>
          Signs up
        </MoveButton>
        <Menu className="button small" align="start" side="top" trigger={<>More</>}>
          <Item icon={<PenLine />} onPick={() => ask('says')}>
            Writes in a new conversation
          </Item>
          <Item icon={<Mouse />} onPick={() => ask('views')}>
            Looks at a page
          </Item>
          {unread ? (
            <Item icon={<Eye />} onPick={() => play({ do: 'reads' })}>
              Reads what was sent
            </Item>
          ) : null}
          {talks.length > 0 ? (
            <>
              <Item icon={<Headset />} onPick={() => ask('agent-replies')}>
                An agent replies
              </Item>
              <Item icon={<CircleX />} onPick={() => play({ do: 'agent-closes' })}>
                The conversation is closed
              </Item>
            </>
          ) : null}
          {run.campaign.startable ? (
            <Item icon={<Play />} onPick={() => play({ do: 'starts' })}>
              The campaign is started
            </Item>
          ) : null}
          <Emails moment={moment} onPlay={play} />
        </Menu>
      </div>
      {asking === undefined ? null : <MoveForm key={asking} asking={asking} known={known} onPlay={play} />}
    </section>
  )
}

type ButtonProps = { icon: ComponentChildren; pressed?: boolean; onPick: () => void; children: ComponentChildren }

function MoveButton({ icon, pressed, onPick, children }: ButtonProps) {
  return (
    <button type="button" class="button small" aria-pressed={pressed} onClick={onPick}>
      {icon}
      {children}
    </button>
  )
}

const emailEvents = [
  ['opened', 'Opens'],
  ['clicked', 'Clicks in'],
  ['bounced', 'Back comes'],
  ['unsubscribed', 'Unsubscribes in'],
] as const

/** What can become of the last email that was sent. */
function Emails({ moment, onPlay }: { moment: Moment | undefined; onPlay: (move: Move) => void }) {
  const { names } = useBuilder()
  const messages = [...(moment?.known.life.conversations.values() ?? [])].flatMap(talk => talk.messages)
  const email = messages.findLast(message => message.email?.state === 'handed' && message.campaign)
  const component = email?.campaign?.component
  if (component === undefined) return null
  return (
    <>
      {emailEvents.map(([event, says]) => (
        <Item key={event} icon={<MailOpen />} onPick={() => onPlay({ do: 'email', component, event })}>
          {says} {names.component?.(component) ?? component}
        </Item>
      ))}
    </>
  )
}

function MoveForm({
  asking,
  known,
  onPlay,
}: {
  asking: Asking
  known: readonly string[]
  onPlay: (move: Move) => void
}) {
  const [text, setText] = useState(asking === 'views' ? 'https://' : '')
  const [email, setEmail] = useState('')
  const [duration, setDuration] = useState('P1D')
  const [pairs, setPairs] = useState<Pair[]>(asking === 'is-set' ? [{ key: '', value: '' }] : [])
  const record = recordOf(pairs)
  const move = moveOf(asking, text.trim(), email.trim(), duration, record)
  const submit = (event: Event) => {
    event.preventDefault()
    if (move) onPlay(move)
  }
  return (
    <form class="form move-form" onSubmit={submit}>
      {asking === 'passes' ? <DurationField label="How long" value={duration} onValue={setDuration} /> : null}
      {asking === 'becomes-signup' ? (
        <>
          <Field label="Name" value={text} onValue={setText} maxLength={200} hint="Left out: what is known stays" />
          <Field label="Email" value={email} onValue={setEmail} maxLength={254} />
        </>
      ) : null}
      {asking in LABELS ? (
        <Field
          label={LABELS[asking] ?? ''}
          value={text}
          onValue={setText}
          maxLength={asking === 'tracks' ? 200 : 2000}
          autoFocus
        />
      ) : null}
      {asking === 'tracks' ? <Pairs what="property" pairs={pairs} onChange={setPairs} known={[]} /> : null}
      {asking === 'is-set' ? <Pairs what="attribute" pairs={pairs} onChange={setPairs} known={known} /> : null}
      <div class="form-actions">
        <button type="submit" class="button small primary" disabled={move === undefined}>
          Play
        </button>
      </div>
    </form>
  )
}

const LABELS: Partial<Record<Asking, string>> = {
  says: 'Message',
  views: 'Address of the page',
  tracks: 'Event',
  'agent-replies': 'Reply',
}

/** The move as it is filled in; nothing while something is missing. */
function moveOf(
  asking: Asking,
  text: string,
  email: string,
  duration: string,
  record: Record<string, string | number | boolean>,
): Move | undefined {
  const pairs = Object.keys(record).length > 0
  switch (asking) {
    case 'passes':
      return { do: 'passes', for: duration }
    case 'becomes-signup':
      return { do: 'becomes-signup', ...(text !== '' && { name: text }), ...(email !== '' && { email }) }
    case 'is-set':
      return pairs ? { do: 'is-set', set: record } : undefined
    case 'tracks':
      return text === '' ? undefined : { do: 'tracks', name: text, ...(pairs && { properties: record }) }
    case 'says':
      return text === '' ? undefined : { do: 'says', text, new: true }
    case 'views':
      return text === '' || text === 'https://' ? undefined : { do: 'views', url: text }
    case 'agent-replies':
      return text === '' ? undefined : { do: 'agent-replies', text }
    default:
      return asking satisfies never
  }
}
