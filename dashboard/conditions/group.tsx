import { Plus, X } from 'lucide-preact'
import { type RuleGroupProps, update } from 'react-querybuilder'
import { FieldPicker } from './field-picker.tsx'
import { focusAdder, focusWhenDrawn } from './focus.ts'
import { Choice } from './inputs.tsx'
import { isGroup, isRule } from './mapping.ts'
import { beginning } from './operators.ts'
import { removeAt } from './remove.ts'
import { RuleEditor } from './rule.tsx'
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
  const begun = (field: string) => {
    const id = crypto.randomUUID()
    const { op, rest } = beginning(field, around)
    focusWhenDrawn(id)
    return { id, field, operator: op, value: rest }
  }
  return (
    <fieldset class={isRoot ? 'cond-root' : 'cond-group'} aria-label={label(props)}>
      {isRoot && rules.length === 0 && chosen === 'all' ? null : (
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
              onClick={event => {
                focusAdder(event.currentTarget.closest('fieldset'))
                removeAt(path, { schema, actions })
              }}
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
          onPick={field => actions.onRuleAdd(begun(field), path)}
          trigger={
            <>
              <Plus />
              {around.place === 'properties' ? 'Property' : 'Condition'}
            </>
          }
        />
        {path.length >= DEEPEST ? null : (
          <FieldPicker
            className="button quiet small"
            label="Add a group, beginning with"
            onPick={field => actions.onGroupAdd({ combinator: isAny ? 'all' : 'any', rules: [begun(field)] }, path)}
            trigger={
              <>
                <Plus />
                Group
              </>
            }
          />
        )}
      </p>
    </fieldset>
  )
}

const label = ({ path, ruleGroup: { rules } }: RuleGroupProps): string =>
  path.length === 0 ? 'Conditions' : `Group of ${rules.length} conditions`
