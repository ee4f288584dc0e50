import type { Interaction } from '@pavior/shared/journal/interaction.ts'
import type { Ready } from '@pavior/shared/protocol/visitor.ts'
import type { Preview, ToFrame } from '../port.ts'
import { watchDoings } from './doings.ts'
import type { Given } from './recorded.ts'
import type { State } from './state.ts'
import type { Transcript } from './transcript.ts'
import { aroundOf, beganIn, changesOf, toldBy } from './widget-changes.ts'

/** With what the chat itself is made of, too. */
export type Watched = Given & {
  uuid(): string
  isNew(view: string): boolean
  previewOf(state: State, kept: ReadonlyMap<string, string>): Preview | null
  transcriptOf(state: State, conversation: string): Transcript
}

/** What the page tells the chat, and what the visitor has just seen. */
export type Heard = ToFrame | ['seen', conversation: string, number: number]

export type Recorder = ReturnType<typeof startRecording>

/** Milliseconds between two frames, and until the first is sent: what happens at once goes together. */
const APART = 1000
const GATHERED = 100
/** What could not be told for as long as this is not told any more. */
const STALE = 60_000
/** What waits at most; of somebody unknown the first ones are kept. */
const MOST = 100
const FRAME = 50
const LONGEST_BEFORE = 3_600_000

/**
 * Gathers what the visitor does and sends it, at most once a second, to be recorded (R2): no keystrokes, and no value
 * of a form (R3). Nothing waits for it and nothing is sent again; where something is missing, the whole state of the
 * widget follows, which is what `began` tells.
 */
export function startRecording(watched: Watched) {
  const { holder, connection, uuid } = watched
  const { get } = holder
  let session = uuid()
  let person: string | undefined
  let waiting: { at: number; what: Interaction }[] = []
  let isWanted = false
  let isMissing = true
  let notBefore = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let changes = changesOf(watched)
  /** The page around the chat. */
  const around = aroundOf(watched.page.hello)

  /** Whoever is not known yet is made known by nothing of this. */
  const isKnown = () => get().ready?.person.type !== 'anonymous' || Object.keys(get().conversations).length > 0
  const canSend = () => connection.isLive() && isKnown()

  function note(what: Interaction) {
    if (!isWanted) return
    if (isMissing) begin()
    if (waiting.length < MOST) waiting.push({ at: performance.now(), what })
    else isMissing = true
    plan()
  }

  function begin() {
    if (!isWanted) return
    isMissing = waiting.length >= MOST
    if (!isMissing) waiting.push(...beganIn(watched, around).map(what => ({ at: performance.now(), what })))
  }

  function plan() {
    if (timer !== undefined || waiting.length === 0 || !canSend()) return
    timer = setTimeout(send, Math.max(GATHERED, notBefore - performance.now()))
  }

  async function send() {
    clearTimeout(timer)
    timer = undefined
    if (!canSend() || waiting.length === 0) return
    if (isMissing) begin()
    const now = performance.now()
    const all = waiting.splice(0, FRAME).map(({ at, what }) => ({
      before: Math.min(Math.round(now - at), LONGEST_BEFORE),
      what,
    }))
    notBefore = now + APART
    plan()
    try {
      const answer = await connection.ask().emitWithAck('interactions', { session, all })
      if (answer.ok) return
      notBefore = performance.now() + (answer.error.retryAfter ?? STALE)
    } catch {
      // Not worth asking again for.
    }
    isMissing = true
  }

  /** Of somebody known who is offline for long; of somebody unknown the first are kept. */
  function dropStale() {
    if (connection.isLive() || !isKnown()) return
    const now = performance.now()
    const before = waiting.length
    waiting = waiting.filter(({ at }) => now - at < STALE)
    isMissing ||= waiting.length < before
  }

  const doings = watchDoings(watched, note)

  function changed() {
    const next = changesOf(watched)
    for (const what of next.since(changes, around)) note(what)
    changes = next
    doings.changed()
    dropStale()
    plan()
  }
  holder.listen(() => safely(changed))

  // Whoever leaves may not come back: the last of it goes at once, unless there was too much already.
  const leaving = () => document.visibilityState === 'hidden' && notBefore - performance.now() <= APART && send()
  document.addEventListener('visibilitychange', leaving)

  /** Whatever goes wrong here ends the recording and is told as the bug it is; the chat goes on. */
  function safely(act: () => void): void {
    try {
      act()
    } catch (error) {
      isWanted = false
      reportError(error)
    }
  }

  return {
    /** Before the chat does anything about it. */
    hear: (message: Heard) =>
      safely(() => {
        for (const what of toldBy(watched, around, message)) note(what)
      }),
    /** What one person did is never told of another; nor anything of who does not want it. */
    isFor({ recording, person: { id } }: Ready) {
      isWanted = recording === true && !asksNotToBeTracked()
      if (id === person && isWanted) return
      person = id
      session = uuid()
      waiting = []
      isMissing = true
      begin()
      plan()
    },
  }
}

/** The visitor's browser says so. */
const asksNotToBeTracked = (): boolean =>
  navigator.doNotTrack === '1' || Object(navigator).globalPrivacyControl === true
