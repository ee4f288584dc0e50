import { CircleAlert } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

type Props = {
  label: string
  value: string
  onValue: (value: string) => void
  hint?: ComponentChildren
  refused?: string | undefined
  /** `<option>`s. */
  children: ComponentChildren
}

/** One of many, by its name. */
export function Pick({ label, value, onValue, hint, refused, children }: Props) {
  const id = useId()
  const told = refused ?? hint
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="input"
        value={value}
        aria-invalid={refused === undefined ? undefined : true}
        aria-describedby={told === undefined ? undefined : `${id}-told`}
        onChange={event => onValue(event.currentTarget.value)}
      >
        {children}
      </select>
      {told === undefined ? null : (
        <small id={`${id}-told`} class={refused === undefined ? 'field-hint' : 'field-hint bad'}>
          {refused === undefined ? null : <CircleAlert />}
          <span>{told}</span>
        </small>
      )}
    </div>
  )
}
