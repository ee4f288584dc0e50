import { icon, styled } from '../draw.ts'
import type { Host, Panel } from '../host.ts'
import { BUBBLE } from '../loader/launcher.ts'
import type { Preview, ToPage } from '../port.ts'
import { warn } from '../warn.ts'
import { drawPreview, made } from './card.ts'
import { keepOnDevice } from './device.ts'
import { type Frame, openFrame } from './frame.ts'
import css from './look.css?inline'
import { textsFor } from './texts.ts'

const DOWN = 'm6 9 6 6 6-6'

if (window.pavior) window.pavior.panel = startPanel

/** The page's side of the chat: frame, badge, preview, what is kept on the device. */
function startPanel({ server, team, options, root, box, button, emit }: Host): Panel {
  const texts = textsFor(options().locale ?? navigator.language)
  const narrow = matchMedia('(max-width: 480px)')
  const listening = new AbortController()
  let frame: Frame | undefined
  let connect = false
  let live = false
  let open = false
  let ended = false
  let unread = 0
  let cameFrom: Element | null = null
  let toFocus = false
  let preview: Preview | null = null
  let toCompose: string | undefined
  let unlock: (() => void) | undefined
  let factsTaken: ((taken: boolean) => void) | undefined
  let resizing: ReturnType<typeof setTimeout> | undefined

  styled(root, css)
  const badge = made('span', 'badge', button)
  const spoken = made('div', 'spoken', box)
  spoken.role = 'status'
  const place = made('div', 'frame', box)
  made('p', '', place, texts.connecting)

  const device = keepOnDevice(team, options().cookieDomain, (key, value) => {
    if (key === 'open') setOpen(value !== null, false)
    else frame?.tell('storage', key, value)
  })
  const keepToken = async (token: string | null, instead?: string) => {
    const counts = await device.keepToken(token, instead)
    frame?.tell('token', counts)
  }
  const allow = async () => {
    const token = device.isAllowed() ? null : await device.allow()
    if (token) frame?.tell('token', token)
    if (device.isBlocked()) frame?.tell('blocked')
  }

  function draw() {
    place.hidden = !open
    box.classList.toggle('phone', narrow.matches)
    box.classList.toggle('hid', Boolean(options().hideLauncher))
    // Only when it turns: a press that began on a picture which goes away meanwhile would be no click.
    if (open !== (button.ariaExpanded === 'true')) icon(button, 24, open ? DOWN : BUBBLE)
    badge.hidden = open || unread === 0
    badge.textContent = unread > 99 ? '99+' : `${unread}`
    button.ariaLabel = open ? texts.close : unread > 0 ? `${texts.open}, ${unread} ${texts.unread}` : texts.open
    button.ariaExpanded = `${open}`
    fit()
  }

  /** On a phone the chat fills what the keyboard leaves; the frame cannot know that height itself. */
  function fit() {
    const view = visualViewport
    const full = open && narrow.matches && frame?.isUp() && view
    place.style.height = full ? `${view.height}px` : ''
    place.style.transform = full ? `translateY(${view.offsetTop}px)` : ''
    place.classList.toggle('keys', Boolean(full && view.height < innerHeight - 80))
  }

  function show(next: Preview | null) {
    preview = next
    drawPreview(spoken, open ? null : next, texts, {
      reply: () => setOpen(true, true, next?.conversation),
      putAway() {
        if (next) frame?.tell('put-away', next.conversation, next.number)
        show(null)
        button.focus()
      },
    })
  }

  function setOpen(next: boolean, here = true, conversation?: string) {
    if (next) near(true)
    if (next === open && !conversation) return
    open = next
    if (here) {
      if (open) allow()
      device.write('open', open ? '1' : null)
    }
    draw()
    show(preview)
    frame?.tell('open', open, conversation, here)
    if (here && open) {
      cameFrom = document.activeElement
      frame?.focus()
      toFocus = !frame?.isUp()
    }
    // Back to where one came from, unless focus has moved on.
    if (here && !open && root.activeElement)
      (cameFrom !== root.host && cameFrom instanceof HTMLElement ? cameFrom : button).focus()
    emit(open ? 'open' : 'close')
  }

  /** Nearing the launcher loads the frame; only with something to talk about it opens its socket. */
  function near(talk: boolean) {
    if (talk && !connect) {
      connect = true
      frame?.tell('connect')
    }
    frame ??= openFrame(place, { server, team, title: texts.chat }, hello, hear)
  }

  function hello() {
    live = false
    unlock?.()
    factsTaken?.(false)
    const { locale, theme, identity } = options()
    return {
      pavior: 'hello' as const,
      team,
      locale,
      theme,
      identity,
      page: { url: location.href.slice(0, 2000), title: document.title.slice(0, 500) },
      viewport: { width: innerWidth, height: innerHeight },
      kept: Object.fromEntries(device.kept),
      allowed: device.isAllowed(),
      blocked: device.isBlocked(),
      open,
      connect,
      phone: narrow.matches,
    }
  }

  function hear(message: ToPage) {
    switch (message[0]) {
      case 'here':
        fit()
        if (toFocus && open) frame?.focus()
        if (toFocus && open) frame?.tell('open', true, undefined, true)
        toFocus = false
        if (toCompose !== undefined) frame?.tell('compose', toCompose)
        toCompose = undefined
        break
      case 'set':
        device.write(message[1], message[2])
        if (device.isBlocked()) frame?.tell('blocked')
        break
      case 'token':
        keepToken(message[1], message[2])
        break
      case 'allow':
        allow()
        break
      case 'close':
        setOpen(false)
        break
      case 'unread':
        if (unread !== message[1]) emit('unread', message[1])
        unread = message[1]
        draw()
        break
      case 'preview':
        show(message[1])
        break
      case 'emit':
        emit(message[1], message[2])
        break
      case 'live':
        live = message[1]
        break
      case 'facts':
        factsTaken?.(message[1])
        break
      case 'lock':
        device.alone('outbox', () => {
          frame?.tell('locked')
          return new Promise<void>(done => {
            unlock = done
          })
        })
        break
      case 'unlock':
        unlock?.()
        break
      case 'warn':
        warn(message[1])
    }
  }

  function changed() {
    const { theme, identity } = options()
    draw()
    frame?.tell('options', theme, narrow.matches, identity)
  }

  narrow.addEventListener('change', changed, listening)
  addEventListener(
    'resize',
    () => {
      clearTimeout(resizing)
      resizing = setTimeout(() => frame?.tell('viewport', innerWidth, innerHeight), 300)
    },
    listening,
  )
  visualViewport?.addEventListener('resize', fit, listening)
  visualViewport?.addEventListener('scroll', fit, listening)
  draw()
  if (device.kept.get('open')) setOpen(true, false)

  return {
    near,
    setOpen,
    toggle: () => setOpen(!open),
    compose(text) {
      if (frame?.isUp()) frame.tell('compose', text)
      else toCompose = text
      setOpen(true)
    },
    changed,
    token: () => device.kept.get('token'),
    async keepToken(token, instead, done) {
      await device.allow()
      await keepToken(token, instead)
      done()
    },
    send(facts) {
      if (!live) return undefined
      frame?.tell('facts', facts)
      return new Promise(done => {
        factsTaken = done
      })
    },
    end() {
      if (ended) return
      ended = true
      listening.abort()
      device.end()
      unlock?.()
      frame?.end()
    },
  }
}
