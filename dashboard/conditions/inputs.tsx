import { plain } from '@pavior/shared/filter/fold.ts'
import type { AttributeValue } from '@pavior/shared/people/person.ts'
import { X } from 'lucide-preact'
import { useId, useState } from 'preact/hooks'
import { isUnit, readSimple, type Unit, units, writeSimple } from './durations.ts'

/** The fields into which values are written. */

type Told = { label: string; lacks?: boolean | undefined }

type TextProps = Told & { value: string; onValue: (value: string) => void; examples?: readonly AttributeValue[] }

/** Text, with the values that were seen to choose from. */
export function TextValue({ label, lacks, value, onValue, examples = [] }: TextProps) {
  const id = useId()
  return (
    <>
      <input
        type="text"
        class="input cond-value"
        aria-label={label}
        aria-invalid={lacks ? true : undefined}
        value={value}
        maxLength={2000}
        autocomplete="off"
        list={examples.length === 0 ? undefined : id}
        onInput={event => onValue(event.currentTarget.value)}
      />
      <Examples id={id} examples={examples} />
    </>
  )
}

function Examples({ id, examples }: { id: string; examples: readonly AttributeValue[] }) {
  if (examples.length === 0) return null
  return (
    <datalist id={id}>
      {examples.map(one => (
        <option key={String(one)} value={plain(one)} />
      ))}
    </datalist>
  )
}

type NumberProps = Told & {
  value: number | undefined
  onValue: (value: number | undefined) => void
  whole?: boolean
  min?: number
}

/** A number as it is typed: half of one is not one yet, and stays as it stands. */
export function NumberValue({ label, lacks, value, onValue, whole = false, min }: NumberProps) {
  const [typed, setTyped] = useState(value === undefined ? '' : plain(value))
  const read = (text: string) => (text.trim() === '' || !Number.isFinite(Number(text)) ? undefined : Number(text))
  // Changed from elsewhere: undone, or another condition.
  const shown = read(typed) === value ? typed : value === undefined ? '' : plain(value)
  return (
    <input
      type="number"
      class={whole ? 'input cond-value cond-count' : 'input cond-value'}
      inputMode={whole ? 'numeric' : 'decimal'}
      step={whole ? 1 : 'any'}
      min={min}
      aria-label={label}
      aria-invalid={lacks ? true : undefined}
      value={shown}
      onInput={event => {
        setTyped(event.currentTarget.value)
        onValue(read(event.currentTarget.value))
      }}
    />
  )
}

type ChoiceProps<T extends string> = Told & {
  value: string
  options: readonly { value: T; label: string }[]
  onValue: (value: T) => void
  className?: string
}

/** One of a few. What is chosen but not among them stays until something else is chosen. */
export function Choice<T extends string>({ label, lacks, value, options, onValue, className = '' }: ChoiceProps<T>) {
  const isKnown = options.some(option => option.value === value)
  return (
    <select
      class={`input cond-value ${className}`}
      aria-label={label}
      aria-invalid={lacks ? true : undefined}
      value={value}
      onChange={event => {
        const chosen = options.find(option => option.value === event.currentTarget.value)
        if (chosen) onValue(chosen.value)
      }}
    >
      {isKnown ? null : <option value={value}>{value}</option>}
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

type ManyProps = Told & {
  values: readonly AttributeValue[]
  onValues: (values: AttributeValue[]) => void
  examples?: readonly AttributeValue[]
  /** Where only some values are possible. */
  options?: readonly { value: string; label: string }[]
  read: (text: string) => AttributeValue
}

/** Several values: each with a cross, and a field for one more. */
export function Many({ label, lacks, values, onValues, examples = [], options, read }: ManyProps) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const has = (text: string) => values.some(one => plain(one).toLowerCase() === text.toLowerCase())
  const add = (text: string) => {
    setTyped('')
    if (text.trim() !== '' && !has(text.trim())) onValues([...values, read(text.trim())])
  }
  const called = (one: AttributeValue) => options?.find(option => option.value === one)?.label ?? plain(one)
  const left = options?.filter(option => !has(option.value)) ?? []
  return (
    <div class="cond-many">
      {values.map((one, index) => (
        <span class="tag" key={`${typeof one} ${one}`}>
          <span>{called(one)}</span>
          <button
            type="button"
            aria-label={`Remove ${called(one)}`}
            onClick={() => onValues(values.filter((_, place) => place !== index))}
          >
            <X />
          </button>
        </span>
      ))}
      {options === undefined ? (
        <>
          <input
            type="text"
            class="input cond-value"
            aria-label={`${label}: one more`}
            aria-invalid={lacks ? true : undefined}
            placeholder={values.length === 0 ? 'A value, then Enter' : 'One more'}
            autocomplete="off"
            maxLength={2000}
            list={examples.length === 0 ? undefined : id}
            value={typed}
            onInput={event => {
              const text = event.currentTarget.value
              if (text.endsWith(',')) add(text.slice(0, -1))
              else setTyped(text)
            }}
            onKeyDown={event => {
              if (event.key !== 'Enter' || event.isComposing) return
              event.preventDefault()
              add(event.currentTarget.value)
            }}
            onBlur={event => add(event.currentTarget.value)}
          />
          <Examples id={id} examples={examples.filter(one => !has(plain(one)))} />
        </>
      ) : left.length === 0 ? null : (
        <select
          class="input cond-value"
          aria-label={`${label}: one more`}
          aria-invalid={lacks ? true : undefined}
          value=""
          onChange={event => add(event.currentTarget.value)}
        >
          <option value="">{values.length === 0 ? 'Choose' : 'One more'}</option>
          {left.map(option => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}

const unitOptions = Object.entries(units).flatMap(([value, label]) => (isUnit(value) ? [{ value, label }] : []))

/** So many of one unit; what has several units is written as it is kept. */
export function DurationValue({ label, lacks, value, onValue }: TextProps) {
  const [as, setAs] = useState<'simple' | 'text'>(readSimple(value) ? 'simple' : 'text')
  const simple = readSimple(value)
  if (as === 'text' || !simple)
    return (
      <span class="cond-duration">
        <input
          type="text"
          class="input cond-value"
          aria-label={`${label}, as an ISO 8601 duration`}
          aria-invalid={lacks ? true : undefined}
          value={value}
          maxLength={100}
          onInput={event => {
            setAs('text')
            onValue(event.currentTarget.value)
          }}
        />
      </span>
    )
  return (
    <span class="cond-duration">
      <input
        type="number"
        class="input cond-value cond-count"
        inputMode="numeric"
        min={1}
        step={1}
        aria-label={label}
        aria-invalid={lacks ? true : undefined}
        value={simple.count}
        onInput={event => onValue(writeSimple(event.currentTarget.value.replace(/\D/g, ''), simple.unit))}
      />
      <Choice<Unit>
        label={`${label}: unit`}
        value={simple.unit}
        options={unitOptions}
        onValue={unit => onValue(writeSimple(simple.count, unit))}
      />
    </span>
  )
}

const DAY = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::00(?:\.0+)?)?Z?)?$/

/** A day, and a time of it where it matters, in UTC as the sentence says it. What is finer is written as it is kept. */
export function MomentValue({ label, lacks, value, onValue }: TextProps) {
  const [, day = '', time = ''] = DAY.exec(value) ?? []
  if (value !== '' && day === '') return <TextValue label={label} lacks={lacks} value={value} onValue={onValue} />
  const write = (day: string, time: string) => onValue(day === '' ? '' : time === '' ? day : `${day}T${time}Z`)
  return (
    <span class="cond-moment">
      <input
        type="date"
        class="input cond-value"
        aria-label={label}
        aria-invalid={lacks ? true : undefined}
        min="1000-01-01"
        max="2999-12-31"
        value={day}
        onInput={event => write(event.currentTarget.value, time)}
      />
      {day === '' ? null : (
        <input
          type="time"
          class="input cond-value"
          aria-label={`${label}: time, UTC`}
          title="UTC"
          value={time}
          onInput={event => write(day, event.currentTarget.value)}
        />
      )}
    </span>
  )
}
