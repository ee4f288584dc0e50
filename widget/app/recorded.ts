import type { Ready } from '@pavior/shared/protocol/visitor.ts'
import { uuid } from '../uuid.ts'
import type { Connection } from './connection.ts'
import type { Forms } from './forms.ts'
import { isNew } from './outbox.ts'
import type { Page } from './page.ts'
import type { Heard, Recorder } from './recording.ts'
import { type Holder, transcriptOf } from './state.ts'
import { previewOf } from './telling.ts'

export type Given = { page: Page; holder: Holder; connection: Connection; forms: Forms; language: string }

/**
 * What the visitor does, for whoever looks at it later (R2). The recorder is a script of its own, fetched once the team
 * wants it; whatever happens to it, the chat goes on as before.
 */
export function createRecorded(given: Given) {
  let recorder: Recorder | undefined
  let loading: Promise<Recorder | undefined> | undefined
  return {
    hear: (message: Heard) => recorder?.hear(message),
    async arrived(ready: Ready) {
      // Handed over: what two scripts import would become a third, which the first open has to wait for.
      if (ready.recording)
        loading ??= import('./recording.ts').then(
          ({ startRecording }) => startRecording({ ...given, uuid, isNew, previewOf, transcriptOf }),
          // An older page whose recorder the server no longer has records nothing until it is loaded anew.
          () => undefined,
        )
      recorder = await loading
      recorder?.isFor(ready)
    },
  }
}
