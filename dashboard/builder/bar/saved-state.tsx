import { Check, CloudOff, LoaderCircle, TriangleAlert } from 'lucide-preact'
import { clockTime } from '../../ui/time.ts'
import type { Saving } from '../draft/session.ts'
import { useBuilder } from '../use-builder.ts'

/** Whether what is drawn is kept, always in view and in words. */
export function SavedState() {
  const { saving, saveNow, campaign } = useBuilder()
  return (
    <div class="saved" role="status">
      {icons[saving.is]}
      <span>{savedWords(saving, campaign.changedAt)}</span>
      {saving.is === 'waiting' || saving.is === 'refused' ? (
        <button type="button" class="link" onClick={() => void saveNow()}>
          Try again
        </button>
      ) : null}
    </div>
  )
}

const icons = {
  saved: <Check />,
  saving: <LoaderCircle class="spinner" />,
  waiting: <CloudOff class="warn" />,
  refused: <TriangleAlert class="bad" />,
  conflict: <TriangleAlert class="warn" />,
}

export function savedWords(saving: Saving, changedAt: string): string {
  switch (saving.is) {
    case 'saved':
      return `Draft saved ${clockTime(changedAt)}`
    case 'saving':
      return 'Saving …'
    case 'waiting':
      return `Not saved, kept on this device. ${saving.why}`
    case 'refused':
      return `Not saved: ${saving.why}`
    case 'conflict':
      return 'Not saved: somebody else changed it'
  }
}
