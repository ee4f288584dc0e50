import { useQuery } from '@tanstack/react-query'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { showKeys } from '../frame/keys-dialog.tsx'
import { type Preferences, prefer, preferences } from '../frame/preferences.ts'
import { signOut } from '../frame/sign-out.ts'
import { client } from '../live/client.ts'
import { agentsQuery, meQuery } from '../live/queries.ts'
import { ask } from '../live/server.ts'
import { useStore } from '../live/store.ts'
import type { Me } from '../live/views.ts'
import { Field } from '../ui/field.tsx'
import { Loaded } from './loaded.tsx'
import { Part } from './part.tsx'
import { SaveLine } from './save-line.tsx'
import { useSave } from './use-save.ts'

const themes: Record<Preferences['theme'], string> = { system: 'As the system', light: 'Light', dark: 'Dark' }

/** What is yours: name, whether you are there, how it looks, keys, the way out. */
export function YouSection() {
  const query = useQuery(meQuery)
  return (
    <Loaded query={query}>
      {me => (
        <>
          <NameForm me={me} />
          <ThisBrowser />
          <Part title="Session" says={`Signed in as ${me.agent.email}.`}>
            <div class="form-actions">
              <button type="button" class="button" onClick={() => void signOut()}>
                Sign out
              </button>
            </div>
          </Part>
        </>
      )}
    </Loaded>
  )
}

function NameForm({ me }: { me: Me }) {
  const [name, setName] = useState(me.agent.name)
  const [saving, save] = useSave()
  const submit = (event: Event) => {
    event.preventDefault()
    void save(async () => {
      await ask<unknown>('/api/dashboard/me', { method: 'PATCH', body: { name: name.trim() } })
      await Promise.all([
        client.invalidateQueries({ queryKey: meQuery.queryKey }),
        client.invalidateQueries({ queryKey: agentsQuery.queryKey }),
      ])
    })
  }
  return (
    <Part title="Your name" says="Visitors see it beside your answers.">
      <form class="form" onSubmit={submit}>
        <Field label="Name" autocomplete="name" value={name} onValue={setName} maxLength={100} required />
        <SaveLine saving={saving} changed={name.trim() !== me.agent.name && name.trim() !== ''} />
      </form>
    </Part>
  )
}

function ThisBrowser() {
  const { theme, singleKeys, away } = useStore(preferences, now => now)
  return (
    <Part title="In this browser">
      <Switch on={!away} onChange={on => prefer({ away: !on })} says="Away agents get no conversations handed out.">
        Available
      </Switch>
      <fieldset class="field seg-field">
        <legend class="field-label">Theme</legend>
        <div class="seg">
          {(['system', 'light', 'dark'] as const).map(name => (
            <label key={name}>
              <input type="radio" name="theme" checked={theme === name} onChange={() => prefer({ theme: name })} />
              {themes[name]}
            </label>
          ))}
        </div>
      </fieldset>
      <Switch
        on={singleKeys}
        onChange={on => prefer({ singleKeys: on })}
        says={
          <>
            R replies, E closes, J and K move.{' '}
            <button type="button" class="link" onClick={showKeys}>
              Show all keys
            </button>
          </>
        }
      >
        Single keys outside of text fields
      </Switch>
    </Part>
  )
}

type SwitchProps = {
  on: boolean
  onChange: (on: boolean) => void
  says: ComponentChildren
  children: ComponentChildren
}

function Switch({ on, onChange, says, children }: SwitchProps) {
  return (
    <div class="switch-line">
      <button type="button" role="switch" aria-checked={on} class="switch" onClick={() => onChange(!on)}>
        {children}
      </button>
      <small>{says}</small>
    </div>
  )
}
