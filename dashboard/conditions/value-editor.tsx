import { isComponentOp, isEventOp, isValueOp, type Op, type ValueOp } from '@pavior/shared/filter/condition.ts'
import { fieldOf } from '@pavior/shared/filter/field.ts'
import { plain } from '@pavior/shared/filter/fold.ts'
import type { AttributeValue } from '@pavior/shared/people/person.ts'
import { buttonsOf } from './components.ts'
import { Choice, DurationValue, Many, MomentValue, NumberValue, TextValue } from './inputs.tsx'
import type { Rest } from './mapping.ts'
import { kindIn, seenIn, useConditions } from './surroundings.ts'

type Props = {
  field: string
  /** What the field is called, for who can't see it. */
  called: string
  op: Op
  rest: Rest
  lacks: boolean
  onRest: (rest: Rest) => void
}

/** What a condition compares with: a field for it by what is asked of what. */
export function ValueEditor(props: Props) {
  const { op, rest, onRest } = props
  if (isEventOp(op)) return <Count {...props} />
  if (op === 'clicked') return <Button {...props} />
  if (!isValueOp(op) || isComponentOp(op)) return null
  const onValue = (value: Rest['value']) => onRest({ ...rest, value })
  return <Comparison {...props} op={op} onValue={onValue} />
}

const textOf = (value: unknown): string => (isScalar(value) ? plain(value) : '')
const isScalar = (value: unknown): value is AttributeValue => ['string', 'number', 'boolean'].includes(typeof value)
const yesNo = [
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
] as const

function Comparison({
  field,
  called,
  op,
  rest: { value },
  lacks,
  onValue,
}: Omit<Props, 'op'> & { op: ValueOp; onValue: (value: Rest['value']) => void }) {
  const around = useConditions()
  const kind = kindIn(field, around.place)
  const seen = seenIn(field, around)
  const label = `${called}: value`
  const shared = { label, lacks }
  const options = optionsOf(field, around)
  const isNumeric =
    kind === 'number' || typeof value === 'number' || (seen?.kinds.length === 1 && seen.kinds[0] === 'number')
  // What reads as a number where numbers were seen is one, as it is where one stood before.
  const read = (text: string): AttributeValue =>
    isNumeric && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
  switch (op) {
    case 'set':
    case 'not-set':
      return null
    case 'equals':
    case 'not-equals':
      if (kind === 'boolean' || typeof value === 'boolean')
        return (
          <Choice {...shared} value={String(value)} options={yesNo} onValue={chosen => onValue(chosen === 'true')} />
        )
      if (options)
        return <Choice {...shared} value={chosenOf(textOf(value), options)} options={options} onValue={onValue} />
      if (typeof value === 'number' || kind === 'number')
        return <NumberValue {...shared} value={typeof value === 'number' ? value : undefined} onValue={onValue} />
      return (
        <TextValue
          {...shared}
          value={textOf(value)}
          examples={seen?.examples ?? []}
          onValue={text => onValue(read(text))}
        />
      )
    case 'in':
    case 'not-in':
      return (
        <Many
          {...shared}
          values={Array.isArray(value) ? value.filter(isScalar) : []}
          onValues={onValue}
          examples={seen?.examples ?? []}
          {...(options && { options })}
          read={read}
        />
      )
    case 'greater':
    case 'less':
      return <NumberValue {...shared} value={typeof value === 'number' ? value : undefined} onValue={onValue} />
    case 'before':
    case 'after':
      return <MomentValue {...shared} value={textOf(value)} onValue={onValue} />
    case 'within-last':
    case 'not-within-last':
      return <DurationValue {...shared} value={textOf(value)} onValue={onValue} />
    case 'contains':
    case 'not-contains':
    case 'starts-with':
    case 'ends-with':
      return <TextValue {...shared} value={textOf(value)} examples={seen?.examples ?? []} onValue={onValue} />
    default:
      return op satisfies never
  }
}

/** The grammar takes these words in any case. */
const chosenOf = (text: string, options: readonly { value: string }[]): string =>
  options.find(({ value }) => value === text.toLowerCase())?.value ?? text

function optionsOf(
  field: string,
  { place, inboxes }: ReturnType<typeof useConditions>,
): readonly { value: string; label: string }[] | undefined {
  if (place === 'properties') return undefined
  const known = fieldOf(field)
  if (known?.options) return known.options.map(value => ({ value, label: value }))
  if (field === 'upstream.inbox' || field === 'conversation.inbox')
    return inboxes.map(({ id, name }) => ({ value: id, label: name }))
  return undefined
}

/** How often an event happened. */
function Count({ called, op, rest, lacks, onRest }: Props) {
  if (op !== 'count-at-least' && op !== 'count-at-most') return null
  const { value, ...same } = rest
  return (
    <span class="cond-times">
      <NumberValue
        label={`${called}: how often`}
        lacks={lacks}
        whole
        min={op === 'count-at-least' ? 1 : 0}
        value={typeof value === 'number' ? value : undefined}
        onValue={count => onRest(count === undefined ? same : { ...same, value: count })}
      />
      <span>{value === 1 ? 'time' : 'times'}</span>
    </span>
  )
}

/** Which of a message's buttons. */
function Button({ field, called, rest, lacks, onRest }: Props) {
  const { components } = useConditions()
  const id = fieldOf(field)?.name
  const buttons = buttonsOf(components.find(component => component.id === id)?.settings?.content)
  const options = [
    { value: '', label: 'any button' },
    ...buttons.map(({ id, label }) => ({ value: id, label: `“${label}”` })),
  ]
  return (
    <Choice
      label={`${called}: which button`}
      lacks={lacks}
      value={typeof rest.value === 'string' ? rest.value : ''}
      options={options}
      onValue={chosen => onRest(chosen === '' ? {} : { value: chosen })}
    />
  )
}
