import { type Condition, isEventOp } from '@pavior/shared/filter/condition.ts'
import { CircleAlert, X } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { type RuleProps, update } from 'react-querybuilder'
import { EventPart } from './event-part.tsx'
import { FieldPicker } from './field-picker.tsx'
import { fieldLabel } from './fields.ts'
import { focusAdder, useFocusWhenNew } from './focus.ts'
import { Choice } from './inputs.tsx'
import { fromGroup, isRule, KEPT, type Rest } from './mapping.ts'
import { beginning, fitted, isOp, operatorsFor, wordsOf } from './operators.ts'
import { removeAt } from './remove.ts'
import { kindIn, useConditions } from './surroundings.ts'
import { lackOf, sentenceFor } from './unfinished.ts'
import { ValueEditor } from './value-editor.tsx'

/** One condition: what is asked, how, and with which value. */
export function RuleEditor({ rule, path, schema, actions }: RuleProps) {
  const around = useConditions()
  const here = useRef<HTMLDivElement>(null)
  useFocusWhenNew(here, rule.id)
  if (!isRule(rule)) return null
  const cross = (
    <button
      type="button"
      class="icon"
      aria-label="Remove this condition"
      title="Remove"
      onClick={() => {
        focusAdder(here.current)
        removeAt(path, { schema, actions })
      }}
    >
      <X />
    </button>
  )
  const { field, operator: op, value: rest } = rule
  if (field === KEPT || !isOp(op)) return <Kept part={fromGroup({ rules: [rule], bare: true })} cross={cross} />
  const set = (next: { field?: string; operator?: string; value: Rest }) =>
    schema.dispatchQuery(update(schema.getQuery(), next, path))
  const setRest = (value: Rest) => set({ value: { ...value, ...(rest.more && { more: rest.more }) } })
  const called = fieldLabel(field, around)
  const lack = lackOf(conditionOf(field, op, rest), around.place)
  const offered = operatorsFor(field, around)
  const ops = offered.includes(op) ? offered : [op, ...offered]
  const parts = { field, called, op, rest, lacks: lack !== undefined && !lack.empty, onRest: setRest }
  return (
    <div class="cond" ref={here}>
      <div class="cond-line">
        <div class="cond-parts">
          <FieldPicker
            className="input cond-field"
            label={`${called}: ask something else`}
            title={called}
            field={field}
            trigger={<span>{called}</span>}
            onPick={next => {
              if (next === field) return
              const { op: operator, rest: value } = beginning(next, around)
              set({ field: next, operator, value })
            }}
          />
          <Choice
            label={`${called}: how`}
            className="cond-op"
            value={op}
            options={ops.map(value => ({ value, label: wordsOf(value) }))}
            onValue={next => set({ operator: next, value: fitted(next, field, rest, around) })}
          />
          <ValueEditor {...parts} />
        </div>
        {cross}
      </div>
      {isEventOp(op) && kindIn(field, around.place) === 'event' ? <EventPart {...parts} /> : null}
      {lack === undefined ? null : (
        <p class={lack.empty ? 'cond-lack' : 'cond-lack bad'}>
          {lack.empty ? null : <CircleAlert />}
          <span>{lack.says}</span>
        </p>
      )}
    </div>
  )
}

/** The part of a rule that the grammar reads; what else it has is kept, not asked. */
const conditionOf = (field: string, op: Condition['op'], { value, where, within }: Rest): Condition => ({
  field,
  op,
  ...(isValue(value) && { value }),
  ...(where !== undefined && { where: { all: [] } }),
  ...(within !== undefined && { within }),
})

const isValue = (value: unknown): value is NonNullable<Condition['value']> =>
  Array.isArray(value) || ['string', 'number', 'boolean'].includes(typeof value)

/** What this editor does not know stays as it is, until it is taken away. */
function Kept({ part, cross }: { part: unknown; cross: ComponentChildren }) {
  const { place, names } = useConditions()
  return (
    <div class="cond">
      <div class="cond-line">
        <p class="cond-kept" title="It can't be edited here">
          Kept as it is:{' '}
          {sentenceFor(part, place, names) ?? <code>{JSON.stringify(part)?.slice(0, 300) ?? 'nothing'}</code>}
        </p>
        {cross}
      </div>
    </div>
  )
}
