import { useId } from 'preact/hooks'

type Props<T extends string> = {
  label: string
  value: T
  options: readonly (readonly [value: T, says: string])[]
  onValue: (value: T) => void
  /** What the chosen one means. */
  hint?: string | undefined
}

/** One of a few things, side by side. */
export function Choice<T extends string>({ label, value, options, onValue, hint }: Props<T>) {
  const name = useId()
  return (
    <fieldset class="field segments" aria-describedby={hint === undefined ? undefined : `${name}-hint`}>
      <legend class="field-label">{label}</legend>
      <div class="seg">
        {options.map(([option, says]) => (
          <label key={option}>
            <input type="radio" name={name} checked={option === value} onChange={() => onValue(option)} />
            {says}
          </label>
        ))}
      </div>
      {hint === undefined ? null : <small id={`${name}-hint`}>{hint}</small>}
    </fieldset>
  )
}
