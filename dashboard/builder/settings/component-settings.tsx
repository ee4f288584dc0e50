import './component-settings.css'
import type { Draft, DraftComponent } from '../draft/draft.ts'
import { AssignForm } from './assign.tsx'
import { FilterForm } from './filter.tsx'
import { type FormProps, refusals, withChanges } from './form.ts'
import { InboundMessageForm } from './inbound-message.tsx'
import { SendForm } from './send.tsx'
import { WaitForm } from './wait.tsx'

type Props = {
  component: DraftComponent
  draft: Draft
  /** `field` is what is being typed in: one step to undo. */
  onChange: (component: DraftComponent, field: string) => void
  onWrite: () => void
}

/** What is set in one component: a form per type, refused in words as one types. */
export function ComponentSettings({ component, draft, onChange, onWrite }: Props) {
  const wrong = refusals(component)
  const settings = component.settings ?? {}
  const form: FormProps = {
    component,
    settings,
    set: changes => {
      onChange({ ...component, settings: withChanges(settings, changes) }, Object.keys(changes).sort().join(' '))
    },
    refused: path => wrong.get(path),
    draft,
  }
  const toChannel = (type: 'send-message' | 'send-email') => {
    // What only an email has is of no use in the chat; its words are.
    const { subject: _subject, preview: _preview, ...words } = settings
    onChange({ ...component, type, settings: type === 'send-email' ? settings : words }, 'channel')
  }
  return (
    <div class="component-settings">
      <Form form={form} onChannel={toChannel} onWrite={onWrite} />
    </div>
  )
}

type FormOfTypeProps = {
  form: FormProps
  onChannel: (type: 'send-message' | 'send-email') => void
  onWrite: () => void
}

function Form({ form, onChannel, onWrite }: FormOfTypeProps) {
  switch (form.component.type) {
    case 'filter':
      return <FilterForm {...form} />
    case 'wait':
      return <WaitForm {...form} />
    case 'inbound-message':
      return <InboundMessageForm {...form} />
    case 'send-message':
    case 'send-email':
      return <SendForm {...form} onChannel={onChannel} onWrite={onWrite} />
    case 'assign':
      return <AssignForm {...form} />
    case 'end':
      return (
        <section>
          <p class="says">
            Takes the person out at once, for good: what still waits for them in this campaign is dropped, and they
            never enter it again. What was sent stays, and a form in it can still be answered.
          </p>
        </section>
      )
    default:
      return (
        <section>
          <p class="says bad">There is no such component as “{form.component.type}”. Take it out.</p>
        </section>
      )
  }
}
