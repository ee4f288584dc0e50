import './palette.css'
import { Key } from '../../ui/key.tsx'
import { useAdd } from '../canvas/use-add.ts'
import { useBuilder } from '../use-builder.ts'
import { type ComponentType, palette, typeIcons } from '../words/components.ts'
import { DRAGGED } from './dragged.ts'

/** The six components: dragged onto the canvas, clicked, or added by their keys. */
export function Palette() {
  const { lit } = useBuilder()
  const add = useAdd()
  return (
    <aside class="palette" aria-label="Components" inert={lit !== undefined}>
      <h2>Components</h2>
      <ul>
        {palette.map(part => (
          <li key={part.type}>
            <Part {...part} onAdd={() => add(part.type)} />
          </li>
        ))}
      </ul>
      <p class="hint">
        Drag one in, click it, or press its key. Drop a line on the empty canvas to add what comes next.
      </p>
    </aside>
  )
}

type PartProps = { type: ComponentType; name: string; says: string; key?: string; onAdd: () => void }

function Part({ type, name, says, onAdd }: PartProps) {
  const Icon = typeIcons[type]
  const letter = palette.find(part => part.type === type)?.key ?? ''
  return (
    <button
      type="button"
      class="part"
      draggable
      onDragStart={event => {
        event.dataTransfer?.setData(DRAGGED, type)
        if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy'
      }}
      onClick={onAdd}
    >
      <Icon />
      <b>{name}</b>
      <Key>{letter}</Key>
      <small>{says}</small>
    </button>
  )
}
