import { type EditableButton, editableBlock } from '@pavior/shared/document/editable.ts'
import { isSafeLink } from '@pavior/shared/document/links.ts'
import { SquareMousePointer } from 'lucide-preact'
import { useId } from 'preact/hooks'
import { BlockFrame } from './frame.tsx'
import type { BlockProps } from './node-view.tsx'

/** A button: what it says, and what pressing it does. */
export function ButtonView({ attrs, change, copy, remove }: BlockProps) {
  const name = useId()
  const button = readButton(attrs)
  if (!button) return null
  const { label, action } = button
  const leads = 'url' in action
  const broken = leads && action.url !== '' && !isSafeLink(action.url)
  return (
    <BlockFrame icon={<SquareMousePointer />} name="Button" copy={copy} remove={remove}>
      <div class="writing-block-row">
        <input
          class="input"
          data-first
          aria-label="The button says"
          placeholder="What it says"
          maxLength={100}
          value={label}
          onInput={event => change({ label: event.currentTarget.value })}
        />
        <fieldset class="seg" aria-label="When it is pressed">
          <label>
            <input type="radio" name={name} checked={leads} onChange={() => change({ action: { url: '' } })} />
            Opens a link
          </label>
          <label>
            <input type="radio" name={name} checked={!leads} onChange={() => change({ action: { reply: true } })} />
            Replies
          </label>
        </fieldset>
      </div>
      {leads ? (
        <input
          class="input"
          type="url"
          aria-label="Where it leads"
          aria-invalid={broken || undefined}
          placeholder="https://"
          maxLength={2000}
          value={action.url}
          onInput={event => change({ action: { url: event.currentTarget.value.trim() } })}
        />
      ) : (
        <small>Posts “{label || '…'}” as the person’s own message. Of several such buttons one can be pressed.</small>
      )}
    </BlockFrame>
  )
}

function readButton(attrs: Record<string, unknown>): EditableButton | undefined {
  const block = editableBlock({ type: 'button', attrs })
  return block?.type === 'button' ? block.attrs : undefined
}
