import type { PersonView } from '@pavior/shared/protocol/views.ts'
import { useState } from 'preact/hooks'
import { sentenceOf } from '../live/server.ts'
import { Field, FormProblem } from '../ui/field.tsx'
import { changePerson } from './change-person.ts'

/** A new attribute: a key and a text. */
export function AddAttribute({ person, onDone }: { person: PersonView; onDone: () => void }) {
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const taken = Object.hasOwn(person.attributes, key.trim())
  const submit = async (event: Event) => {
    event.preventDefault()
    if (key.trim() === '' || value.trim() === '' || taken) return
    setBusy(true)
    try {
      await changePerson(person.id, { attributes: { [key.trim()]: value.trim() } })
      onDone()
    } catch (error) {
      setRefused(sentenceOf(error))
      setBusy(false)
    }
  }
  return (
    <form class="form add-attribute" onSubmit={event => void submit(event)}>
      <Field
        label="Attribute"
        value={key}
        onValue={setKey}
        maxLength={100}
        autoFocus
        refused={taken ? 'This attribute exists: change it below' : undefined}
      />
      <Field label="Value" value={value} onValue={setValue} maxLength={2000} />
      <FormProblem text={refused} />
      <div class="form-actions">
        <button type="submit" class="button small" disabled={busy || key.trim() === '' || value.trim() === '' || taken}>
          Add
        </button>
        <button type="button" class="button small quiet" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  )
}
