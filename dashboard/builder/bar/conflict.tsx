import { AlertDialog } from '@base-ui/react/alert-dialog'
import { momentTime } from '../../ui/time.ts'
import { useBuilder } from '../use-builder.ts'

/** Two drew on the same part: somebody has to choose, and what was not chosen is one undo away. Escape chooses nothing. */
export function Conflict({ choose }: { choose: (whose: 'mine' | 'theirs') => void }) {
  const { saving, others } = useBuilder()
  const theirs = saving.is === 'conflict' ? saving.theirs : undefined
  const who = others.length === 1 && others[0] ? others[0].name : 'Somebody else'
  return (
    <AlertDialog.Root open={theirs !== undefined}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title>{who} changed this draft, too</AlertDialog.Title>
          <AlertDialog.Description className="dialog-says">
            You both changed the same part of it{theirs ? `, they at ${momentTime(theirs.changedAt)}` : ''}. Whichever
            you go on with, the other one is kept: Undo brings it back.
          </AlertDialog.Description>
          <div class="dialog-actions">
            <button type="button" class="button" onClick={() => choose('theirs')}>
              Go on with theirs
            </button>
            <button type="button" class="button primary" onClick={() => choose('mine')}>
              Go on with mine
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
