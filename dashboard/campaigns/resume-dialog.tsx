import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { useState } from 'preact/hooks'
import { Choice } from '../ui/choice.tsx'
import { Sheet } from '../ui/dialog.tsx'

type Props = {
  open: boolean
  row: CampaignRow
  onClose: () => void
  onResume: (existing: 'enroll' | 'skip') => void
}

/** C24: whoever became eligible meanwhile enters; about everybody else who matches the author is asked. */
export function ResumeDialog({ open, row, onClose, onResume }: Props) {
  const [existing, setExisting] = useState<'enroll' | 'skip'>('skip')
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title={`Resume “${row.name}”`}
      says="People inside go on where they are. Whoever came to match the audience during the pause, and still does, enters now."
    >
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault()
          onResume(existing)
        }}
      >
        <Choice
          legend="And everybody else who matches the audience now?"
          value={existing}
          onPick={setExisting}
          options={[
            { value: 'skip', label: 'Leave them out', says: 'Only people who come to match from now on enter.' },
            { value: 'enroll', label: 'Let them enter, too', says: 'Everybody who matches now and may enter.' },
          ]}
        />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary">
            Resume
          </button>
        </div>
      </form>
    </Sheet>
  )
}
