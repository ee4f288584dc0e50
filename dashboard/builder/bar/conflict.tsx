import { Question } from '../../ui/dialog.tsx'
import { useBuilder } from '../use-builder.ts'

/** Two drew on the same part: somebody has to choose, and the other one stays one undo away. */
export function Conflict({ choose }: { choose: (whose: 'mine' | 'theirs') => void }) {
  const { saving } = useBuilder()
  return (
    <Question
      open={saving.is === 'conflict'}
      title="Somebody else changed this draft"
      says="You both changed the same part of it. Whichever you choose, the other one is kept: Undo brings it back."
      yes="Go on with theirs"
      no="Keep mine"
      onYes={() => choose('theirs')}
      onNo={() => choose('mine')}
    />
  )
}
