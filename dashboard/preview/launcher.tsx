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

/** A message beside the closed launcher, drawn by the widget's own hand in a root of its own. */
export function LauncherPreview({ message, scheme }: { message: ShownMessage; scheme: 'light' | 'dark' }) {
  const host = useRef<HTMLDivElement>(null)
  const { content, from } = message
  const text = plainText(content).slice(0, 300)
  useLayoutEffect(() => {
    if (!host.current) return
    const root = host.current.shadowRoot ?? drawLauncher(host.current)
    const place = root.querySelector('.spoken')
    if (!(place instanceof HTMLElement)) return
    const { name } = from
    const nothing = { reply: () => {}, putAway: () => {} }
    drawPreview(place, { conversation: '', number: 1, name, initials: initials(name), text }, textsFor('en'), nothing)
  }, [text, from.name])
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
  made('span', 'badge', button, '1')
  return root
}
