import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { useTitle } from '../frame/title.ts'
import { ask, Refused, sentenceOf } from '../live/server.ts'
import { Field, FormProblem } from '../ui/field.tsx'
import { Card } from './card.tsx'
import { enter } from './enter.ts'
import { passwordProblem } from './password.ts'

type Values = { name: string; email: string; password: string; team: string; token: string }

/** The first visit of a fresh install makes its first agent and team. */
export function FirstRun({ needsToken }: { needsToken: boolean }) {
  useTitle('Start')
  const [, navigate] = useLocation()
  const [values, setValues] = useState<Values>({ name: '', email: '', password: '', team: '', token: '' })
  const [fields, setFields] = useState<Partial<Record<string, string>>>({})
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const field = (name: keyof Values) => ({
    value: values[name],
    refused: fields[name],
    onValue: (value: string) => {
      setValues({ ...values, [name]: value })
      setFields({ ...fields, [name]: undefined })
    },
  })
  const submit = async (event: Event) => {
    event.preventDefault()
    const { token, ...rest } = values
    const problem = passwordProblem(values.password)
    if (problem !== undefined) return setFields({ password: problem })
    setBusy(true)
    setRefused(undefined)
    try {
      await ask<unknown>('/api/dashboard/start', {
        method: 'POST',
        body: needsToken ? { ...rest, token: token.trim() } : rest,
      })
      enter(navigate, null)
    } catch (error) {
      const told = error instanceof Refused ? error.fields.filter(({ path }) => Object.hasOwn(values, path)) : []
      setFields(
        Object.fromEntries(told.map(({ path, message }) => [path, message.charAt(0).toUpperCase() + message.slice(1)])),
      )
      if (told.length === 0) setRefused(sentenceOf(error))
      setBusy(false)
    }
  }
  return (
    <Card
      title="Welcome to Pavior"
      says="This install is new. Make its first account and team; others are invited later."
    >
      <form class="form" onSubmit={event => void submit(event)}>
        <Field label="Your name" autocomplete="name" required maxLength={100} autoFocus {...field('name')} />
        <Field label="Email" type="email" autocomplete="username" required {...field('email')} />
        <Field
          label="Password"
          type="password"
          autocomplete="new-password"
          required
          hint="At least 8 characters"
          {...field('password')}
        />
        <Field
          label="Team"
          autocomplete="organization"
          required
          maxLength={100}
          hint="What visitors see above the chat"
          {...field('team')}
        />
        {needsToken ? (
          <Field
            label="Start token"
            required
            hint="Printed once in the server’s log when it started"
            {...field('token')}
          />
        ) : null}
        <FormProblem text={refused} />
        <button type="submit" class="button primary wide" disabled={busy}>
          {busy ? 'Starting …' : 'Start'}
        </button>
      </form>
    </Card>
  )
}
