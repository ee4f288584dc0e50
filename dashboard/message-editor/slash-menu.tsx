import type { Editor } from '@tiptap/core'
import { Braces, Heading, Image, List, ListOrdered, Minus, SquareMousePointer, TextCursorInput } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { announceText } from '../live/announce.ts'
import { type Offer, offersFor, queryIn } from './slash.ts'

/** Where a `/` stands in the text, and what was typed behind it. */
export type Calling = { query: string; from: number; to: number }

export function callingIn(editor: Editor): Calling | undefined {
  const { selection } = editor.state
  const { $from, empty } = selection
  if (!empty || !$from.parent.isTextblock) return undefined
  const query = queryIn($from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc'))
  return query === undefined ? undefined : { query, from: $from.pos - query.length - 1, to: $from.pos }
}

const icons: Record<string, ComponentChildren> = {
  heading: <Heading />,
  list: <List />,
  numbers: <ListOrdered />,
  divider: <Minus />,
  image: <Image />,
  button: <SquareMousePointer />,
  form: <TextCursorInput />,
}

type Props = {
  editor: Editor
  calling: Calling
  isEmail: boolean
  /** Keys go through this while it is open; true: taken. */
  keys: { current: (event: KeyboardEvent) => boolean }
  onPick: (offer: Offer) => void
  onClose: () => void
}

/** What can be put where the `/` stands. The text keeps the focus; arrows move, Enter takes. */
export function SlashMenu({ editor, calling, isEmail, keys, onPick, onClose }: Props) {
  const offers = offersFor(calling.query, isEmail)
  const [chosen, setChosen] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const at = Math.min(chosen, offers.length - 1)

  useLayoutEffect(() => {
    keys.current = event => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (by !== undefined && offers.length > 0) setChosen((at + by + offers.length) % offers.length)
      else if ((event.key === 'Enter' || event.key === 'Tab') && offers[at]) onPick(offers[at])
      else if (event.key === 'Escape') onClose()
      else return false
      event.preventDefault()
      return true
    }
    return () => {
      keys.current = () => false
    }
  })
  useEffect(() => setChosen(0), [calling.query])
  useEffect(() => {
    const { dom } = editor.view
    dom.setAttribute('aria-controls', 'slash-offers')
    return () => {
      dom.removeAttribute('aria-controls')
      dom.removeAttribute('aria-activedescendant')
    }
  }, [editor])
  useEffect(() => {
    const offer = offers[at]
    if (!offer) return
    editor.view.dom.setAttribute('aria-activedescendant', `offer-${offer.id}`)
    announceText(`${offer.name}, ${at + 1} of ${offers.length}`)
    document.getElementById(`offer-${offer.id}`)?.scrollIntoView({ block: 'nearest' })
  }, [editor, at, calling.query, offers.length])
  // Beside the `/`, above it where there is no room below.
  useLayoutEffect(() => {
    if (!list.current) return
    const { left, top, bottom } = editor.view.coordsAtPos(calling.from)
    const { offsetHeight, offsetWidth, style } = list.current
    const below = bottom + 6 + offsetHeight < innerHeight
    style.left = `${Math.max(8, Math.min(left, innerWidth - offsetWidth - 8))}px`
    style.top = `${below ? bottom + 6 : Math.max(8, top - offsetHeight - 6)}px`
  }, [editor, calling.from, offers.length])

  if (offers.length === 0) return null
  return (
    <div ref={list} class="menu slash-menu" role="listbox" id="slash-offers" aria-label="Insert">
      {offers.map((offer, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the text keeps the focus and names the chosen one
        <div
          key={offer.id}
          id={`offer-${offer.id}`}
          class="menu-item"
          role="option"
          aria-selected={index === at}
          data-highlighted={index === at ? '' : undefined}
          onMouseMove={() => setChosen(index)}
          onMouseDown={event => {
            event.preventDefault()
            onPick(offer)
          }}
        >
          {icons[offer.id] ?? <Braces />}
          <span>{offer.name}</span>
          <small>{offer.says}</small>
        </div>
      ))}
    </div>
  )
}
