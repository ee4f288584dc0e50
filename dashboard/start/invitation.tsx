import { useQuery } from '@tanstack/react-query'
import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { useTitle } from '../frame/title.ts'
import { ask, Refused, sentenceOf } from '../live/server.ts'
import { Field, FormProblem } from '../ui/field.tsx'
import { Bones, Failed } from '../ui/state.tsx'
import { Card } from './card.tsx'
import { enter } from './enter.ts'
import { passwordProblem } from './password.ts'
import { signIn } from './sign-in.tsx'

/** Joins the team that sent the link: with a new account, or with the one that this address has. */
export function Invitation({ id }: { id: string }) {
  useTitle('Invitation')
  const invitation = useQuery({
    queryKey: ['invitation', id],
    queryFn: () => ask<{ team: string; email: string }>(`/api/dashboard/invitations/${encodeURIComponent(id)}`),
    retry: false,
  })
  if (invitation.error instanceof Refused && invitation.error.status === 404)
    return (
      <Card
        title="This invitation is over"
        says="It was used, taken back or has run out. Ask your team for a new link."
      >
        <a class="button wide" href="/sign-in">
          Sign in
        </a>
      </Card>
    )
  if (invitation.error)
    return (
      <Card title="Invitation">
        <Failed
          what="The invitation could not be read"
          error={invitation.error}
          onRetry={() => void invitation.refetch()}
        />
      </Card>
    )
  if (!invitation.data)
    return (
      <Card title="Invitation">
        <Bones rows={4} kind="line" />
      </Card>
    )
  return <Join id={id} {...invitation.data} />
}

function Join({ id, team, email }: { id: string; team: string; email: string }) {
  const [, navigate] = useLocation()
  const [known, setKnown] = useState(false)
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [weak, setWeak] = useState<string>()
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: Event) => {
    event.preventDefault()
    const problem = known ? undefined : passwordProblem(password)
    if (problem !== undefined) return setWeak(problem)
    setBusy(true)
    setRefused(undefined)
    try {
      await (known ? joinWithAccount(id, email, password) : joinAsNew(id, name.trim(), password))
      enter(navigate, null)
    } catch (error) {
      // The address has an account already: its password is what is asked for.
      if (error instanceof Refused && error.status === 409) setKnown(true)
      setRefused(sentenceOf(error))
      setBusy(false)
    }
  }
  return (
    <Card title={`Join ${team}`} says={`You were invited as ${email}.`}>
      <form class="form" onSubmit={event => void submit(event)}>
        <input type="hidden" autocomplete="username" value={email} />
        {known ? null : (
          <Field
            label="Your name"
            autocomplete="name"
            value={name}
            onValue={setName}
            required
            maxLength={100}
            autoFocus
          />
        )}
        <Field
          label={known ? 'Password of your account' : 'Choose a password'}
          type="password"
          autocomplete={known ? 'current-password' : 'new-password'}
          value={password}
          onValue={value => {
            setPassword(value)
            setWeak(undefined)
          }}
          required
          refused={weak}
          {...(known ? {} : { hint: 'At least 8 characters' })}
        />
        <FormProblem text={refused} />
        <button type="submit" class="button primary wide" disabled={busy}>
          {busy ? 'Joining …' : 'Join'}
        </button>
        <button type="button" class="button quiet wide" onClick={() => setKnown(!known)}>
          {known ? 'Make a new account' : 'I have an account already'}
        </button>
      </form>
    </Card>
  )
}

const joinAsNew = (id: string, name: string, password: string) =>
  ask<unknown>(`/api/dashboard/invitations/${encodeURIComponent(id)}`, { method: 'POST', body: { name, password } })

async function joinWithAccount(id: string, email: string, password: string): Promise<void> {
  await signIn(email, password)
  await ask<unknown>('/api/auth/organization/accept-invitation', { method: 'POST', body: { invitationId: id } })
}
