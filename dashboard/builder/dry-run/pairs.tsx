import { Plus, X } from 'lucide-preact'
import { useId } from 'preact/hooks'

export type Pair = { key: string; value: string }
type Value = string | number | boolean

/** What is typed as it is meant: a number, yes or no, otherwise text. */
function meant(typed: string): Value {
  const text = typed.trim()
  if (/^(true|yes)$/i.test(text)) return true
  if (/^(false|no)$/i.test(text)) return false
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

export const typedOf = (value: Value | null): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : value === null ? '' : String(value)

/** Those of which both are given, each key once. */
export const recordOf = (pairs: readonly Pair[]): Record<string, Value> =>
  Object.fromEntries(
    pairs.flatMap(({ key, value }) => (key.trim() === '' || value.trim() === '' ? [] : [[key.trim(), meant(value)]])),
  )

type Props = {
  /** What a pair is: "attribute", "property". */
  what: string
  pairs: readonly Pair[]
  onChange: (pairs: Pair[]) => void
  /** Keys to choose from, beside any other. */
  known: readonly string[]
}

/** Keys and values, as many as are needed. */
export function Pairs({ what, pairs, onChange, known }: Props) {
  const id = useId()
  const change = (at: number, part: Partial<Pair>) =>
    onChange(pairs.map((pair, index) => (index === at ? { ...pair, ...part } : pair)))
  return (
    <div class="pairs">
      <datalist id={id}>
        {known.map(key => (
          <option key={key} value={key} />
        ))}
      </datalist>
      {pairs.map(({ key, value }, index) => (
        <div class="pair" key={index}>
          <input
            class="input"
            aria-label={`Name of the ${what}`}
            placeholder={what}
            list={id}
            maxLength={100}
            value={key}
            onInput={event => change(index, { key: event.currentTarget.value })}
          />
          <input
            class="input"
            aria-label={key === '' ? 'Value' : `Value of ${key}`}
            placeholder="value"
            maxLength={2000}
            value={value}
            onInput={event => change(index, { value: event.currentTarget.value })}
          />
          <button
            type="button"
            class="icon"
            aria-label={`Without ${key === '' ? `this ${what}` : key}`}
            onClick={() => onChange(pairs.filter((_, at) => at !== index))}
          >
            <X />
          </button>
        </div>
      ))}
      <button type="button" class="button quiet small" onClick={() => onChange([...pairs, { key: '', value: '' }])}>
        <Plus />
        {what}
      </button>
    </div>
  )
}
