import { Copy, Trash2 } from 'lucide-preact'
import { usePaste } from './canvas/use-paste.ts'
import { changeComponent, componentOf, removeComponents } from './draft/edits.ts'
import { LeadsTo } from './leads-to.tsx'
import { Settings } from './parts.tsx'
import { useBuilder } from './use-builder.ts'
import { isType, typeIcons, typeName } from './words/components.ts'

/** At the right: what is set in the chosen component. */
export function SettingsPane() {
  const { draft, selected, select, edit } = useBuilder()
  const [id, ...others] = selected
  const component = id === undefined ? undefined : componentOf(draft, id)
  if (!component)
    return (
      <aside class="settings" aria-label="Settings">
        <p class="settings-empty">Choose a component to set what it does.</p>
      </aside>
    )
  const remove = () => {
    edit(now => removeComponents(now, new Set(selected)))
    select([])
  }
  if (others.length > 0)
    return (
      <aside class="settings" aria-label="Settings">
        <header class="bar">
          <h2>{selected.length} components</h2>
          <span class="push" />
          <DuplicateButton ids={selected} />
          <button type="button" class="icon" aria-label="Delete them" title="Delete  Del" onClick={remove}>
            <Trash2 />
          </button>
        </header>
      </aside>
    )
  const Icon = isType(component.type) ? typeIcons[component.type] : Copy
  return (
    <aside class="settings" aria-label={`Settings of ${typeName(component.type)}`}>
      <header class="bar">
        <span class="tile">
          <Icon />
        </span>
        <h2>{typeName(component.type)}</h2>
        <span class="push" />
        <DuplicateButton ids={selected} />
        <button type="button" class="icon" aria-label="Delete" title="Delete  Del" onClick={remove}>
          <Trash2 />
        </button>
      </header>
      <div class="settings-body" key={component.id} tabIndex={-1}>
        <Settings
          component={component}
          onChange={(changed, field) =>
            edit(now => changeComponent(now, changed), field === undefined ? undefined : `${component.id} ${field}`)
          }
        />
        <LeadsTo component={component} />
      </div>
    </aside>
  )
}

function DuplicateButton({ ids }: { ids: readonly string[] }) {
  const { duplicate } = usePaste()
  return (
    <button type="button" class="icon" aria-label="Duplicate" title="Duplicate  Ctrl D" onClick={() => duplicate(ids)}>
      <Copy />
    </button>
  )
}
