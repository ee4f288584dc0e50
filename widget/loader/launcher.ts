import { icon, styled } from '../draw.ts'
import css from './look.css?inline'
import type { Options } from './options.ts'

export const BUBBLE =
  'M3 16.34a2 2 0 0 1 .09 1.17L2.02 20.8a1 1 0 0 0 1.24 1.17l3.41-1a2 2 0 0 1 1.1.1 10 10 0 1 0-4.78-4.73'

/**
 * The button, in a shadow root that the page's CSS does not reach. Styles go through CSSOM only, so a
 * Content-Security-Policy needs no 'unsafe-inline'. The host hangs on the root element, beside the body, so that
 * replacing body or head leaves it alone; whoever removes it gets it back.
 */
export function drawLauncher(options: Options, told: { toggle(): void; near(): void }) {
  const host = document.createElement('pavior-widget')
  const root = host.attachShadow({ mode: 'open' })
  const box = document.createElement('div')
  const button = document.createElement('button')
  styled(root, css)
  button.className = 'launcher'
  button.ariaLabel = /^de\b/i.test(options.locale ?? navigator.language) ? 'Chat öffnen' : 'Open the chat'
  button.onclick = told.toggle
  button.onpointerenter = button.onfocus = told.near
  icon(button, 24, BUBBLE)
  box.append(button)
  root.append(box)

  const watch = new MutationObserver(attach)
  function attach() {
    const page = document.documentElement
    if (!host.isConnected) page.append(host)
    watch.observe(document, { childList: true })
    watch.observe(page, { childList: true })
  }

  function look({ hideLauncher, theme, side, offset, zIndex = 2147483000 }: Options) {
    const [x = 20, y = x] = [offset].flat()
    const style = {
      all: 'initial',
      direction: 'ltr',
      position: 'fixed',
      'z-index': `${zIndex}`,
      'color-scheme': theme && theme !== 'system' ? theme : 'light dark',
      '--x': `${x}px`,
      '--y': `${y}px`,
    }
    for (const [name, value] of Object.entries(style)) host.style.setProperty(name, value, 'important')
    box.className = side ?? ''
    button.hidden = !!hideLauncher
  }

  look(options)
  attach()
  return {
    root,
    box,
    button,
    look,
    remove() {
      watch.disconnect()
      host.remove()
    },
  }
}
