import { type EditableField, type EditableForm, editableBlock } from '@pavior/shared/document/editable.ts'
import { Plus, TextCursorInput } from 'lucide-preact'
import { useRef } from 'preact/hooks'
import { FieldRow } from './field-row.tsx'
import { BlockFrame } from './frame.tsx'
import type { BlockProps } from './node-view.tsx'

const MOST_FIELDS = 20

/** The form of a message: its fields in their order, and what its button says (C20). */
export function FormView({ attrs, change, remove }: BlockProps) {
  const rows = useRef<HTMLOListElement>(null)
  const form = readForm(attrs)
  if (!form) return null
  const { fields, submit } = form
  const set = (index: number, field: EditableField) => change({ fields: fields.with(index, field) })
  const move = (from: number, to: number) => {
    const field = fields[from]
    if (!field || to < 0 || to >= fields.length || to === from) return
    change({ fields: fields.toSpliced(from, 1).toSpliced(to, 0, field) })
  }
  return (
    <BlockFrame icon={<TextCursorInput />} name="Form" remove={remove}>
      <div class="field-cols" aria-hidden="true">
        <span />
        <span>Label</span>
        <span>Kind</span>
        <span>Writes to</span>
        <span>Required</span>
        <span />
      </div>
      <ol class="field-rows" ref={rows}>
        {fields.map((field, index) => (
          <FieldRow
            key={index}
            field={field}
            first={index === 0}
            onChange={changed => set(index, changed)}
            onRemove={() => change({ fields: fields.toSpliced(index, 1) })}
            onMove={by => {
              move(index, index + by)
              grip(rows.current, index + by)?.focus()
            }}
            onDrag={y => {
              const to = rowAt(rows.current, y)
              if (to !== undefined) move(index, to)
              return to ?? index
            }}
          />
        ))}
      </ol>
      <footer>
        <button
          type="button"
          class="button quiet small"
          disabled={fields.length >= MOST_FIELDS}
          onClick={() => change({ fields: [...fields, nextField(fields)] })}
        >
          <Plus />
          Field
        </button>
        <label>
          Button says
          <input
            class="input"
            maxLength={100}
            value={submit}
            onInput={event => change({ submit: event.currentTarget.value })}
          />
        </label>
      </footer>
    </BlockFrame>
  )
}

function readForm(attrs: Record<string, unknown>): EditableForm | undefined {
  const block = editableBlock({ type: 'form', attrs })
  return block?.type === 'form' ? block.attrs : undefined
}

/** What a form asks for most, and is not asked here yet. */
function nextField(fields: EditableField[]): EditableField {
  const usual: EditableField[] = [
    { key: 'email', label: 'Email', kind: 'email', required: true },
    { key: 'name', label: 'Name', kind: 'text', required: false },
    { key: 'company', label: 'Company', kind: 'text', required: false },
    { key: 'phone', label: 'Phone', kind: 'text', required: false },
  ]
  const free = usual.find(({ key }) => !fields.some(field => field.key === key))
  return free ?? { key: 'attributes.', label: '', kind: 'text', required: false }
}

const rowsIn = (list: HTMLElement | null) => [...(list?.children ?? [])]

const grip = (list: HTMLElement | null, index: number) => rowsIn(list)[index]?.querySelector<HTMLElement>('.grip')

/** Which row is at this height of the window. */
function rowAt(list: HTMLElement | null, y: number): number | undefined {
  const at = rowsIn(list).findIndex(row => {
    const { top, bottom } = row.getBoundingClientRect()
    return y >= top && y < bottom
  })
  return at < 0 ? undefined : at
}
