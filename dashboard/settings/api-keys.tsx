import { useQuery } from '@tanstack/react-query'
import { useState } from 'preact/hooks'
import { client } from '../live/client.ts'
import { apiKeysQuery } from '../live/queries.ts'
import { ask } from '../live/server.ts'
import type { ApiKey } from '../live/views.ts'
import { Question } from '../ui/dialog.tsx'
import { Field, FormProblem } from '../ui/field.tsx'
import { dateOnly, momentTime } from '../ui/time.ts'
import { CopyLine } from './copy-line.tsx'
import { Loaded, useMayChange } from './loaded.tsx'
import { Part } from './part.tsx'
import { useSave } from './use-save.ts'

/** Keys for the HTTP API. */
export function ApiKeysSection() {
  const may = useMayChange()
  return may ? <Keys /> : <p class="faint">Owners and admins of the team can make keys for the HTTP API.</p>
}

function Keys() {
  const query = useQuery(apiKeysQuery)
  const [name, setName] = useState('')
  const [made, setMade] = useState<{ id: string; key: string; name: string }>()
  const [ending, setEnding] = useState<ApiKey>()
  const [saving, save] = useSave()
  const refresh = () => client.invalidateQueries({ queryKey: apiKeysQuery.queryKey })
  const make = (event: Event) => {
    event.preventDefault()
    void save(async () => {
      const key = await ask<{ id: string; key: string }>('/api/dashboard/keys', {
        method: 'POST',
        body: { name: name.trim() },
      })
      setMade({ ...key, name: name.trim() })
      setName('')
      await refresh()
    })
  }
  const end = (key: ApiKey) => {
    setEnding(undefined)
    void save(async () => {
      await ask<unknown>(`/api/dashboard/keys/${encodeURIComponent(key.id)}`, { method: 'DELETE' })
      if (made?.id === key.id) setMade(undefined)
      await refresh()
    })
  }
  return (
    <>
      <Part
        title="New key"
        says={
          <>
            For your own servers: people, conversations, events. What it can do stands in the{' '}
            <a class="link" href="/api/v1/docs" target="_blank" rel="noopener">
              documentation
            </a>
            .
          </>
        }
      >
        <form class="form" onSubmit={make}>
          <div class="invite">
            <Field
              label="What it is for"
              value={name}
              onValue={setName}
              maxLength={32}
              required
              placeholder="Shop server"
            />
            <button type="submit" class="button" disabled={saving.busy || name.trim() === ''}>
              {saving.busy ? 'Making …' : 'Make a key'}
            </button>
          </div>
          <FormProblem text={saving.refused} />
        </form>
        {made ? (
          <div class="shown-once" role="status">
            <p>
              <b>{made.name}</b>: copy it now, it is shown only this once.
            </p>
            <CopyLine text={made.key} />
          </div>
        ) : null}
      </Part>
      <Part title="Keys">
        <Loaded query={query}>
          {({ data }) =>
            data.length === 0 ? (
              <p class="faint">None yet. A key is needed to call the HTTP API.</p>
            ) : (
              <ul class="lines">
                {data.map(key => (
                  <li key={key.id} class="setting-line">
                    <span class="setting-line-main">
                      <b>{key.name}</b>
                      <small>
                        <code>{key.start}…</code> made {dateOnly(key.createdAt)},{' '}
                        {key.lastUsedAt ? `last used ${momentTime(key.lastUsedAt)}` : 'never used'}
                      </small>
                    </span>
                    <button type="button" class="button small danger" onClick={() => setEnding(key)}>
                      End
                    </button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Part>
      <Question
        open={ending !== undefined}
        title={`End “${ending?.name ?? ''}”?`}
        says="Whatever uses this key is refused at once. It can’t be brought back."
        yes="End it"
        danger
        onYes={() => ending && end(ending)}
        onNo={() => setEnding(undefined)}
      />
    </>
  )
}
