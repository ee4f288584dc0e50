import type { ButtonAttributes } from '@pavior/shared/document/document.ts'
import type { ConversationView, MessageView } from '@pavior/shared/protocol/views.ts'
import type { Ready } from '@pavior/shared/protocol/visitor.ts'
import { uuid } from '../uuid.ts'
import { warn } from '../warn.ts'
import { createCatchingUp } from './catching-up.ts'
import { createConnection } from './connection.ts'
import { createForms } from './forms.ts'
import { createHearing } from './hearing.ts'
import { watchLinks } from './opened-links.ts'
import { isNew, PREFIX } from './outbox.ts'
import type { Page } from './page.ts'
import { PASSES } from './posting.ts'
import { createRecorded } from './recorded.ts'
import { beep } from './sound.ts'
import { createState, unreadOf } from './state.ts'
import { tellChanges } from './telling.ts'
import type { Texts } from './texts/texts.ts'
import { newerHead } from './transcript.ts'
import { createTyping } from './typing.ts'
import { createWho } from './who.ts'
import { createWriting } from './writing.ts'

export type Chat = ReturnType<typeof createChat>

/** The chat behind the screen, put together: what is known, what waits to be sent, and all that can be done. */
export function createChat(page: Page, texts: Texts, language: string) {
  const { hello, kept } = page
  const who = createWho(page)
  const holder = createState({
    open: hello.open,
    focus: 0,
    phone: hello.phone,
    theme: hello.theme,
    view: kept.get('view') ?? '',
    live: false,
    isLost: false,
    isOffline: !navigator.onLine,
    isBehind: false,
    isBlocked: hello.blocked,
    ready: undefined,
    online: undefined,
    conversations: {},
    transcripts: {},
    queue: [],
    typing: {},
    kept: 0,
    now: Date.now(),
  })
  const { get, change } = holder
  const keptChanged = () => change({ kept: get().kept + 1 })
  const focus = () => change({ focus: get().focus + 1 })
  let lostTimer: ReturnType<typeof setTimeout> | undefined

  const connection = createConnection(who.auth, {
    ready: arrive,
    message(message) {
      who.allow()
      hearing.message(message)
      writing.arrived(message)
    },
    conversation: head => hearing.conversation(head),
    typing: ({ conversation, on, name }) =>
      hearing.typing(conversation, on ? (name ?? get().ready?.team.name ?? '') : ''),
    presence: ({ online }) => change({ online }),
    revoked() {
      who.revoked()
      connection.reconnect()
    },
    lost() {
      who.lost()
      if (get().live) page.tell('live', false)
      change({ live: false, typing: {}, isOffline: !navigator.onLine })
      lostTimer ??= setTimeout(() => change({ isLost: true }), 1500)
    },
    refused({ code, message, retryAfter }) {
      if (PASSES.has(code)) return retryAfter ?? 2000
      page.tell('warn', message)
      if (!who.isIdentified()) return undefined
      // Forged, or it has run out: the visitor may write all the same, as nobody in particular.
      become(undefined)
      return 0
    },
  })
  const catchingUp = createCatchingUp(holder, connection)
  const hearing = createHearing(holder, page, catchingUp)
  const writing = createWriting({ page, holder, connection, who, hearing, forms: () => forms, show })
  const forms = createForms({ page, holder, texts, enqueue: writing.enqueue })
  const typing = createTyping(connection.typing)
  const recorded = createRecorded({ page, holder, connection, forms, language })

  /** Another user never sees for a moment what the one before wrote; who signs in keeps it on screen. */
  function become(identity: string | undefined) {
    if (who.become(identity)) change({ conversations: {}, transcripts: {}, view: '' })
  }

  function arrive(ready: Ready) {
    clearTimeout(lostTimer)
    lostTimer = undefined
    const isOther = get().ready !== undefined && get().ready?.person.id !== ready.person.id
    const conversations = isOther ? {} : { ...get().conversations }
    for (const head of ready.conversations) {
      const known = newerHead(conversations[head.id], head)
      conversations[head.id] = known
      // Seen while the line was down.
      if (known.seenByPerson > head.seenByPerson) tellSeen(known)
    }
    const transcripts = isOther ? {} : get().transcripts
    change({ live: true, isLost: false, isOffline: false, ready, conversations, transcripts })
    who.arrived(ready.token)
    recorded.arrived(ready)
    if (ready.conversations.length > 0) who.allow()
    const { view } = get()
    const exists = isNew(view) ? view === 'new' || writing.queueOf(view).length > 0 : view in conversations
    if (view && !exists) show('')
    page.tell('live', true)
    catchingUp.syncAll()
    writing.post()
  }

  const tellSeen = ({ id, seenByPerson }: ConversationView) =>
    connection
      .ask()
      .emitWithAck('conversation:seen', { conversation: id, number: seenByPerson })
      .catch(connection.reconnect)

  function show(view: string) {
    typing.stop()
    page.set('view', view || null)
    change({ view })
    if (view in get().conversations) catchingUp.sync(view)
  }

  function open(isOpen: boolean, conversation: string | undefined, here: boolean) {
    change({ open: isOpen, now: Date.now() })
    if (!isOpen) return typing.stop()
    who.allow()
    connection.start()
    const wanted = conversation ?? (here ? unreadOf(get()).newest?.id : undefined)
    if (wanted) show(wanted)
    if (here) focus()
  }

  page.listen(message => {
    recorded.hear(message)
    switch (message[0]) {
      case 'storage': {
        const [, key, value] = message
        if (key === 'token') return who.keptElsewhere(value) && connection.reconnect()
        if (key.startsWith(PREFIX)) {
          writing.read()
          return writing.post()
        }
        // Tabs show the same, except the one that is being used.
        if (key === 'view' && !document.hasFocus()) change({ view: value ?? '' })
        return keptChanged()
      }
      case 'token':
        if (who.counts(message[1], connection.isLive())) return connection.reconnect()
        return writing.post()
      case 'open':
        return open(message[1], message[2], message[3])
      case 'put-away':
        page.set(`put-away:${message[1]}`, String(message[2]))
        return keptChanged()
      case 'compose':
        writing.write('new', message[1])
        show('new')
        return focus()
      case 'options': {
        const [, theme, phone, identity] = message
        change({ theme, phone })
        if (who.isSameIdentity(identity)) return
        become(identity)
        return connection.reconnect()
      }
      case 'connect':
        return connection.start()
      case 'blocked':
        return change({ isBlocked: true })
      case 'facts':
        connection
          .ask()
          .emitWithAck('facts', message[1])
          .then(
            answer => {
              if (answer.ok) for (const { message } of answer.refused ?? []) warn(`startCampaign: ${message}`)
              page.tell('facts', answer.ok || !PASSES.has(answer.error.code))
            },
            () => page.tell('facts', false),
          )
    }
  })
  writing.read()
  tellChanges(holder, page)
  watchLinks(holder, writing.enqueue)
  if (hello.connect || hello.open) connection.start()
  if (hello.open) who.allow()

  const wake = () => {
    if (document.visibilityState !== 'visible') return
    change({ now: Date.now() })
    catchingUp.look(4000)
  }
  document.addEventListener('visibilitychange', wake)
  addEventListener('pageshow', wake)
  setInterval(() => catchingUp.look(), 120_000)
  setInterval(() => get().open && change({ now: Date.now() }), 20_000)

  return {
    get,
    listen: holder.listen,
    forms,
    draft: writing.draft,
    queueOf: writing.queueOf,
    retry: writing.retry,
    discard: writing.discard,
    isSoundOn: () => kept.get('sound') === 'on',
    show(view: string) {
      show(view)
      focus()
    },
    close: () => page.tell('close'),
    write(text: string) {
      const { view, live } = get()
      writing.write(view, text)
      change({})
      if (live && text && !isNew(view)) typing.typed(view, Date.now())
    },
    send() {
      const { view } = get()
      const text = writing.draft(view).toWellFormed().replaceAll('\0', '').trim()
      if (!text) return
      typing.stop()
      writing.write(view, '')
      const conversation = view === 'new' ? `new:${uuid()}` : view
      writing.enqueue({ kind: 'message', conversation, text })
      if (conversation !== view) show(conversation)
    },
    press({ id, conversation }: MessageView, button: ButtonAttributes) {
      writing.enqueue({ kind: 'button', conversation, message: id, button: button.id, label: button.label })
    },
    seen(number: number) {
      const { view, open, conversations } = get()
      const head = conversations[view]
      if (!open || !head || number <= head.seenByPerson) return
      const seen = { ...head, seenByPerson: number }
      change({ conversations: { ...conversations, [view]: seen } })
      recorded.hear(['seen', view, number])
      if (connection.isLive()) tellSeen(seen)
    },
    toggleSound() {
      const on = kept.get('sound') !== 'on'
      page.set('sound', on ? 'on' : null)
      if (on) beep()
      keptChanged()
    },
  }
}
