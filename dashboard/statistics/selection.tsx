import { UserRoundMinus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { announceText } from '../live/announce.ts'
import { refusal } from '../live/change.ts'
import { client } from '../live/client.ts'
import { ask, sentenceOf } from '../live/server.ts'
import { peopleOf } from '../ui/count.ts'
import { Question } from '../ui/dialog.tsx'
import type { Behind } from './drill-row.tsx'

type Props = { chosen: ReadonlyMap<string, Behind>; onClear: () => void }

/** What can be done with those who were chosen in the list. */
export function Selection({ chosen, onClear }: Props) {
  const [asks, setAsks] = useState(false)
  const [busy, setBusy] = useState(false)
  if (chosen.size === 0) return null
  const remove = async () => {
    setAsks(false)
    setBusy(true)
    try {
      for (const { enrollment } of chosen.values()) await ask(`/api/v1/enrollments/${enrollment}`, { method: 'DELETE' })
      announceText(`${peopleOf(chosen.size)} removed`)
      onClear()
    } catch (error) {
      refusal.set(`Not everybody was removed: ${sentenceOf(error)}`)
    }
    setBusy(false)
    await client.invalidateQueries({
      predicate: ({ queryKey }) => ['statistics', 'behind'].includes(String(queryKey[0])),
    })
  }
  return (
    <div class="chosen-bar" role="toolbar" aria-label="With those who are chosen">
      <span class="soft">{peopleOf(chosen.size)} chosen</span>
      <button type="button" class="button small" disabled={busy} onClick={() => setAsks(true)}>
        <UserRoundMinus />
        Remove …
      </button>
      <button type="button" class="button small quiet" onClick={onClear}>
        Choose nobody
      </button>
      <Question
        open={asks}
        title={`Remove ${peopleOf(chosen.size)} from the campaign?`}
        says="Whoever is still inside leaves it at once, and gets nothing more from it. Whoever has left already stays as they are."
        yes="Remove them"
        danger
        onYes={() => void remove()}
        onNo={() => setAsks(false)}
      />
    </div>
  )
}
