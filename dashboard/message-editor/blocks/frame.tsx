import { Copy, Trash2 } from 'lucide-preact'
import type { ComponentChildren } from 'preact'

type Props = {
  icon: ComponentChildren
  name: string
  copy?: () => void
  remove: () => void
  children: ComponentChildren
}

/** What stands around a block's fields: what it is, and what can be done to all of it. */
export function BlockFrame({ icon, name, copy, remove, children }: Props) {
  return (
    <section class="writing-block-frame" aria-label={name}>
      <header>
        {icon}
        <b>{name}</b>
        <span class="push" />
        {copy ? (
          <button type="button" class="icon" aria-label={`Copy the ${name.toLowerCase()}`} title="Copy" onClick={copy}>
            <Copy />
          </button>
        ) : null}
        <button
          type="button"
          class="icon"
          aria-label={`Delete the ${name.toLowerCase()}`}
          title="Delete"
          onClick={remove}
        >
          <Trash2 />
        </button>
      </header>
      {children}
    </section>
  )
}
