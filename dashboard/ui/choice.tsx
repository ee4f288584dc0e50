import { useId } from 'preact/hooks'
import './choice.css'

type Props<T extends string> = {
  legend: string
  value: T | undefined
  onPick: (value: T) => void
  options: readonly { value: T; label: string; says: string }[]
}

/** One of a few, each with what it means. */
export function Choice<T extends string>({ legend, value, onPick, options }: Props<T>) {
  const name = useId()
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      {options.map(option => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onPick(option.value)}
            aria-describedby={`${name}-${option.value}`}
          />
          <span>
            <b>{option.label}</b>
            <small id={`${name}-${option.value}`}>{option.says}</small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
