import type { Call } from '../host.ts'
import { uuid } from '../uuid.ts'
import { warn } from '../warn.ts'
import { readOptions } from './options.ts'
import { type Session, startSession } from './session.ts'

/** The script of the snippet: `window.pavior(call, …)` for real, and all that was queued before it came. */

const script = document.currentScript
const queue: NonNullable<Window['pavior']> =
  window.pavior ??
  ((...call) => {
    queue.q = [...(queue.q ?? []), call]
  })
if (!queue.loaded && script instanceof HTMLScriptElement) {
  window.pavior = queue
  queue.loaded = true
  const start = () => run(new URL(script.src).origin)
  // After the page's own work, soon and not in its way; until then calls are queued.
  const idle = () =>
    'requestIdleCallback' in window ? requestIdleCallback(start, { timeout: 200 }) : setTimeout(start)
  if (document.readyState === 'complete') idle()
  else addEventListener('load', idle)
}

type Listener = (data: unknown) => void
const isListener = (value: unknown): value is Listener => typeof value === 'function'
const text = (value: unknown) => (typeof value === 'string' ? value : '')

function run(server: string) {
  const listeners: Record<string, Set<Listener>> = {}
  let session: Session | undefined

  /** Later, so that who listens from the same script hears it, and what a listener throws is its own. */
  const emit = (name: string, data?: unknown) =>
    setTimeout(() => {
      for (const listener of listeners[name] ?? []) setTimeout(listener, 0, data)
    })

  const calls: Record<string, (first?: unknown, second?: unknown) => void> = {
    boot(given) {
      const options = readOptions(given)
      const team = options.team ?? session?.team
      if (!team) return warn('boot needs a team.')
      if (session?.team === team) return session.change(options)
      session?.end()
      session = startSession(server, { ...options, team }, emit)
      emit('ready')
    },
    identify: identity => session?.change(readOptions({ identity })),
    update: given => session?.fact({ id: uuid(), kind: 'update', attributes: Object(given).attributes ?? {} }),
    track: (name, properties) =>
      session?.fact({ id: uuid(), kind: 'track', name: text(name), properties: Object(properties) }),
    startCampaign: id => session?.fact({ id: uuid(), kind: 'start', campaign: text(id), url: location.href }),
    open: () => session?.panel(panel => panel.setOpen(true)),
    close: () => session?.panel(panel => panel.setOpen(false)),
    toggle: () => session?.panel(panel => panel.toggle()),
    compose: given => session?.panel(panel => panel.compose(text(given))),
    shutdown() {
      session?.end(true)
      session = undefined
    },
    on(name, listener) {
      const to = text(name)
      listeners[to] ??= new Set()
      if (isListener(listener)) listeners[to].add(listener)
    },
    off: (name, listener) => isListener(listener) && listeners[text(name)]?.delete(listener),
  }

  const pavior: Call & { loaded?: boolean } = (name, ...given) => {
    const call = Object.hasOwn(calls, name) && calls[name]
    if (!call) return warn(`no call ${name}.`)
    if (!session && !/^(boot|on|off|shutdown)$/.test(name)) warn(`${name} needs a boot first.`)
    call(...given)
  }
  pavior.loaded = true
  window.pavior = pavior

  // An address that changes without a new page is a page view; its title comes a moment later.
  const viewed = () => setTimeout(() => session?.view(), 100)
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name]
    history[name] = function (...given) {
      original.apply(this, given)
      viewed()
    }
  }
  addEventListener('popstate', viewed)
  addEventListener('hashchange', viewed)

  for (const [name, ...given] of queue.q ?? []) pavior(text(name), ...given)
}
