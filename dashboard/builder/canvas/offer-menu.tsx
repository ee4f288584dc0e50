import { Menu } from '@base-ui/react/menu'
import { useMemo } from 'preact/hooks'
import { Group, Item } from '../../ui/menu.tsx'
import { aLine, whyNot } from '../draft/edits.ts'
import { useBuilder } from '../use-builder.ts'
import { type ComponentType, isType, palette, typeIcons } from '../words/components.ts'
import { componentName } from '../words/said.ts'
import type { From } from './use-add.ts'

/** Where a line can go: `at` on the screen, from these ports; to what is there as well, unless it was dropped on nothing. */
export type Offer = { at: { x: number; y: number }; from: readonly From[]; existing: boolean }

type Props = {
  offer: Offer | undefined
  onClose: () => void
  onNew: (from: From, type: ComponentType) => void
  onExisting: (from: From, to: string) => void
}

/** What a line can lead to. */
export function OfferMenu({ offer, onClose, onNew, onExisting }: Props) {
  const { x, y } = offer?.at ?? { x: 0, y: 0 }
  const anchor = useMemo(() => ({ getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }), [x, y])
  return (
    <Menu.Root open={offer !== undefined} onOpenChange={open => open || onClose()}>
      <Menu.Portal>
        <Menu.Positioner className="menu-layer" anchor={anchor} align="start" side="bottom" collisionPadding={8}>
          <Menu.Popup className="menu" aria-label="What follows">
            {offer?.from.map(from => (
              <Choices
                key={from.port ?? ''}
                from={from}
                existing={offer.existing}
                onNew={onNew}
                onExisting={onExisting}
              />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

type ChoicesProps = Pick<Props, 'onNew' | 'onExisting'> & { from: From; existing: boolean }

function Choices({ from, existing, onNew, onExisting }: ChoicesProps) {
  const { draft } = useBuilder()
  const port = from.port === undefined ? '' : `, from ${from.port}`
  const others = existing
    ? draft.components.filter(({ id }) => whyNot(draft, aLine(from.id, id, from.port)) === undefined)
    : []
  return (
    <>
      <Group label={`Add${port}`}>
        {palette.map(({ type, name }) => {
          const Icon = typeIcons[type]
          return (
            <Item key={type} icon={<Icon />} onPick={() => onNew(from, type)}>
              {name}
            </Item>
          )
        })}
      </Group>
      {others.length === 0 ? null : (
        <Group label={`Draw a line to${port}`}>
          {others.map(component => {
            const Icon = isType(component.type) ? typeIcons[component.type] : undefined
            return (
              <Item key={component.id} icon={Icon ? <Icon /> : null} onPick={() => onExisting(from, component.id)}>
                {componentName(component)}
              </Item>
            )
          })}
        </Group>
      )}
    </>
  )
}
