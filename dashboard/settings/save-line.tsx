import { Check } from 'lucide-preact'
import { FormProblem } from '../ui/field.tsx'
import type { Saving } from './use-save.ts'

/** The button that saves a form, and what became of it. */
export function SaveLine({ saving, changed, name = 'Save' }: { saving: Saving; changed: boolean; name?: string }) {
  return (
    <>
      <FormProblem text={saving.refused} />
      <div class="form-actions">
        <button type="submit" class="button primary" disabled={saving.busy || !changed}>
          {saving.busy ? 'Saving …' : name}
        </button>
        <span role="status" class="saved">
          {saving.saved && !changed ? (
            <>
              <Check /> Saved
            </>
          ) : null}
        </span>
      </div>
    </>
  )
}
