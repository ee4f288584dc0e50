import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'preact/hooks'
import { client } from '../live/client.ts'
import { meQuery, settingsQuery } from '../live/queries.ts'
import { ask } from '../live/server.ts'
import type { TeamSettings } from '../live/views.ts'
import { Field } from '../ui/field.tsx'
import { Loaded, useMayChange } from './loaded.tsx'
import { Part } from './part.tsx'
import { SaveLine } from './save-line.tsx'
import { useSave } from './use-save.ts'

/** The team's name and time zone. */
export function TeamSection() {
  const query = useQuery(settingsQuery)
  return <Loaded query={query}>{settings => <TeamForm settings={settings} />}</Loaded>
}

function TeamForm({ settings: { team } }: { settings: TeamSettings }) {
  const may = useMayChange()
  const [name, setName] = useState(team.name)
  const [zone, setZone] = useState(team.zone)
  const [saving, save] = useSave()
  const id = useId()
  const changed = name.trim() !== team.name || zone !== team.zone
  const submit = (event: Event) => {
    event.preventDefault()
    void save(async () => {
      await ask<unknown>('/api/dashboard/settings', { method: 'PATCH', body: { name: name.trim(), zone } })
      await Promise.all([
        client.invalidateQueries({ queryKey: settingsQuery.queryKey }),
        client.invalidateQueries({ queryKey: meQuery.queryKey }),
      ])
    })
  }
  return (
    <Part title="Name and time zone" says={may ? undefined : 'Owners and admins of the team can change this.'}>
      <form class="form" onSubmit={submit}>
        <Field
          label="Team"
          value={name}
          onValue={setName}
          maxLength={100}
          required
          disabled={!may}
          hint="What visitors see above the chat"
        />
        <div class="field">
          <label for={id}>Time zone</label>
          <select
            id={id}
            class="input"
            value={zone}
            disabled={!may}
            onChange={event => setZone(event.currentTarget.value)}
          >
            {zones(team.zone).map(name => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <small>Waits of campaigns and the days of statistics follow it.</small>
        </div>
        {may ? <SaveLine saving={saving} changed={changed && name.trim() !== ''} /> : null}
      </form>
    </Part>
  )
}

function zones(own: string): string[] {
  const known = Intl.supportedValuesOf('timeZone')
  return [...new Set(['UTC', own, ...known])].sort()
}
