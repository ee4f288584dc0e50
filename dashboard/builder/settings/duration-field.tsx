import { CircleAlert, Plus, X } from 'lucide-preact'
import { useId, useState } from 'preact/hooks'
import { isoOf, nextUnit, type Part, partsOf, type Unit, units, wrongWith } from './duration.ts'

type Props = { label: string; value: unknown; onValue: (duration: string) => void }

const FIRST: Part[] = [{ count: '', unit: 'days' }]

/** How long: a number and a unit, or several. What is typed stays as it is typed, also while it can't be. */
export function DurationField({ label, value, onValue }: Props) {
  const id = useId()
  const [own, setOwn] = useState<{ value: unknown; parts: Part[] }>({ value: undefined, parts: FIRST })
  const given = own.value === value ? own.parts : partsOf(value)
  const parts = given.length === 0 ? FIRST : given
  const wrong = wrongWith(parts)
  const change = (next: Part[]) => {
    const duration = isoOf(next)
    setOwn({ value: duration, parts: next })
    onValue(duration)
  }
  const changePart = (at: number, part: Partial<Part>) =>
    change(parts.map((one, index) => (index === at ? { ...one, ...part } : one)))
  const more = nextUnit(parts)
  return (
    <fieldset class="field duration" aria-describedby={wrong === undefined ? undefined : `${id}-wrong`}>
      <legend class="field-label">{label}</legend>
      {parts.map((part, index) => (
        <div class="duration-part" key={index}>
          {index === 0 ? null : <span class="faint">and</span>}
          <input
            class="input num"
            inputMode="numeric"
            aria-label={`How many ${part.unit}`}
            aria-invalid={wrong === undefined ? undefined : true}
            value={part.count}
            onInput={event => changePart(index, { count: event.currentTarget.value.replace(/\D/g, '').slice(0, 5) })}
          />
          <select
            class="input"
            aria-label="Unit"
            value={part.unit}
            onChange={event => changePart(index, { unit: unitFrom(event.currentTarget.value) })}
          >
            {units
              .filter(unit => unit === part.unit || parts.every(other => other.unit !== unit))
              .map(unit => (
                <option key={unit} value={unit}>
                  {part.count === '1' ? unit.slice(0, -1) : unit}
                </option>
              ))}
          </select>
          {parts.length === 1 ? null : (
            <button
              type="button"
              class="icon"
              aria-label={`Without the ${part.unit}`}
              onClick={() => change(parts.filter((_, at) => at !== index))}
            >
              <X />
            </button>
          )}
          {index === parts.length - 1 && more !== undefined && parts.length < 3 ? (
            <button
              type="button"
              class="icon"
              aria-label={`Add ${more}`}
              title={`and so many ${more}`}
              onClick={() => change([...parts, { count: '', unit: more }])}
            >
              <Plus />
            </button>
          ) : null}
        </div>
      ))}
      {wrong === undefined ? null : (
        <small class="field-hint bad" id={`${id}-wrong`}>
          <CircleAlert />
          <span>{wrong}</span>
        </small>
      )}
    </fieldset>
  )
}

const unitFrom = (value: string): Unit => units.find(unit => unit === value) ?? 'days'
