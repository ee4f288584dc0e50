import { useState } from 'preact/hooks'
import { useLocation, useSearch } from 'wouter-preact'
import { useTitle } from '../frame/title.ts'
import { ask, Refused, sentenceOf } from '../live/server.ts'
import { Field, FormProblem } from '../ui/field.tsx'
import { Card } from './card.tsx'
import { enter } from './enter.ts'

/** Sign in, and back to where one was. */
export function SignIn() {
  useTitle('Sign in')
  const [, navigate] = useLocation()
  const search = new URLSearchParams(useSearch())
  const back = search.get('back')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    setRefused(undefined)
    try {
      await signIn(email, password)
      enter(navigate, back)
    } catch (error) {
      setRefused(inWords(error))
      setBusy(false)
    }
  }
  return (
    <Card
      title="Sign in"
      says={search.has('ended') ? 'You were signed out. Sign in to go on where you were; drafts are kept.' : undefined}
    >
      <form class="form" onSubmit={event => void submit(event)}>
        <Field label="Email" type="email" autocomplete="username" value={email} onValue={setEmail} required autoFocus />
        <Field
          label="Password"
          type="password"
          autocomplete="current-password"
          value={password}
          onValue={setPassword}
          required
        />
        <FormProblem text={refused} />
        <button type="submit" class="button primary wide" disabled={busy}>
          {busy ? 'Signing in …' : 'Sign in'}
        </button>
      </form>
    </Card>
  )
}

export const signIn = (email: string, password: string) =>
  ask<unknown>('/api/auth/sign-in/email', { method: 'POST', body: { email: email.trim(), password } })

function inWords(error: unknown): string {
  const wrong = error instanceof Refused && (error.status === 401 || error.status === 400 || error.status === 403)
  return wrong ? 'No account has this email and password. Check both and try again.' : sentenceOf(error)
}
