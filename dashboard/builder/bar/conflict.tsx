import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useQuery } from '@tanstack/react-query'
import { authorName } from '../../campaigns/author.ts'
import { meQuery } from '../../live/queries.ts'
import { momentTime } from '../../ui/time.ts'
import { useBuilder } from '../use-builder.ts'

/** Two drew on the same part: somebody has to choose, and what was not chosen is one undo away. Escape chooses nothing. */
export function Conflict() {
  const { saving, agents, choose } = useBuilder()
  const me = useQuery(meQuery).data?.agent.id
  const theirs = saving.is === 'conflict' ? saving.theirs : undefined
  const by = theirs?.changedBy
  const isMe = by?.type === 'agent' && by.id === me
  const who = by?.type === 'api' ? 'The API' : (authorName(by, agents) ?? 'Somebody else')
  const at = theirs ? momentTime(theirs.changedAt) : ''
  return (
    <AlertDialog.Root open={theirs !== undefined}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title>
            {isMe ? 'You changed this draft elsewhere, too' : `${who} changed this draft, too`}
          </AlertDialog.Title>
          <AlertDialog.Description className="dialog-says">
            {isMe
              ? `The same part of it was changed here and, at ${at}, in another window of yours.`
              : `You both changed the same part of it, they at ${at}.`}{' '}
            Whichever you go on with, the other one is kept: Undo brings it back.
          </AlertDialog.Description>
          <div class="dialog-actions">
            <button type="button" class="button" onClick={() => choose('theirs')}>
              {isMe ? 'Go on with the other' : 'Go on with theirs'}
            </button>
            <button type="button" class="button primary" onClick={() => choose('mine')}>
              {isMe ? 'Go on with this one' : 'Go on with mine'}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
