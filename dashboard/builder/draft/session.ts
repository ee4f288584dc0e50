import { Refused, sentenceOf } from '../../live/server.ts'
import { type Store, store } from '../../live/store.ts'
import type { CampaignView } from '../../live/views.ts'
import { type Draft, draftOf, sameDraft } from './draft.ts'
import { begin, type History, redo, step, undo } from './history.ts'
import { forget, keep, readKept } from './kept.ts'
import { merge } from './merge.ts'

/** Where a draft is kept, for whoever draws it. `waiting` tries again by itself, `refused` at the next change. */
export type Saving =
  | { is: 'saved' }
  | { is: 'saving' }
  | { is: 'waiting'; why: string }
  | { is: 'refused'; why: string }
  | { is: 'conflict'; theirs: CampaignView }

type State = { history: History; campaign: CampaignView; saving: Saving }

type Server = {
  /** Throws `Refused`: 412 where somebody saved meanwhile. */
  save: (draft: Draft, revision: number) => Promise<CampaignView>
  read: () => Promise<CampaignView>
}

/** One draft, while it is open: what is drawn, its history, and that it comes to be saved. */
export type Session = {
  state: Store<State>
  edit: (change: (draft: Draft) => Draft, as?: string) => void
  undo: () => void
  redo: () => void
  /** Saves what is not saved yet. Gives whether everything is. */
  saveNow: () => Promise<boolean>
  /** Somebody saved or published: looks at what there is. */
  look: (revision?: number) => Promise<void>
  /** What is already known of the campaign, such as the answer to its publication. */
  learn: (campaign: CampaignView) => void
  /** Of two drafts that can't be put together, the one to go on with. The other is one undo away. */
  choose: (whose: 'mine' | 'theirs') => void
  close: () => void
}

/** How long a change may stand alone before it is saved. */
const SOON = 600
const FIRST_RETRY = 1_000
const LAST_RETRY = 15_000

export function openSession(agent: string, campaign: CampaignView, server: Server): Session {
  const state = store<State>({ history: begin(draftOf(campaign)), campaign, saving: { is: 'saved' } })
  /** What the server has, as far as is known; and what was sent and never answered. */
  let saved = draftOf(campaign)
  let sent: Draft | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let retry = FIRST_RETRY
  let remembering: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const now = (): Draft => state.get().history.now
  const revision = (): number => state.get().campaign.revision
  const put = (change: Partial<State>) => state.set(before => ({ ...before, ...change }))
  const isSaved = () => sameDraft(now(), saved)
  const remember = (): boolean => {
    clearTimeout(remembering)
    remembering = undefined
    return keep(agent, campaign.id, { revision: revision(), draft: now(), ...(sent && { sent }) })
  }
  /** In a moment: the change is on the screen first. Leaving does not wait for it. */
  const rememberSoon = (): void => {
    remembering ??= setTimeout(remember, 60)
  }
  const forgetIt = (): void => {
    clearTimeout(remembering)
    remembering = undefined
    forget(agent, campaign.id)
  }

  function changed(history: History | undefined): void {
    if (!history || history === state.get().history) return
    put({ history })
    if (state.get().saving.is === 'conflict') {
      rememberSoon()
      return
    }
    // Undone back to what the server has: nothing to save, unless something is on its way.
    if (!running && sent === undefined && isSaved()) {
      clearTimeout(timer)
      forgetIt()
      put({ saving: { is: 'saved' } })
      return
    }
    rememberSoon()
    const { saving } = state.get()
    if (saving.is !== 'waiting') {
      put({ saving: { is: 'saving' } })
      later(SOON)
    }
  }

  function later(wait: number): void {
    clearTimeout(timer)
    if (!closed) timer = setTimeout(() => void save(), wait)
  }

  function save(): Promise<void> {
    clearTimeout(timer)
    running ??= saveAll().finally(() => {
      running = undefined
    })
    return running
  }

  async function saveAll(): Promise<void> {
    while (!isSaved() && state.get().saving.is !== 'conflict') {
      const draft = now()
      try {
        put({ saving: { is: 'saving' } })
        sent = draft
        took(await server.save(draft, revision()), draft)
      } catch (error) {
        if (await stopped(error)) return
      }
    }
    if (state.get().saving.is === 'conflict') return
    forgetIt()
    put({ saving: { is: 'saved' } })
  }

  function took(view: CampaignView, draft: Draft): void {
    saved = draft
    sent = undefined
    retry = FIRST_RETRY
    put({ campaign: view })
  }

  /** Gives whether saving has to stop for now. */
  async function stopped(error: unknown): Promise<boolean> {
    if (!(error instanceof Refused)) throw error
    if (error.status === 412) {
      try {
        return !meet(await server.read())
      } catch (unread) {
        return await stopped(unread)
      }
    }
    remember()
    if (error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500) {
      put({ saving: { is: 'waiting', why: error.status === 401 ? 'You are signed out' : sentenceOf(error) } })
      later(retry)
      retry = Math.min(retry * 2, LAST_RETRY)
      return true
    }
    // It is not there any more, or can't be saved as it is: another try would be refused as well.
    sent = undefined
    put({ saving: { is: 'refused', why: sentenceOf(error) } })
    return true
  }

  /** The server has something else than was drawn on. Gives whether both go together. */
  function meet(view: CampaignView): boolean {
    const theirs = draftOf(view)
    // What was sent had arrived after all: only its answer was lost.
    if (sent && sameDraft(theirs, sent)) {
      took(view, sent)
      return true
    }
    const together = merge(saved, now(), theirs)
    if (!together) {
      put({ saving: { is: 'conflict', theirs: view } })
      remember()
      return false
    }
    saved = theirs
    sent = undefined
    put({ campaign: view, history: step(state.get().history, sameDraft(together, now()) ? now() : together, 0) })
    return true
  }

  async function look(known?: number): Promise<void> {
    if (known !== undefined && known <= revision()) return
    if (running) await running
    if (known !== undefined && known <= revision()) return
    try {
      const view = await server.read()
      if (closed || running || view.revision < revision()) return
      // The same draft; whether it is live or paused has no revision.
      if (view.revision === revision()) put({ campaign: view })
      else if (meet(view) && !isSaved()) await save()
    } catch {
      // It is found out when the next change is saved.
    }
  }

  function choose(whose: 'mine' | 'theirs'): void {
    const { saving, history } = state.get()
    if (saving.is !== 'conflict') return
    const theirs = draftOf(saving.theirs)
    saved = theirs
    sent = undefined
    // The other one stays a step of the history: nothing disappears.
    const both = whose === 'theirs' ? step(history, theirs, 0) : step(step(history, theirs, 0), history.now, 0)
    put({ campaign: saving.theirs, history: both, saving: { is: 'saving' } })
    void save()
  }

  /** What this device kept, because the server never had it. */
  function restore(): void {
    const kept = readKept(agent, campaign.id)
    if (!kept || sameDraft(kept.draft, saved)) {
      forgetIt()
      return
    }
    const arrived = kept.sent !== undefined && sameDraft(kept.sent, saved)
    put({ history: step(state.get().history, kept.draft, 0) })
    if (kept.revision === campaign.revision || arrived) {
      put({ saving: { is: 'saving' } })
      later(0)
    } else put({ saving: { is: 'conflict', theirs: campaign } })
  }

  const again = () => {
    if (state.get().saving.is !== 'waiting') return
    retry = FIRST_RETRY
    void save()
  }
  /** Only where the device keeps nothing does leaving lose something. */
  const leaving = (event: BeforeUnloadEvent) => {
    if (!isSaved() && !remember()) event.preventDefault()
  }

  const hiding = () => {
    if (remembering !== undefined) remember()
  }

  if (typeof window !== 'undefined') {
    addEventListener('online', again)
    addEventListener('pagehide', hiding)
    addEventListener('beforeunload', leaving)
  }
  restore()

  return {
    state,
    edit: (change, as) => changed(step(state.get().history, change(now()), Date.now(), as)),
    undo: () => changed(undo(state.get().history)),
    redo: () => changed(redo(state.get().history)),
    saveNow: async () => {
      await save()
      return isSaved() && state.get().saving.is === 'saved'
    },
    look,
    learn: view => {
      if (view.revision < revision()) return
      if (sameDraft(draftOf(view), saved)) put({ campaign: view })
      else void look()
    },
    choose,
    close: () => {
      closed = true
      clearTimeout(timer)
      hiding()
      if (typeof window !== 'undefined') {
        removeEventListener('online', again)
        removeEventListener('pagehide', hiding)
        removeEventListener('beforeunload', leaving)
      }
      // What was changed a moment ago is on its way before the screen is gone; this device keeps it until it arrived.
      if (!isSaved() && state.get().saving.is === 'saving') void save()
    },
  }
}
