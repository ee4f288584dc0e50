import './message-editor.css'
import './blocks.css'
import type { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import { useQuery } from '@tanstack/react-query'
import type { Editor } from '@tiptap/core'
import { ArrowLeft, Redo2, Undo2 } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useMemo, useRef, useState } from 'preact/hooks'
import { agentsQuery, meQuery, seenFieldsQuery } from '../live/queries.ts'
import { asMe, type LookedAs } from '../preview/as-person.tsx'
import { Key } from '../ui/key.tsx'
import { Desk } from './desk.tsx'
import { Head } from './head.tsx'
import { inText } from './insert.ts'
import { byChannel, type Channel, type DraftComponent, messageOf, withSettings } from './message.ts'
import { Stage, type View } from './stage.tsx'
import { TestSend } from './test-send.tsx'
import { upstreamOf } from './upstream.ts'
import { useAlone } from './use-alone.ts'
import { isOffered } from './variables.ts'
import { wrongIn } from './wrong.ts'

export type MessageEditorProps = {
  /** A Send component of the draft, right or wrong. */
  component: DraftComponent
  /** `field`: what is being set, so that what is typed in one field is one step. */
  onChange: (component: DraftComponent, field: string) => void
  onClose: () => void
  campaign: Pick<CampaignDraft, 'name' | 'components' | 'dependencies'>
  /** How the draft stands: saved or not. */
  state?: ComponentChildren
}

/** A message or email of a campaign, written beside what its reader will see. Fills the place that it is put into. */
export default function MessageEditor({ component, onChange, onClose, campaign, state }: MessageEditorProps) {
  const me = useQuery(meQuery).data
  return me ? (
    <Opened me={me} component={component} onChange={onChange} onClose={onClose} campaign={campaign} state={state} />
  ) : null
}

type OpenedProps = MessageEditorProps & { me: Parameters<typeof asMe>[0] & { team: { name: string } } }

function Opened({ me, component, onChange, onClose, campaign, state }: OpenedProps) {
  const [editor, setEditor] = useState<Editor>()
  const [as, setAs] = useState<LookedAs>(() => asMe(me))
  const message = useMemo(() => messageOf(component), [component])
  const { channel } = message
  const [view, setView] = useState<View>(channel === 'send-email' ? 'desktop' : 'widget')
  // On a phone one pane at a time.
  const [pane, setPane] = useState<'write' | 'preview'>('write')
  const email = useRef({ subject: '', preview: '' })
  const agents = useQuery(agentsQuery).data?.data
  const seen =
    useQuery(seenFieldsQuery)
      .data?.attributes.map(({ key }) => key)
      .filter(isOffered) ?? []
  const sender = agents?.find(({ id }) => id === message.from)
  const from = sender
    ? ({ type: 'agent', name: sender.name } as const)
    : ({ type: 'team', name: me.team.name } as const)
  const latest = useRef(component)
  latest.current = component
  const set = (change: Parameters<typeof withSettings>[1]) => {
    // Two changes within one moment both count.
    latest.current = withSettings(latest.current, change)
    onChange(latest.current, Object.keys(change).join(' '))
  }
  const switchTo = (to: Channel) => {
    if (to === channel) return
    if (to === 'send-message') email.current = { subject: message.subject, preview: message.preview }
    latest.current = byChannel(latest.current, to, email.current)
    setView(to === 'send-email' ? 'desktop' : 'widget')
    onChange(latest.current, 'channel')
  }
  const section = useRef<HTMLElement>(null)
  useAlone(section, onClose)
  const wrong = useMemo(() => wrongIn(component), [component])
  const title = channel === 'send-email' ? 'Send email' : 'Send message'
  return (
    <section ref={section} class={`message-editor show-${pane}`} role="dialog" aria-modal="true" aria-label={title}>
      <header class="bar">
        <button type="button" class="icon" aria-label="Back to the graph" onClick={onClose}>
          <ArrowLeft />
        </button>
        <p class="crumbs">
          <span class="only-wide">
            <bdi>{campaign.name}</bdi> <span class="faint">/</span>{' '}
          </span>
          <b>{title}</b>
        </p>
        {state}
        <span class="push" />
        <button
          type="button"
          class="icon only-wide"
          aria-label="Undo (Ctrl Z)"
          disabled={!editor?.can().undo()}
          onClick={() => editor && inText(editor).undo().run()}
        >
          <Undo2 />
        </button>
        <button
          type="button"
          class="icon only-wide"
          aria-label="Redo (Ctrl Shift Z)"
          disabled={!editor?.can().redo()}
          onClick={() => editor && inText(editor).redo().run()}
        >
          <Redo2 />
        </button>
        <TestSend
          component={component}
          wrong={wrong}
          onShown={() => {
            setAs(asMe(me))
            setView('launcher')
            setPane('preview')
          }}
        />
        <button type="button" class="button primary" onClick={onClose}>
          Done<Key>Esc</Key>
        </button>
      </header>
      <fieldset class="seg panes-seg" aria-label="What is shown">
        <label>
          <input type="radio" name="pane" checked={pane === 'write'} onChange={() => setPane('write')} />
          Write
        </label>
        <label>
          <input type="radio" name="pane" checked={pane === 'preview'} onChange={() => setPane('preview')} />
          Preview
        </label>
      </fieldset>
      <div class="writes">
        <Head
          message={message}
          team={me.team.name}
          upstream={upstreamOf(campaign, component.id)}
          onChannel={switchTo}
          onChange={set}
        />
        <Desk
          content={message.content}
          onChange={content => set({ content })}
          isEmail={channel === 'send-email'}
          wrong={wrong}
          attributes={seen}
          onEditor={setEditor}
        />
      </div>
      <Stage message={message} from={from} as={as} onAs={setAs} view={view} onView={setView} />
    </section>
  )
}
