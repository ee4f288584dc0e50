import { LoaderCircle } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { sentenceOf } from '../live/server.ts'
import { readValue, type Value } from './read-value.ts'

type Props = { label: string; value: Value | undefined; save: (value: Value | null) => Promise<void> }

/** A value that becomes a field when it is pressed. Enter saves, Escape leaves, empty removes. */
export function EditableValue({ label, value, save }: Props) {
  const [text, setText] = useState<string>()
  const [state, setState] = useState<{ saving: string } | { refused: string }>()
  const saving = state !== undefined && 'saving' in state

  const keep = async (typed: string) => {
    const trimmed = typed.trim()
    if (saving) return
    if (trimmed === String(value ?? '')) return setText(undefined)
    setState({ saving: trimmed })
    try {
      await save(trimmed === '' ? null : readValue(trimmed, value))
      setText(undefined)
      setState(undefined)
    } catch (error) {
      setState({ refused: sentenceOf(error) })
    }
  }
  const leave = () => {
    setText(undefined)
    setState(undefined)
  }

  if (text === undefined)
    return (
      <button
        type="button"
        class={value === undefined ? 'value unset' : 'value'}
        title={value === undefined ? undefined : String(value)}
        aria-label={value === undefined ? `Add ${label}` : `${label}: ${shown(value)}. Change`}
        onClick={() => setText(String(value ?? ''))}
      >
        {value === undefined ? 'Add' : shown(value)}
      </button>
    )
  return (
    <span class="value-edit">
      <input
        class="input"
        aria-label={label}
        value={text}
        maxLength={2000}
        disabled={saving}
        aria-invalid={state !== undefined && 'refused' in state ? true : undefined}
        ref={focusFirst}
        onInput={event => setText(event.currentTarget.value)}
        onBlur={event => void keep(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') void keep(event.currentTarget.value)
          if (event.key !== 'Escape') return
          event.stopPropagation()
          event.preventDefault()
          leave()
        }}
      />
      {saving ? <LoaderCircle class="spinner" aria-label="Saving" /> : null}
      {state !== undefined && 'refused' in state ? (
        <small class="bad" role="alert">
          {state.refused}{' '}
          <button type="button" class="link" onClick={leave}>
            Leave it as it was
          </button>
        </small>
      ) : null}
    </span>
  )
}

const shown = (value: Value) => (typeof value === 'number' ? value.toLocaleString('en') : String(value))

const focused = new WeakSet<HTMLInputElement>()

function focusFirst(input: HTMLInputElement | null): void {
  if (!input || focused.has(input)) return
  focused.add(input)
  input.focus()
  input.select()
}
