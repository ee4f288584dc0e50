import './frame.css'
import { useQuery } from '@tanstack/react-query'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { announced } from '../live/announce.ts'
import { connect, disconnect, sayAvailable, whenConnected } from '../live/connection.ts'
import { openDrafts } from '../live/drafts.ts'
import type { listNames } from '../live/lists.ts'
import { closeOutbox, openOutbox } from '../live/outbox.ts'
import { inboxesQuery } from '../live/queries.ts'
import { useStore } from '../live/store.ts'
import type { Me } from '../live/views.ts'
import { ConnectionState, RefusalToast } from './connection-state.tsx'
import { listenToKeys, useKeys } from './keys.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { Navigation } from './navigation.tsx'
import { preferences } from './preferences.ts'
import { Unread } from './unread.tsx'

/** What stands around every screen once somebody is signed in: navigation, the socket, keys, what is announced. */
export function Frame({ me, children }: { me: Me; children: ComponentChildren }) {
  useSession(me)
  useGoing()
  const [path] = useLocation()
  return (
    <div class={/^\/(campaigns|rewind)\//.test(path) ? 'app at-work' : 'app'}>
      <a class="skip" href="#main">
        To the content
      </a>
      <Navigation me={me} />
      <div class="app-screen" id="main" tabIndex={-1}>
        <div class="notices">
          <ConnectionState />
          <RefusalToast />
        </div>
        {children}
      </div>
      <KeysDialog />
      <Unread me={me.agent.id} />
      <Announcer />
    </div>
  )
}

function useSession({ agent }: Me): void {
  // Before the first child asks for a draft.
  openDrafts(agent.id)
  useEffect(() => {
    connect()
    openOutbox({ id: agent.id, name: agent.name })
    const stopKeys = listenToKeys()
    const away = whenConnected(() => sayAvailable(!preferences.get().away))
    const changed = preferences.watch(() => sayAvailable(!preferences.get().away))
    return () => {
      changed()
      away()
      stopKeys()
      closeOutbox()
      disconnect()
    }
  }, [agent.id, agent.name])
}

function useGoing(): void {
  const [, navigate] = useLocation()
  useQuery(inboxesQuery)
  const to = (list: keyof typeof listNames) => () => navigate(`/inbox/${list}`)
  useKeys({
    'go.mine': to('mine'),
    'go.unassigned': to('unassigned'),
    'go.all': to('all'),
    'go.snoozed': to('snoozed'),
    'go.closed': to('closed'),
    'go.people': () => navigate('/people'),
  })
}

function Announcer() {
  const text = useStore(announced, now => now)
  return (
    <div class="unseen" role="status" aria-live="polite">
      {text}
    </div>
  )
}
