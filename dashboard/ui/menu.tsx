import { Menu as Base } from '@base-ui/react/menu'
import type { ComponentChildren } from 'preact'

type Props = {
  /** The button's inside; its look is `className`. */
  trigger: ComponentChildren
  className: string
  label?: string
  title?: string
  open?: boolean
  onOpen?: (open: boolean) => void
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom'
  busy?: boolean
  children: ComponentChildren
}

/** A button that opens a menu. Opened from outside (by a key) where `open` is given. */
export function Menu({
  trigger,
  className,
  label,
  title,
  open,
  onOpen,
  align = 'start',
  side = 'bottom',
  busy,
  children,
}: Props) {
  const controlled = open === undefined ? {} : { open }
  return (
    <Base.Root {...controlled} onOpenChange={next => onOpen?.(next)}>
      <Base.Trigger className={className} aria-label={label} title={title} aria-busy={busy}>
        {trigger}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="menu-layer" align={align} side={side} sideOffset={4} collisionPadding={8}>
          <Base.Popup className="menu">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

type ItemProps = {
  onPick: () => void
  icon?: ComponentChildren
  aside?: string
  bad?: boolean
  disabled?: boolean
  children: ComponentChildren
}

export function Item({ onPick, icon, aside, bad = false, disabled = false, children }: ItemProps) {
  return (
    <Base.Item className={bad ? 'menu-item bad' : 'menu-item'} disabled={disabled} onClick={onPick}>
      {icon}
      <span>{children}</span>
      {aside === undefined ? null : <small>{aside}</small>}
    </Base.Item>
  )
}

export function Group({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="menu-label">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  )
}

export const Line = () => <Base.Separator className="menu-line" />
