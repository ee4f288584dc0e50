import { type ButtonAttributes, plainDocument } from '@pavior/shared/document/document.ts'
import { plainText } from '@pavior/shared/document/plain.ts'
import type { ConversationView, MessageView } from '@pavior/shared/protocol/views.ts'
import type { Ready } from '@pavior/shared/protocol/visitor.ts'
import { uuid } from '../uuid.ts'
import { createCatchingUp } from './catching-up.ts'
import { createConnection } from './connection.ts'
import { createForms } from './forms.ts'
import { type Entry, inOrder, isBy, isNew, nextKey, nextOf, PREFIX, readEntry, started } from './outbox.ts'
import type { Page } from './page.ts'
import { createPosting, PASSES } from './posting.ts'
import { beep } from './sound.ts'
import { createState, transcriptOf, unreadOf } from './state.ts'
import type { Texts } from './texts/texts.ts'
import { withMessages, withRevision } from './transcript.ts'
import { createTyping } from './typing.ts'
import { initials } from './views/face.tsx'
import { subjectOf } from './who.ts'

export type Chat = ReturnType<typeof createChat>

/** The chat behind the screen: what is known, what is waiting to be sent, and all that can be done. */
export function createChat(page: Page, texts: Texts) {
  const { hello, kept } = page
  let { identity, allowed } = hello
  let token = kept.get('token')
  let by = subjectOf(identity)
  /** The token is kept on the device, or none is needed: now something may be sent. */
  let settled = false
  /** Which new conversation an entry of the outbox was for, also after another tab sent it. */
  const wrote = new Map<string, string>()
  /** Which conversation a new one became. */
  const became = new Map<string, string>()
  let lostTimer: ReturnType<typeof setTimeout> | undefined
  let behindTimer: ReturnType<typeof setTimeout> | undefined

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
    queue: storedQueue(),
    typing: {},
    kept: 0,
    now: Date.now(),
  })
  const { get, change } = holder

  const connection = createConnection(
    () => ({
      team: hello.team,
      ...(token ? { token } : {}),
      ...(identity ? { identity } : {}),
      context: { language: navigator.language, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    }),
    {
      ready: arrive,
      message: hearMessage,
      conversation: hearConversation,
      typing: ({ conversation, on, name }) => setTyping(conversation, on ? (name ?? get().ready?.team.name ?? '') : ''),
      presence: ({ online }) => change({ online }),
      revoked() {
        page.tell('token', null, token)
        token = undefined
        connection.reconnect()
      },
      lost() {
        settled = false
        if (get().live) {
          change({ live: false, typing: {} })
          page.tell('live', false)
        }
        change({ isOffline: !navigator.onLine })
        lostTimer ??= setTimeout(() => change({ isLost: true }), 1500)
      },
      refused({ code, message, retryAfter }) {
        if (PASSES.has(code)) return retryAfter ?? 2000
        page.tell('warn', message)
        if (!identity) return undefined
        // Forged, or it has run out: the visitor may write all the same, as nobody in particular.
        become(undefined)
        return 0
      },
    },
  )
  const catchingUp = createCatchingUp(holder, connection)
  const typing = createTyping(connection.typing)

  /** Another user never sees for a moment what the one before wrote; who signs in keeps it on screen. */
  function become(next: string | undefined) {
    const was = by
    identity = next
    by = subjectOf(next)
    if (was !== undefined && was !== by) change({ conversations: {}, transcripts: {}, view: '' })
  }

  function arrive(ready: Ready) {
    clearTimeout(lostTimer)
    lostTimer = undefined
    const isOther = get().ready !== undefined && get().ready?.person.id !== ready.person.id
    const conversations = isOther ? {} : { ...get().conversations }
    for (const head of ready.conversations) conversations[head.id] = head
    const transcripts = isOther ? {} : get().transcripts
    change({ live: true, isLost: false, isOffline: false, ready, conversations, transcripts })
    settled = !ready.token
    if (ready.token) {
      page.tell('token', ready.token, token)
      token = ready.token
    } else if (token) {
      page.tell('token', null, token)
      token = undefined
    }
    const { view } = get()
    const isGone = isNew(view)
      ? view !== 'new' && !get().queue.some(entry => entry.conversation === view)
      : !(view in conversations)
    if (view && isGone) show('')
    if (ready.conversations.length > 0) allow()
    page.tell('live', true)
    catchingUp.syncAll()
    post()
  }

  function hearMessage(message: MessageView) {
    const id = message.conversation
    const before = transcriptOf(get(), id)
    const isNews = message.from.type !== 'person' && message.number > (get().conversations[id]?.number ?? 0)
    allow()
    take(id, message)
    setTyping(id, '')
    // The first message of a new conversation, whichever tab sent it.
    const begun = wrote.get(message.id)
    if (begun) became.set(begun, id)
    if (begun && get().view === begun) change({ view: id })
    if (!get().conversations[id]) catchingUp.look()
    catchingUp.heard(id)
    if (!isNews || before.ahead.some(each => each.id === message.id)) return
    const { from, at, content } = message
    page.tell('emit', 'message', { id: message.id, conversation: id, at, from, text: plainText(content) })
    ring(message.id)
  }

  function take(id: string, message: MessageView) {
    const { conversations, transcripts } = get()
    const known = transcripts[id]
    const head = conversations[id]
    // A transcript begins with its first sync: before that only the head is kept up.
    if (known || message.number === 1 || get().view === id)
      change({
        transcripts: {
          ...transcripts,
          [id]: withRevision(withMessages(transcriptOf(get(), id), [message]), message.revision),
        },
      })
    if (head && message.number > head.number) {
      const { number, at, from, content } = message
      const last = { number, at, from, text: plainText(content) }
      change({ conversations: { ...get().conversations, [id]: { ...head, number, last } } })
    }
  }

  function hearConversation(head: ConversationView) {
    const { conversations, transcripts } = get()
    if ((conversations[head.id]?.revision ?? -1) > head.revision) return
    const known = transcripts[head.id]
    change({
      conversations: { ...conversations, [head.id]: head },
      ...(known ? { transcripts: { ...transcripts, [head.id]: withRevision(known, head.revision) } } : {}),
    })
    catchingUp.heard(head.id)
  }

  function setTyping(conversation: string, name: string) {
    if ((get().typing[conversation] ?? '') === name) return
    change({ typing: { ...get().typing, [conversation]: name } })
    if (name) setTimeout(() => setTyping(conversation, ''), 8000)
  }

  /** In one tab only: the first that writes it down. */
  function ring(message: string) {
    if (kept.get('sound') !== 'on') return
    setTimeout(() => {
      if (kept.get('beep') === message) return
      page.set('beep', message)
      beep()
    }, Math.random() * 100)
  }

  /** The visitor opened or wrote, or a campaign entered them: from now on the device keeps. */
  function allow() {
    if (allowed) return
    allowed = true
    if (token) settled = false
    page.tell('allow')
  }

  function storedQueue(): Entry[] {
    const read = [...kept].flatMap(([key, value]) => (key.startsWith(PREFIX) ? [readEntry(key, value)] : []))
    const entries = read.filter(entry => entry !== undefined)
    for (const { id, conversation } of entries) if (isNew(conversation)) wrote.set(id, conversation)
    return inOrder(entries)
  }

  function keep(entry: Entry) {
    page.set(entry.key, JSON.stringify(entry))
    change({ queue: storedQueue() })
  }
  function drop(entry: Entry) {
    page.set(entry.key, null)
    change({ queue: storedQueue() })
  }

  type Unsent = Entry extends infer E ? (E extends Entry ? Omit<E, 'key' | 'id' | 'by'> : never) : never
  function enqueue(entry: Unsent) {
    allow()
    const id = uuid()
    keep({ ...entry, id, key: nextKey(get().queue, Date.now(), id), ...(by ? { by } : {}) })
    post()
  }

  /** A conversation got its id: what waited for that goes there, and so does the screen. */
  function begun(entry: Entry, conversation: string) {
    const from = entry.conversation
    became.set(from, conversation)
    const draft = kept.get(draftKey(from))
    if (draft) page.set(draftKey(conversation), draft)
    page.set(draftKey(from), null)
    for (const each of started(get().queue, from, conversation)) page.set(each.key, JSON.stringify(each))
    change({ queue: storedQueue() })
    if (kept.get('view') === from || get().view === from) show(conversation)
  }

  const post = createPosting({
    isReady: () => connection.isLive() && settled,
    next: () => nextOf(get().queue, by),
    alone: page.alone,
    unanswered: connection.reconnect,
    async send(entry) {
      const { id } = entry
      if (entry.kind === 'form') {
        const { message, values } = entry
        const answer = await connection.ask().emitWithAck('form:submit', { id, message, values })
        if (answer.ok) {
          forms.answered(entry, answer.form)
          drop(entry)
        }
        return answer
      }
      if (entry.kind === 'button') {
        const { message, button } = entry
        const answer = await connection.ask().emitWithAck('button:press', { id, message, button })
        if (answer.ok) drop(entry)
        return answer
      }
      const to = isNew(entry.conversation) ? {} : { conversation: entry.conversation }
      const answer = await connection.ask().emitWithAck('message:send', { id, ...to, content: entry.text })
      if (answer.ok) acknowledged(entry, answer)
      return answer
    },
    refused(entry, problem) {
      if (entry.kind === 'form') {
        forms.refused(entry, problem)
        drop(entry)
      } else keep({ ...entry, refused: problem.message })
    },
  })

  function acknowledged(entry: Entry & { kind: 'message' }, at: { conversation: string; number: number; at: string }) {
    const { conversation, number } = at
    const message: MessageView = {
      id: entry.id,
      conversation,
      number,
      revision: 0,
      at: at.at,
      from: { type: 'person' },
      content: plainDocument(entry.text),
    }
    if (!get().conversations[conversation]) {
      const head = {
        id: conversation,
        state: 'open' as const,
        number,
        revision: 0,
        startedAt: at.at,
        seenByPerson: number,
        seenByTeam: 0,
      }
      const last = { at: at.at, number, from: message.from, text: entry.text }
      change({ conversations: { ...get().conversations, [conversation]: { ...head, last } } })
    }
    take(conversation, message)
    if (isNew(entry.conversation)) begun(entry, conversation)
    drop(entry)
    catchingUp.heard(conversation)
  }

  const forms = createForms({ page, holder, texts, enqueue })

  const draftKey = (conversation: string) => `draft:${by ?? ''}:${conversation}`

  function show(view: string) {
    typing.stop()
    page.set('view', view || null)
    change({ view })
    if (view in get().conversations) catchingUp.sync(view)
  }

  function open(isOpen: boolean, conversation: string | undefined, here: boolean) {
    const { focus } = get()
    if (isOpen) {
      allow()
      connection.start()
      const { newest } = unreadOf(get())
      const wanted = conversation ?? (here ? newest?.id : undefined)
      if (wanted) show(wanted)
    } else typing.stop()
    change({ open: isOpen, now: Date.now(), focus: here && isOpen ? focus + 1 : focus })
  }

  page.listen(message => {
    switch (message[0]) {
      case 'storage': {
        const [, key, value] = message
        if (key === 'token') {
          if (value === null) allowed = false
          if (identity || (value ?? undefined) === token) return
          token = value ?? undefined
          return connection.reconnect()
        }
        if (key.startsWith(PREFIX)) {
          change({ queue: storedQueue() })
          return void post()
        }
        // Tabs show the same, except the one that is being used.
        if (key === 'view' && !document.hasFocus()) change({ view: value ?? '' })
        return change({ kept: get().kept + 1 })
      }
      case 'token': {
        const [, counts] = message
        if ((counts ?? undefined) === token) {
          settled = connection.isLive()
          return void post()
        }
        if (!counts || identity) return
        token = counts
        return connection.reconnect()
      }
      case 'open':
        return open(message[1], message[2], message[3])
      case 'put-away':
        page.set(`put-away:${message[1]}`, String(message[2]))
        return change({ kept: get().kept + 1 })
      case 'compose':
        page.set(draftKey('new'), message[1] || null)
        show('new')
        return change({ kept: get().kept + 1, focus: get().focus + 1 })
      case 'options': {
        const [, theme, phone, next] = message
        change({ theme, phone })
        if (next === identity) return
        become(next)
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
            answer => page.tell('facts', answer.ok || !answer.error.retryAfter),
            () => page.tell('facts', false),
          )
    }
  })
  if (hello.connect || hello.open) connection.start()
  if (hello.open) allow()

  // What the page shows of it: badge and preview, told only when they change.
  let toldCount = -1
  let toldPreview = ''
  holder.listen(() => {
    const state = get()
    const { count, newest } = unreadOf(state)
    const last = newest?.last
    const putAway = Number(newest && kept.get(`put-away:${newest.id}`))
    const name = last?.from.name ?? state.ready?.team.name ?? ''
    const preview =
      newest && last && last.number > (putAway || 0)
        ? {
            conversation: newest.id,
            number: last.number,
            name,
            initials: initials(name),
            text: last.text.slice(0, 300),
          }
        : null
    if (count !== toldCount) page.tell('unread', count)
    if (JSON.stringify(preview) !== toldPreview) page.tell('preview', preview)
    toldCount = count
    toldPreview = JSON.stringify(preview)

    const head = state.conversations[state.view]
    const isBehind = Boolean(
      head &&
        transcriptOf(state, head.id).messages.length < head.number &&
        transcriptOf(state, head.id).messages.length > 0,
    )
    if (!isBehind) {
      clearTimeout(behindTimer)
      behindTimer = undefined
      if (state.isBehind) change({ isBehind })
    } else behindTimer ??= setTimeout(() => change({ isBehind }), 600)
  })

  const wake = () => {
    if (document.visibilityState !== 'visible') return
    change({ now: Date.now() })
    if (connection.isLive()) catchingUp.look(4000)
  }
  document.addEventListener('visibilitychange', wake)
  addEventListener('pageshow', wake)
  setInterval(() => catchingUp.look(), 120_000)
  setInterval(() => get().open && change({ now: Date.now() }), 20_000)

  return {
    get,
    listen: holder.listen,
    forms,
    draft: (conversation: string) => kept.get(draftKey(conversation)) ?? '',
    queueOf: (conversation: string) =>
      get().queue.filter(
        entry => (became.get(entry.conversation) ?? entry.conversation) === conversation && isBy(entry, by),
      ),
    isSoundOn: () => kept.get('sound') === 'on',
    show(view: string) {
      show(view)
      change({ focus: get().focus + 1 })
    },
    close: () => page.tell('close'),
    write(text: string) {
      const { view, live } = get()
      page.set(draftKey(view), text || null)
      change({ kept: get().kept + 1 })
      if (live && text && !isNew(view)) typing.typed(view, Date.now())
    },
    send() {
      const { view } = get()
      const text = (kept.get(draftKey(view)) ?? '').toWellFormed().replaceAll('\0', '').trim()
      if (!text) return
      typing.stop()
      page.set(draftKey(view), null)
      const conversation = view === 'new' ? `new:${uuid()}` : view
      enqueue({ kind: 'message', conversation, text })
      if (conversation !== view) show(conversation)
    },
    press(message: MessageView, button: ButtonAttributes) {
      const { id, conversation } = message
      enqueue({ kind: 'button', conversation, message: id, button: button.id, label: button.label })
    },
    retry(id: string) {
      const entry = get().queue.find(each => each.id === id)
      if (!entry) return
      const { refused: _, ...again } = entry
      drop(entry)
      enqueue(again)
    },
    discard(id: string) {
      const entry = get().queue.find(each => each.id === id)
      if (entry) drop(entry)
    },
    seen(number: number) {
      const { view, open, conversations } = get()
      const head = conversations[view]
      if (!open || !connection.isLive() || !head || number <= head.seenByPerson) return
      change({ conversations: { ...conversations, [view]: { ...head, seenByPerson: number } } })
      connection.ask().emitWithAck('conversation:seen', { conversation: view, number }).catch(connection.reconnect)
    },
    toggleSound() {
      const on = kept.get('sound') !== 'on'
      page.set('sound', on ? 'on' : null)
      if (on) beep()
      change({ kept: get().kept + 1 })
    },
  }
}
