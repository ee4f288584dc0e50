import type { PageFacts } from '@pavior/shared/protocol/visitor.ts'
import type { Panel } from '../host.ts'
import { forget, kept } from '../kept.ts'
import { warn } from '../warn.ts'
import { factQueue, pageFact, postFacts } from './facts.ts'
import { drawLauncher } from './launcher.ts'
import type { Options } from './options.ts'

export type Session = ReturnType<typeof startSession>

declare const PANEL: string

/** From `boot` to `shutdown`: one team's widget on this page. */
export function startSession(server: string, options: Options, emit: (name: string, data?: unknown) => void) {
  const { team, cookieDomain } = options
  const toDo: ((panel: Panel) => void)[] = []
  let panel: Panel | undefined
  let asked = false
  let name = PANEL
  let ended = false
  let viewed = ''

  const launcher = drawLauncher(options, {
    toggle: () => withPanel(panel => panel.toggle()),
    near: () => withPanel(panel => panel.near(false)),
  })

  /** Fetches the panel at its first need; while the server is away it tries again. */
  function withPanel(act: (panel: Panel) => void) {
    if (panel) return act(panel)
    toDo.push(act)
    if (asked) return
    asked = true
    const script = document.createElement('script')
    script.src = `${server}/widget/assets/${name}`
    script.onload = () => {
      if (ended) return
      panel = window.pavior?.panel?.({ server, team, options: () => options, emit, ...launcher })
      if (panel) for (const act of toDo.splice(0)) act(panel)
    }
    script.onerror = () => {
      asked = false
      // The server is away, or was renewed since this script was fetched: then the panel has another hash.
      setTimeout(() => ended || withPanel(() => {}), name === PANEL ? 0 : 4000)
      name = 'panel.js'
    }
    launcher.root.append(script)
  }

  const fact = factQueue(async facts => ended || (panel?.send(facts) ?? post(facts)))

  async function post(facts: PageFacts): Promise<boolean> {
    const before = panel ? panel.token() : kept(team, 'token', cookieDomain)
    const answer = await postFacts(server, {
      team,
      token: before,
      identity: options.identity,
      context: { language: navigator.language, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone },
      facts,
    })
    if (!answer || ended) return ended
    if (answer === 'refused') warn('check team and identity.')
    else {
      const { token, connect } = answer
      // What is told next must name the same person.
      if (token && token !== before)
        await new Promise<void>(done => withPanel(panel => panel.keepToken(token, before, done)))
      if (connect) withPanel(panel => panel.near(true))
    }
    return true
  }

  function view() {
    if (location.href === viewed) return
    viewed = location.href
    fact(pageFact(600))
  }

  view()
  // Opened on the page before, or just now in another tab.
  const look = () => kept(team, 'open') && withPanel(() => {})
  look()
  addEventListener('storage', look)

  return {
    team,
    fact,
    view,
    panel: withPanel,
    /** Booted again, or identified: what is not said stays. */
    change(next: Partial<Options>) {
      options = { ...options, ...next }
      launcher.look(options)
      panel?.changed()
    },
    /** Gone from the page; with `forget` the visitor is gone from this device, too. */
    end(forgets = false) {
      ended = true
      panel?.end()
      launcher.remove()
      if (forgets) forget(team, cookieDomain)
    },
  }
}
