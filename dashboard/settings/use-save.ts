import { useState } from 'preact/hooks'
import { sentenceOf } from '../live/server.ts'

export type Saving = { busy: boolean; saved: boolean; refused: string | undefined }

/** Runs a change and tells how it stands: on its way, done, or refused with a sentence. */
export function useSave(): [Saving, (change: () => Promise<unknown>) => Promise<boolean>] {
  const [saving, setSaving] = useState<Saving>({ busy: false, saved: false, refused: undefined })
  const run = async (change: () => Promise<unknown>) => {
    setSaving({ busy: true, saved: false, refused: undefined })
    try {
      await change()
      setSaving({ busy: false, saved: true, refused: undefined })
      return true
    } catch (error) {
      setSaving({ busy: false, saved: false, refused: sentenceOf(error) })
      return false
    }
  }
  return [saving, run]
}
