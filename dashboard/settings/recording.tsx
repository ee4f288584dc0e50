import { client } from '../live/client.ts'
import { settingsQuery } from '../live/queries.ts'
import { ask } from '../live/server.ts'
import type { TeamSettings } from '../live/views.ts'
import { FormProblem } from '../ui/field.tsx'
import { useMayChange } from './loaded.tsx'
import { Part } from './part.tsx'
import { useSave } from './use-save.ts'

/** Whether what visitors do with the widget is recorded for rewind (R2, R3). */
export function Recording({ recording }: { recording: boolean }) {
  const may = useMayChange()
  const [saving, save] = useSave()
  const change = () =>
    void save(async () => {
      const kept = await ask<TeamSettings>('/api/dashboard/settings', {
        method: 'PATCH',
        body: { recording: !recording },
      })
      client.setQueryData(settingsQuery.queryKey, kept)
    })
  return (
    <Part
      title="Recording"
      says="Rewind shows the chat as a visitor had it: what was open, on screen, clicked, and which field of a form refused them. No keystrokes, and nothing typed before it is sent."
    >
      <div class="switch-line">
        <button
          type="button"
          role="switch"
          aria-checked={recording}
          aria-describedby="recording-says"
          class="switch"
          disabled={!may || saving.busy}
          onClick={change}
        >
          Record what visitors do in the chat
        </button>
        <small id="recording-says">
          Never for visitors whose browser asks not to be tracked. Switched off, messages and submitted forms are kept
          all the same; what was recorded before stays until its person is erased.
        </small>
      </div>
      <FormProblem text={saving.refused} />
    </Part>
  )
}
