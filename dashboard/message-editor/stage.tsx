import { shownDocument } from '@pavior/shared/document/shown.ts'
import { fillVariables } from '@pavior/shared/document/variables.ts'
import { Moon, Sun } from 'lucide-preact'
import { useMemo, useState } from 'preact/hooks'
import { AsPerson, type LookedAs } from '../preview/as-person.tsx'
import { ChatPreview, type ShownMessage } from '../preview/chat.tsx'
import { ChatFrame } from '../preview/chat-frame.tsx'
import { EmailPreview } from '../preview/email.tsx'
import { LauncherPreview } from '../preview/launcher.tsx'
import type { Message } from './message.ts'

const views = {
  'send-message': { widget: 'Widget', launcher: 'Beside the launcher' },
  'send-email': { desktop: 'Desktop', phone: 'Phone', widget: 'In the chat' },
} as const
export type View = 'widget' | 'launcher' | 'desktop' | 'phone'

type Props = {
  message: Message
  from: { type: 'agent' | 'team'; name: string }
  as: LookedAs
  onAs: (as: LookedAs) => void
  view: View
  onView: (view: View) => void
}

/** The message as somebody gets it, while it is written. */
export function Stage({ message, from, as, onAs, view, onView }: Props) {
  const [scheme, setScheme] = useState<'light' | 'dark'>(() =>
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  )
  const { channel, content, subject, preview } = message
  const shown = useMemo(
    (): ShownMessage => ({
      id: 'preview',
      content: fillVariables(shownDocument(content), as.person),
      from,
      ...(channel === 'send-email' && { email: { subject } }),
    }),
    [content, as, from.name, from.type, channel, subject],
  )
  return (
    <aside class="writing-stage" aria-label="Preview">
      <header>
        <fieldset class="seg" aria-label="Where it is seen">
          {Object.entries(views[channel]).map(([id, name]) => (
            <label key={id}>
              <input type="radio" name="stage-view" checked={view === id} onChange={() => isView(id) && onView(id)} />
              {name}
            </label>
          ))}
        </fieldset>
        <span class="push" />
        <button
          type="button"
          class="icon"
          aria-label="Dark"
          aria-pressed={scheme === 'dark'}
          title={scheme === 'dark' ? 'Show it light' : 'Show it dark'}
          onClick={() => setScheme(scheme === 'dark' ? 'light' : 'dark')}
        >
          {scheme === 'dark' ? <Moon /> : <Sun />}
        </button>
        <AsPerson value={as} onPick={onAs} />
      </header>
      {view === 'widget' ? (
        <>
          <div class="writing-stage-chat">
            <ChatFrame title="The message in the widget" scheme={scheme}>
              <ChatPreview message={shown} />
            </ChatFrame>
          </div>
          <small>The real widget: try its form and buttons, nothing is sent.</small>
        </>
      ) : view === 'launcher' ? (
        <>
          <div class="writing-stage-page">
            <LauncherPreview message={shown} scheme={scheme} />
          </div>
          <small>What shows while the chat is closed.</small>
        </>
      ) : (
        <>
          <dl class="mail-facts">
            <dt>From</dt>
            <dd>{from.name}</dd>
            <dt>Subject</dt>
            <dd>
              <b>{subject.trim() === '' ? <span class="faint">No subject yet</span> : subject}</b>
              {preview === '' ? null : <span class="faint"> {preview}</span>}
            </dd>
          </dl>
          <div class={`writing-stage-mail ${view}`}>
            <EmailPreview written={{ from: message.from, subject, preview, content, as: as.as, scheme }} />
          </div>
        </>
      )}
    </aside>
  )
}

const isView = (id: string): id is View => id in views['send-message'] || id in views['send-email']
