import { fieldOf } from '@pavior/shared/filter/field.ts'
import { Plus, X } from 'lucide-preact'
import { useMemo } from 'preact/hooks'
import { FieldPicker } from './field-picker.tsx'
import { DurationValue } from './inputs.tsx'
import type { Rest } from './mapping.ts'
import { beginning } from './operators.ts'
import { SurroundingsProvider, useConditions } from './surroundings.ts'

type Props = { field: string; called: string; rest: Rest; lacks: boolean; onRest: (rest: Rest) => void }

/** Of an event: how long ago at most, and with which properties. */
export function EventPart({ field, called, rest, lacks, onRest }: Props) {
  const around = useConditions()
  const name = fieldOf(field)?.name
  const inside = useMemo(
    () => ({
      ...around,
      place: 'properties' as const,
      properties: around.seen.events.find(event => event.name === name)?.properties ?? [],
    }),
    [around, name],
  )
  const { within, where, ...same } = rest
  const set = (within: string | undefined, where: unknown) =>
    onRest({ ...same, ...(where !== undefined && { where }), ...(within !== undefined && { within }) })
  return (
    <div class="cond-event">
      {within === undefined ? null : (
        <p class="cond-within">
          <span>in the last</span>
          <DurationValue
            label={`${called}: in the last`}
            lacks={lacks}
            value={within}
            onValue={next => set(next, where)}
          />
          <button
            type="button"
            class="icon"
            aria-label="At any time"
            title="At any time"
            onClick={() => set(undefined, where)}
          >
            <X />
          </button>
        </p>
      )}
      <SurroundingsProvider value={inside}>
        {where === undefined ? null : (
          <around.Tree value={where} onChange={next => set(within, isEmpty(next) ? undefined : next)} title="where" />
        )}
        <p class="cond-adders">
          {within === undefined ? (
            <button type="button" class="button quiet small" onClick={() => set('P7D', where)}>
              <Plus />
              In the last …
            </button>
          ) : null}
          {where === undefined ? (
            <FieldPicker
              className="button quiet small"
              label="Add a property"
              trigger={
                <>
                  <Plus />
                  Property
                </>
              }
              onPick={property => {
                const { op, rest } = beginning(property, inside)
                set(within, { all: [{ field: property, op, ...rest }] })
              }}
            />
          ) : null}
        </p>
      </SurroundingsProvider>
    </div>
  )
}

/** The last condition on properties taken away leaves none. */
const isEmpty = (where: unknown): boolean =>
  typeof where === 'object' && where !== null && 'all' in where && Array.isArray(where.all) && where.all.length === 0
