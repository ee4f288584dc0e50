import type { ComponentChildren } from 'preact'
import { Labelled } from '../../ui/field.tsx'

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
  return (
    <Labelled label={label} hint={hint} refused={refused}>
      {labelled => (
        <select {...labelled} class="input" value={value} onChange={event => onValue(event.currentTarget.value)}>
          {children}
        </select>
      )}
    </Labelled>
  )
}
