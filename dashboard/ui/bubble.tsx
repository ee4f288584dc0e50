import { Popover } from '@base-ui/react/popover'
import type { ComponentChildren } from 'preact'

type Anchor = { getBoundingClientRect: () => DOMRect }

type Props = {
  open: boolean
  onOpen: (open: boolean) => void
  title: string
  /** The button that opens it; without one it stands at `anchor`. */
  trigger?: ComponentChildren
  anchor?: Anchor | undefined
  children: ComponentChildren
}

/** A few fields beside what they are about. Escape and a click elsewhere close it. */
export function Bubble({ open, onOpen, title, trigger, anchor, children }: Props) {
  return (
    <Popover.Root open={open} onOpenChange={next => onOpen(next)}>
      {trigger === undefined ? null : <Popover.Trigger className="button quiet small">{trigger}</Popover.Trigger>}
      <Popover.Portal>
        <Popover.Positioner className="menu-layer" sideOffset={6} collisionPadding={8} {...(anchor && { anchor })}>
          <Popover.Popup className="menu bubble-box">
            <Popover.Title className="unseen">{title}</Popover.Title>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
