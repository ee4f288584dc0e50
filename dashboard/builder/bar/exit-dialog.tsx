import { Trash2 } from 'lucide-preact'
import { ConditionEditor } from '../../conditions/condition-editor.tsx'
import { Sheet } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { changeExit, removeExit } from '../draft/entry.ts'
import { useBuilder } from '../use-builder.ts'

/** A global exit: who matches it leaves at once, wherever they are in the campaign (C18). */
export function ExitDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { draft, edit } = useBuilder()
  const exit = draft.exits.find(one => one.id === id)
  return (
    <Sheet
      open={exit !== undefined}
      onClose={onClose}
      title="Global exit"
      says="Looked at before anything is sent: who matches leaves at once, wherever they are, and does not enter."
      roomy
    >
      {exit ? (
        <>
          <Field
            label="Name"
            value={exit.name ?? ''}
            maxLength={100}
            refused={(exit.name ?? '').trim() === '' ? 'Give it a name: statistics show it.' : undefined}
            onValue={name => edit(now => changeExit(now, { ...exit, name }), `exit ${exit.id} name`)}
          />
          <ConditionEditor
            value={exit.filter}
            onChange={filter => edit(now => changeExit(now, { ...exit, filter }), `exit ${exit.id}`)}
            scope="exit"
            title="People leave when"
            context={draft}
          />
          <div class="dialog-actions">
            <button
              type="button"
              class="button danger"
              onClick={() => {
                edit(now => removeExit(now, exit.id))
                onClose()
              }}
            >
              <Trash2 />
              Remove this exit
            </button>
            <button type="button" class="button" onClick={onClose}>
              Done
            </button>
          </div>
        </>
      ) : null}
    </Sheet>
  )
}
