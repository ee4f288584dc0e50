import { Plus, X } from 'lucide-preact'
import { type RuleGroupProps, update } from 'react-querybuilder'
import { FieldPicker } from './field-picker.tsx'
import { Choice } from './inputs.tsx'
import { isGroup, isRule } from './mapping.ts'
import { beginning } from './operators.ts'
import { focusWhenDrawn, RuleEditor } from './rule.tsx'
import { useConditions } from './surroundings.ts'

const choices = [
  { value: 'all', label: 'all of these' },
  { value: 'any', label: 'any of these' },
  { value: 'none', label: 'none of these' },
  { value: 'not-all', label: 'not all of these' },
] as const

/** The levels that the grammar takes. */
const DEEPEST = 6

/** Conditions that belong together: all, any, none, or not all of them; and groups inside. */
export function GroupEditor(props: RuleGroupProps & { word?: string }) {
  const { ruleGroup, path, schema, actions, word } = props
  const around = useConditions()
  if (!isGroup(ruleGroup)) return null
  const { combinator, not = false, rules } = ruleGroup
  const isAny = combinator === 'any'
  const chosen = not ? (isAny ? 'none' : 'not-all') : isAny ? 'any' : 'all'
  const isRoot = path.length === 0
  const add = (field: string) => {
    const id = crypto.randomUUID()
    const { op, rest } = beginning(field, around)
    focusWhenDrawn(id)
    actions.onRuleAdd({ id, field, operator: op, value: rest }, path)
  }
  return (
    <fieldset class={isRoot ? 'cond-root' : 'cond-group'} aria-label={label(props)}>
      {isRoot && rules.length === 0 ? null : (
        <p class="cond-head">
          {word === undefined ? null : <span>{word}</span>}
          <Choice
            label="How many of these"
            className="cond-combine"
            value={chosen}
            options={choices}
            onValue={next =>
              schema.dispatchQuery(
                update(
                  schema.getQuery(),
                  {
                    combinator: next === 'any' || next === 'none' ? 'any' : 'all',
                    not: next === 'none' || next === 'not-all',
                    bare: false,
                  },
                  path,
                ),
              )
            }
          />
          {isRoot ? null : (
            <button
              type="button"
              class="icon"
              aria-label="Remove this group"
              title="Remove the group"
              onClick={() => actions.onGroupRemove(path)}
            >
              <X />
            </button>
          )}
        </p>
      )}
      {rules.map((part, index) => {
        const shared = { ...props, path: [...path, index] }
        if (isGroup(part))
          return (
            <GroupEditor
              key={part.id}
              {...shared}
              {...(part.id !== undefined && { id: part.id })}
              ruleGroup={part}
              word={index === 0 ? '' : isAny ? 'or' : 'and'}
            />
          )
        return isRule(part) ? <RuleEditor key={part.id} {...shared} rule={part} /> : null
      })}
      <p class="cond-adders">
        <FieldPicker
          className="button quiet small"
          label={around.place === 'properties' ? 'Add a property' : 'Add a condition'}
          onPick={add}
          trigger={
            <>
              <Plus />
              {around.place === 'properties' ? 'Property' : 'Condition'}
            </>
          }
        />
        {path.length >= DEEPEST ? null : (
          <button
            type="button"
            class="button quiet small"
            onClick={() => actions.onGroupAdd({ combinator: isAny ? 'all' : 'any', rules: [] }, path)}
          >
            <Plus />
            Group
          </button>
        )}
      </p>
    </fieldset>
  )
}

const label = ({ path, ruleGroup: { rules } }: RuleGroupProps): string =>
  path.length === 0 ? 'Conditions' : `Group of ${rules.length} conditions`
