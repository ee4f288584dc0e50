import { Combobox } from '@base-ui/react/combobox'
import type { ComponentChildren } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { type FieldGroup, type FieldOption, fieldGroups, searchFields } from './fields.ts'
import { useConditions } from './surroundings.ts'

type Props = {
  /** The button's inside; its look is `className`. */
  trigger: ComponentChildren
  className: string
  label: string
  title?: string
  /** The chosen field; absent: a choice adds one. */
  field?: string
  onPick: (field: string) => void
}

/** A button that opens all that can be asked, to search in. What was never seen can be named. */
export function FieldPicker({ trigger, className, label, title, field, onPick }: Props) {
  const around = useConditions()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const groups = useMemo(() => (open ? fieldGroups(around) : []), [open, around])
  const found = useMemo(() => searchFields(groups, text, around), [groups, text, around])
  const chosen = groups.flatMap(({ items }) => items).find(({ value }) => value === field)
  return (
    <Combobox.Root<FieldOption>
      items={found}
      filter={null}
      value={chosen ?? null}
      isItemEqualToValue={(one, other) => one.value === other.value}
      autoHighlight
      onOpenChange={next => {
        setOpen(next)
        if (next) setText('')
      }}
      inputValue={text}
      onInputValueChange={setText}
      onValueChange={option => {
        if (option) onPick(option.value)
      }}
    >
      <Combobox.Trigger className={className} aria-label={label} title={title}>
        {trigger}
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner className="cond-layer" align="start" sideOffset={4} collisionPadding={8}>
          <Combobox.Popup className="menu cond-menu" aria-label="What to ask">
            <Combobox.Input className="input" placeholder="Search" aria-label="Search what to ask" />
            <Combobox.Empty className="cond-none">
              {around.seeking ? 'Looking …' : 'Nothing of this name.'}
            </Combobox.Empty>
            <Combobox.List className="cond-list">
              {(group: FieldGroup) => (
                <Combobox.Group key={group.value} items={group.items}>
                  <Combobox.GroupLabel className="menu-label">{group.value}</Combobox.GroupLabel>
                  <Combobox.Collection>
                    {(option: FieldOption) => (
                      <Combobox.Item key={option.value} value={option} className="menu-item">
                        <span>{option.label}</span>
                        {option.hint === undefined ? null : <small>{option.hint}</small>}
                      </Combobox.Item>
                    )}
                  </Combobox.Collection>
                </Combobox.Group>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
