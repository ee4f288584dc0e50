import { icon } from '../draw.ts'
import type { Preview } from '../port.ts'
import type { textsFor } from './texts.ts'

const CROSS = 'M18 6 6 18M6 6l12 12'

export const made = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  parent: Element,
  content = '',
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(name)
  element.className = className
  element.textContent = content
  parent.append(element)
  return element
}

/** The newest unread message, beside the closed launcher. It stays until it is read or put away. */
export function drawPreview(
  place: HTMLElement,
  preview: Preview | null,
  texts: ReturnType<typeof textsFor>,
  told: { reply(): void; putAway(): void },
) {
  place.replaceChildren()
  if (!preview) return
  const card = made('div', 'preview', place)
  // A click anywhere on it; the button is what a keyboard reaches.
  card.onclick = told.reply
  made('span', 'face', card, preview.initials).ariaHidden = 'true'
  made('small', '', card, preview.name)
  made('p', '', card, preview.text)
  made('button', 'reply', card, texts.reply)
  const away = made('button', 'away', card)
  away.ariaLabel = texts.putAway
  away.onclick = event => {
    event.stopPropagation()
    told.putAway()
  }
  icon(away, 20, CROSS)
}
