import { useId } from 'preact/hooks'

type Props = { on: boolean; onChange: (on: boolean) => void; says: string; hint?: string | undefined }

/** Something that is so or not. */
export function Switch({ on, onChange, says, hint }: Props) {
  const id = useId()
  return (
    <div class="field">
      <button
        type="button"
        role="switch"
        aria-checked={on}
        aria-describedby={hint === undefined ? undefined : id}
        class="switch"
        onClick={() => onChange(!on)}
      >
        {says}
      </button>
      {hint === undefined ? null : <small id={id}>{hint}</small>}
    </div>
  )
}
