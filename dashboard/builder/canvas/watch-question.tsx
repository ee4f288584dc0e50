import { Sheet } from '../../ui/dialog.tsx'
import type { Watch } from '../draft/edits.ts'

type Props = { open: boolean; answer: (watch: Watch | undefined) => void }

/** Drawing from `unmatched` of a Filter that watches for ever: nobody would ever go that way (C8). */
export function WatchQuestion({ open, answer }: Props) {
  return (
    <Sheet
      open={open}
      onClose={() => answer(undefined)}
      title="Nobody leaves this Filter by unmatched"
      says="It watches for as long as the person is in the campaign, so it never decides that somebody does not match. When should it decide?"
    >
      <div class="dialog-actions">
        <button type="button" class="button" onClick={() => answer('once')}>
          At once: check once
        </button>
        <button type="button" class="button primary" onClick={() => answer({ for: 'P7D' })}>
          After 7 days of watching
        </button>
      </div>
    </Sheet>
  )
}
