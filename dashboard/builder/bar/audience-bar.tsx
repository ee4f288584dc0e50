import './audience-bar.css'
import { LogOut } from 'lucide-preact'
import { useBuilder } from '../use-builder.ts'
import { filterInWords } from '../words/said.ts'

/** Who enters and who leaves, on top of the canvas, in words. */
export function AudienceBar() {
  const { draft, names } = useBuilder()
  return (
    <div class="scope">
      <div class="scope-part">
        <small>Audience</small>
        <span>{filterInWords(draft.audience, names)}</span>
      </div>
      <div class="scope-part exits">
        <small>Global exits</small>
        <span class="chips">
          {draft.exits.map(exit => (
            <span key={exit.id} class="chip">
              <LogOut />
              {exit.name ?? 'Exit'}
            </span>
          ))}
        </span>
      </div>
    </div>
  )
}
