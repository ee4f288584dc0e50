import type { PersonView } from '@pavior/shared/protocol/views.ts'
import { Trash2 } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { announceText } from '../live/announce.ts'
import { refusal } from '../live/change.ts'
import { client } from '../live/client.ts'
import { personQuery } from '../live/queries.ts'
import { ask, sentenceOf } from '../live/server.ts'
import { Question } from '../ui/dialog.tsx'
import { nameOf } from '../ui/names.ts'

/** C26: all that is known of a person goes for good; it says what that is before it does. */
export function ErasePerson({ person }: { person: PersonView }) {
  const [asks, setAsks] = useState(false)
  const [busy, setBusy] = useState(false)
  const name = nameOf(person)
  const erase = async () => {
    setAsks(false)
    setBusy(true)
    try {
      await ask<unknown>(`/api/v1/people/${person.id}`, { method: 'DELETE' })
      announceText(`${name} was erased`)
    } catch (error) {
      refusal.set(`Not erased: ${sentenceOf(error)}`)
    }
    setBusy(false)
    await client.invalidateQueries({ queryKey: personQuery(person.id).queryKey })
  }
  return (
    <>
      <button type="button" class="button small" disabled={busy} onClick={() => setAsks(true)}>
        <Trash2 />
        Erase …
      </button>
      <Question
        open={asks}
        title={`Erase ${name}?`}
        says="Their conversations with all messages and notes, their emails, attributes, journal and rewind are gone for good, and they leave every campaign. Numbers keep a nameless place for them. Whoever comes back is somebody new. It can’t be undone."
        yes="Erase for good"
        danger
        onYes={() => void erase()}
        onNo={() => setAsks(false)}
      />
    </>
  )
}
