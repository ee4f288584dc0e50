import type { EditableField } from '@pavior/shared/document/editable.ts'
import { GripVertical, SlidersHorizontal, X } from 'lucide-preact'
import { useId, useRef, useState } from 'preact/hooks'

type Props = {
  field: EditableField
  first: boolean
  onChange: (field: EditableField) => void
  onRemove: () => void
  /** By so many places, from the keyboard. */
  onMove: (by: number) => void
  /** Dragged to this height; gives the place it has then. */
  onDrag: (y: number) => number
}

const kinds = { text: 'Text', email: 'Email', number: 'Number', choice: 'Choice', date: 'Date' } as const
const places = { name: 'Name', email: 'Email', phone: 'Phone', company: 'Company' }
const ATTRIBUTE = 'attributes.'

/** One field of a form. What is rarely set (placeholder, choices) opens below it. */
export function FieldRow({ field, first, onChange, onRemove, onMove, onDrag }: Props) {
  const { key, label, kind, required, placeholder = '', options = [] } = field
  const [open, setOpen] = useState(kind === 'choice' || placeholder !== '')
  const dragging = useRef(false)
  const more = useId()
  const named = label.trim() || 'this field'
  const isAttribute = !Object.hasOwn(places, key)
  const change = (part: Partial<EditableField>) => onChange({ ...field, ...part })
  return (
    <li>
      <div class="field-row">
        <button
          type="button"
          class="icon grip"
          aria-label={`Move ${named}: arrow up, arrow down`}
          onKeyDown={event => {
            const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
            if (by === undefined) return
            event.preventDefault()
            onMove(by)
          }}
          onPointerDown={event => {
            dragging.current = true
            event.currentTarget.setPointerCapture(event.pointerId)
          }}
          onPointerMove={event => dragging.current && onDrag(event.clientY)}
          onPointerUp={() => {
            dragging.current = false
          }}
        >
          <GripVertical />
        </button>
        <input
          class="input"
          data-first={first || undefined}
          aria-label="Label"
          maxLength={100}
          value={label}
          onInput={event => change({ label: event.currentTarget.value })}
        />
        <select
          class="input"
          aria-label={`Kind of ${named}`}
          value={kind}
          onChange={event => {
            const picked = event.currentTarget.value
            if (!isKind(picked)) return
            change(
              picked === 'choice' && options.length === 0 ? { kind: picked, options: ['Yes', 'No'] } : { kind: picked },
            )
            if (picked === 'choice') setOpen(true)
          }}
        >
          {Object.entries(kinds).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
        <div class="writes-to">
          <select
            class="input"
            aria-label={`Where ${named} is written`}
            value={isAttribute ? ATTRIBUTE : key}
            onChange={event => change({ key: event.currentTarget.value })}
          >
            {Object.entries(places).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
            <option value={ATTRIBUTE}>Attribute …</option>
          </select>
          {isAttribute ? (
            <input
              class="input"
              aria-label={`Attribute of ${named}`}
              placeholder="like plan"
              list="message-attributes"
              maxLength={100}
              value={key.replace(ATTRIBUTE, '')}
              onInput={event => change({ key: ATTRIBUTE + event.currentTarget.value })}
            />
          ) : null}
        </div>
        <button
          type="button"
          role="switch"
          class="switch"
          aria-checked={required}
          aria-label={`${named} is required`}
          onClick={() => change({ required: !required })}
        />
        <span class="field-does">
          <button
            type="button"
            class="icon"
            aria-label={`More about ${named}`}
            aria-expanded={open}
            aria-controls={more}
            title="Placeholder, choices"
            onClick={() => setOpen(!open)}
          >
            <SlidersHorizontal />
          </button>
          <button type="button" class="icon" aria-label={`Remove ${named}`} title="Remove" onClick={onRemove}>
            <X />
          </button>
        </span>
      </div>
      {open ? (
        <div class="field-more" id={more}>
          <label>
            <span>Placeholder</span>
            <input
              class="input"
              maxLength={200}
              value={placeholder}
              onInput={event => onChange(withPlaceholder(field, event.currentTarget.value))}
            />
          </label>
          {kind === 'choice' ? <Choices options={options} onChange={changed => change({ options: changed })} /> : null}
        </div>
      ) : null}
    </li>
  )
}

/** One a line; a line that is begun is none yet. */
function Choices({ options, onChange }: { options: string[]; onChange: (options: string[]) => void }) {
  const [text, setText] = useState(options.join('\n'))
  // Changed elsewhere, as by undo.
  const shown = linesOf(text).join('\n') === options.join('\n') ? text : options.join('\n')
  return (
    <label>
      <span>Choices, one a line</span>
      <textarea
        class="input"
        rows={Math.max(2, shown.split('\n').length)}
        value={shown}
        onInput={event => {
          setText(event.currentTarget.value)
          onChange(linesOf(event.currentTarget.value))
        }}
      />
    </label>
  )
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim().slice(0, 200))
    .filter(line => line !== '')
    .slice(0, 50)

const isKind = (kind: string): kind is keyof typeof kinds => Object.hasOwn(kinds, kind)

/** None at all, rather than an empty one. */
function withPlaceholder({ placeholder: _, ...field }: EditableField, placeholder: string): EditableField {
  return placeholder === '' ? field : { ...field, placeholder }
}
