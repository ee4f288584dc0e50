import { LoaderCircle, WifiOff, X } from 'lucide-preact'
import { useEffect, useState } from 'preact/hooks'
import { refusal } from '../live/change.ts'
import { connection } from '../live/connection.ts'
import { outbox } from '../live/outbox.ts'
import { useStore } from '../live/store.ts'

/** Says when this screen may be behind. A short hiccup is not worth a word. */
export function ConnectionState() {
  const state = useStore(connection, now => now)
  const waiting = useStore(outbox, now => now.filter(message => message.refused === undefined).length)
  const [patient, setPatient] = useState(true)
  useEffect(() => {
    if (state === 'live') return
    setPatient(true)
    const after = setTimeout(() => setPatient(false), state === 'offline' ? 600 : 1_200)
    return () => clearTimeout(after)
  }, [state])
  const shown = state !== 'live' && !patient
  return (
    <div role="status">
      {shown ? (
        <span class={state === 'offline' ? 'connection-pill offline' : 'connection-pill'}>
          {state === 'offline' ? <WifiOff /> : <LoaderCircle class="spinner" />}
          {words(state, waiting)}
        </span>
      ) : null}
    </div>
  )
}

function words(state: 'connecting' | 'offline' | 'catching-up' | 'live', waiting: number): string {
  if (state === 'connecting') return 'Connecting …'
  if (state !== 'offline') return 'Catching up …'
  return waiting === 0
    ? 'No connection. What you write is kept.'
    : `No connection. ${waiting === 1 ? 'One message waits' : `${waiting} messages wait`} to be sent.`
}

/** What the server refused to do, until it was read. */
export function RefusalToast() {
  const text = useStore(refusal, now => now)
  useEffect(() => {
    if (text === '') return
    const gone = setTimeout(() => refusal.set(''), 12_000)
    return () => clearTimeout(gone)
  }, [text])
  return (
    <div role="alert">
      {text === '' ? null : (
        <p class="toast">
          <span>{text}</span>
          <button type="button" class="icon" aria-label="Dismiss" onClick={() => refusal.set('')}>
            <X />
          </button>
        </p>
      )}
    </div>
  )
}
