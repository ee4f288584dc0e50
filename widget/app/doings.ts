import type { Interaction } from '@pavior/shared/journal/interaction.ts'
import type { MessageView } from '@pavior/shared/protocol/views.ts'
import type { Watched } from './recording.ts'
import type { State } from './state.ts'

/** Until what changed is drawn. What an event does to a form is known as soon as all have heard of it. */
const DRAWN = 50
const SCROLLED = 1000
const UUID = 36

/** What is done on the screen of the chat, seen from the page and not from its views: forms, buttons, links, scrolling. */
export function watchDoings({ holder: { get }, forms, transcriptOf }: Watched, note: (what: Interaction) => void) {
  const messages = () => transcriptOf(get(), get().view).messages
  const isOpen = (id: string): boolean => messages().find(message => message.id === id)?.form?.state === 'open'
  const formsInView = new IntersectionObserver(seen, { threshold: 0.5 })
  const watched = new WeakSet<Element>()
  const shown = new Set<string>()
  /** Forms on their way, of which the server may still refuse something. */
  const sent = new Set<string>()
  /** A form is being sent: the focus goes to what it refuses by itself. */
  let isSending = false
  let toldScroll = ''
  let isScrolling = false
  let isLooking = false
  /** For what forms were last looked. */
  let looked: Pick<State, 'transcripts' | 'view' | 'queue'> | undefined

  function look() {
    isLooking = false
    for (const form of document.querySelectorAll('form.ask')) {
      if (watched.has(form)) continue
      watched.add(form)
      formsInView.observe(form)
    }
  }

  function seen(entries: IntersectionObserverEntry[]) {
    for (const { isIntersecting, target } of entries) {
      const message = messageOfForm(target)
      if (!isIntersecting || !message || shown.has(message)) continue
      shown.add(message)
      note({ does: 'form-shown', message })
      // What another tab, or this one before it was loaded anew, has left in it stands there, too.
      const { values, refused } = forms.typedIn(message)
      for (const field of Object.keys({ ...values, ...refused }))
        if (values[field] || refused[field]) stands(message, field)
    }
  }

  function left(input: HTMLElement) {
    const [message, field] = placeOf(input)
    // It went away under the cursor because it was answered; what becomes of a form that is being sent is told of it all.
    if (!isSending && isOpen(message)) stands(message, field)
  }

  function stands(message: string, field: string) {
    const { values, refused } = forms.typedIn(message)
    const why = refused[field]
    note({ does: 'field-left', message, field, filled: Boolean(values[field]), ...(why && { refused: cut(why) }) })
  }

  /** Whether it was, and then it is told. */
  function isRefused(message: string): boolean {
    const { values, refused } = forms.typedIn(message)
    const reasons = Object.entries(refused).map(([key, why]) => [key, cut(why)])
    if (reasons.length === 0) return false
    const filled = Object.keys(values).filter(key => values[key])
    const here = document.activeElement
    const [form, focused] = here && isField(here) ? placeOf(here) : []
    note({
      does: 'form-refused',
      message,
      refused: Object.fromEntries(reasons),
      filled,
      ...(form === message && { focused }),
    })
    return true
  }

  function submitted(message: string) {
    isSending = false
    if (isRefused(message)) return
    sent.add(message)
    note({ does: 'form-sent', message })
  }

  function clicked(target: Element) {
    const pressed = target.closest('.msg .buttons .button')
    const link = target.closest('.msg a[href]')
    const message = messageAround(pressed ?? link)
    if (!message) return
    const button = pressed && buttonIn(message, pressed.textContent ?? '')
    if (button) note({ does: 'button-clicked', message: message.id, button })
    else if (link instanceof HTMLAnchorElement)
      note({ does: 'link-clicked', message: message.id, url: link.href.slice(0, 2000).toWellFormed() })
  }

  /** Where one has come to, once in a while. */
  function scrolled(scroller: Element) {
    isScrolling = false
    const { view, conversations } = get()
    const number = lastIn(scroller)
    if (number === undefined || !(view in conversations) || toldScroll === `${view} ${number}`) return
    toldScroll = `${view} ${number}`
    note({ does: 'scrolled', conversation: view, number })
  }

  function messageAround(element: Element | null): MessageView | undefined {
    const number = Number(element?.closest('[data-number]')?.getAttribute('data-number') ?? Number.NaN)
    return messages().find(message => message.number === number)
  }

  const hear = (event: string, act: (target: Element) => void) =>
    document.addEventListener(event, ({ target }) => target instanceof Element && act(target), true)
  hear('focusin', target => {
    if (isSending || !isField(target)) return
    const [message, field] = placeOf(target)
    note({ does: 'field-focused', message, field })
  })
  hear('focusout', target => isField(target) && setTimeout(left, 0, target))
  hear('submit', target => {
    const message = messageOfForm(target)
    if (!message) return
    isSending = true
    setTimeout(submitted, 0, message)
  })
  hear('click', clicked)
  hear('scroll', target => {
    if (isScrolling || !target.matches('.scroll-end')) return
    isScrolling = true
    setTimeout(scrolled, SCROLLED, target)
  })

  return {
    /** Something else may be drawn now. */
    changed() {
      const { transcripts, view, queue } = get()
      const same = looked?.transcripts === transcripts && looked.view === view && looked.queue === queue
      if (!isLooking && !same) setTimeout(look, DRAWN)
      isLooking ||= !same
      looked = { transcripts, view, queue }
      for (const message of sent) if (isRefused(message) || !isOpen(message)) sent.delete(message)
    },
  }
}

const isField = (target: Element): target is HTMLElement =>
  target instanceof HTMLElement && target.matches('form.ask .input')

/** A field is named by its message and its key. */
const placeOf = ({ id }: Element): [message: string, field: string] => [id.slice(0, UUID), id.slice(UUID + 1)]

const messageOfForm = (form: Element): string | undefined =>
  form.matches('form.ask') ? form.querySelector('.input')?.id.slice(0, UUID) : undefined

const cut = (why: string) => why.slice(0, 300).toWellFormed()

const buttonIn = ({ content }: MessageView, label: string): string | undefined =>
  content.content.flatMap(block => (block.type === 'button' && block.attrs.label === label ? [block.attrs.id] : []))[0]

/** The last message in view. */
function lastIn(scroller: Element): number | undefined {
  const { bottom } = scroller.getBoundingClientRect()
  const above = [...scroller.querySelectorAll('[data-number]')].filter(
    each => each.getBoundingClientRect().top < bottom,
  )
  const numbers = above.map(each => Number(each.getAttribute('data-number')))
  return numbers.length > 0 ? Math.max(...numbers) : undefined
}
