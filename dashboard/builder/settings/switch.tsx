import { useId } from 'preact/hooks'

type Props = {
  on: boolean
  onChange: (on: boolean) => void
  says: string
  hint?: string | undefined
  /** It can't be so yet; the hint says why. */
  disabled?: boolean
}

/** Something that is so or not. */
export function Switch({ on, onChange, says, hint, disabled = false }: Props) {
  const id = useId()
  return (
    <div class="field">
      <button
        type="button"
        role="switch"
        aria-checked={on}
        aria-describedby={hint === undefined ? undefined : id}
        class="switch"
        disabled={disabled}
        onClick={() => onChange(!on)}
      >
        {says}
      </button>
      {hint === undefined ? null : <small id={id}>{hint}</small>}
    </div>
  )
}
