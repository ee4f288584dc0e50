import { plainText } from '@pavior/shared/document/plain.ts'
import { initials } from '@pavior/widget/app/views/face.tsx'
import { icon } from '@pavior/widget/draw.ts'
import { drawPreview, made } from '@pavior/widget/panel/card.ts'
import card from '@pavior/widget/panel/look.css?inline'
import { textsFor } from '@pavior/widget/panel/texts.ts'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { ShownMessage } from './chat.tsx'
import launcher from './launcher.css?inline'

const BUBBLE = 'M3 16.34a2 2 0 0 1 .09 1.17L2.02 20.8a1 1 0 0 0 1.24 1.17l3.41-1a2 2 0 0 1 1.1.1 10 10 0 1 0-4.78-4.73'

type Scheme = 'light' | 'dark'

/** A message beside the closed launcher. */
export function LauncherPreview({ message, scheme }: { message: ShownMessage; scheme: Scheme }) {
  const { content, from } = message
  const text = plainText(content).slice(0, 300)
  return <Launcher card={{ name: from.name, text }} unread={1} language="en" scheme={scheme} />
}

type Props = {
  card: { name: string; text: string } | undefined
  unread: number
  language: string
  scheme: Scheme
}

/** The closed launcher, with the newest message beside it, drawn by the widget's own hand in a root of its own. */
export function Launcher({ card, unread, language, scheme }: Props) {
  const host = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (!host.current) return
    const root = host.current.shadowRoot ?? drawLauncher(host.current)
    const place = root.querySelector('.spoken')
    const badge = root.querySelector('.badge')
    if (!(place instanceof HTMLElement) || !(badge instanceof HTMLElement)) return
    badge.hidden = unread === 0
    badge.textContent = unread > 99 ? '99+' : `${unread}`
    const nothing = { reply: () => {}, putAway: () => {} }
    const shown = card && {
      conversation: '',
      number: 1,
      name: card.name,
      initials: initials(card.name),
      text: card.text,
    }
    drawPreview(place, shown ?? null, textsFor(language), nothing)
  }, [card?.name, card?.text, unread, language])
  return <div ref={host} class={`launcher-preview ${scheme}`} />
}

function drawLauncher(host: HTMLElement): ShadowRoot {
  const root = host.attachShadow({ mode: 'open' })
  for (const css of [card, launcher]) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets.push(sheet)
  }
  const box = document.createElement('div')
  root.append(box)
  made('div', 'spoken', box)
  const button = made('span', 'launcher', box)
  icon(button, 24, BUBBLE)
  made('span', 'badge', button)
  return root
}
