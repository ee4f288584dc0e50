import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'preact/hooks'
import { client } from '../live/client.ts'
import { settingsQuery } from '../live/queries.ts'
import { ask } from '../live/server.ts'
import type { TeamSettings } from '../live/views.ts'
import { Code } from './code.tsx'
import { IdentitySecrets } from './identity-secrets.tsx'
import { Loaded, useMayChange } from './loaded.tsx'
import { Part } from './part.tsx'
import { Recording } from './recording.tsx'
import { SaveLine } from './save-line.tsx'
import { siteProblem, sitesFrom } from './sites.ts'
import { useSave } from './use-save.ts'

/** How the widget comes onto a site, and how the site says who its visitor is. */
export function WidgetSection() {
  const query = useQuery(settingsQuery)
  return (
    <Loaded query={query}>
      {settings => (
        <>
          <Part title="Snippet" says="Put this before the end of the body of every page that shall have the chat.">
            <Code text={settings.snippet} label="Snippet" />
          </Part>
          <Sites settings={settings} />
          <Recording recording={settings.recording} />
          {settings.identitySecrets ? (
            <IdentitySecrets secrets={settings.identitySecrets} team={settings.team.id} />
          ) : null}
        </>
      )}
    </Loaded>
  )
}

function Sites({ settings }: { settings: TeamSettings }) {
  const may = useMayChange()
  const [text, setText] = useState(settings.sites.join('\n'))
  const [saving, save] = useSave()
  const [refused, setRefused] = useState<string>()
  const id = useId()
  const sites = sitesFrom(text)
  const changed = sites.join('\n') !== settings.sites.join('\n')
  const submit = (event: Event) => {
    event.preventDefault()
    const problem = sites.map(siteProblem).find(found => found !== undefined)
    setRefused(problem)
    if (problem !== undefined) return
    void save(async () => {
      const kept = await ask<TeamSettings>('/api/dashboard/settings', { method: 'PATCH', body: { sites } })
      setText(kept.sites.join('\n'))
      await client.invalidateQueries({ queryKey: settingsQuery.queryKey })
    })
  }
  return (
    <Part title="Sites" says="Only these sites may show the chat. Empty: any site may.">
      <form class="form" onSubmit={submit}>
        <div class="field">
          <label for={id}>One address per line</label>
          <textarea
            id={id}
            class="input sites"
            rows={3}
            value={text}
            disabled={!may}
            spellcheck={false}
            placeholder="https://www.example.com"
            aria-invalid={refused === undefined ? undefined : true}
            aria-describedby={`${id}-told`}
            onInput={event => {
              setText(event.currentTarget.value)
              setRefused(undefined)
            }}
          />
          <small id={`${id}-told`} class={refused === undefined ? undefined : 'bad'}>
            {refused ?? 'With https:// in front; https://*.example.com stands for all subdomains.'}
          </small>
        </div>
        {may ? <SaveLine saving={saving} changed={changed} /> : null}
      </form>
    </Part>
  )
}
