import { useId, useState } from 'preact/hooks'
import { client } from '../live/client.ts'
import { invitationsQuery } from '../live/queries.ts'
import { ask } from '../live/server.ts'
import { Field, FormProblem } from '../ui/field.tsx'
import { useSave } from './use-save.ts'

type Made = { id: string; link: string; email: string }

/** Whom to invite, and as what. */
export function Invite({ onMade }: { onMade: (made: Made) => void }) {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState('agent')
  const [saving, save] = useSave()
  const id = useId()
  const submit = async (event: Event) => {
    event.preventDefault()
    await save(async () => {
      const made = await ask<{ id: string; link: string }>('/api/dashboard/invitations', {
        method: 'POST',
        body: { email: email.trim(), role },
      })
      onMade({ ...made, email: email.trim() })
      setEmail('')
      await client.invalidateQueries({ queryKey: invitationsQuery.queryKey })
    })
  }
  return (
    <form class="form" onSubmit={event => void submit(event)}>
      <div class="invite">
        <Field label="Email" type="email" value={email} onValue={setEmail} required placeholder="name@example.com" />
        <div class="field">
          <label for={id}>Role</label>
          <select id={id} class="input" value={role} onChange={event => setRole(event.currentTarget.value)}>
            <option value="agent">Agent: answers</option>
            <option value="admin">Admin: also changes settings</option>
          </select>
        </div>
        <button type="submit" class="button" disabled={saving.busy || email.trim() === ''}>
          {saving.busy ? 'Making …' : 'Make a link'}
        </button>
      </div>
      <FormProblem text={saving.refused} />
    </form>
  )
}
