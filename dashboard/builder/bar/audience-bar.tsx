import './audience-bar.css'
import { LogOut, Plus } from 'lucide-preact'
import { MatchCount } from '../../conditions/match-count.tsx'
import { addExit, MAX_EXITS } from '../draft/entry.ts'
import { useBuilder } from '../use-builder.ts'
import { filterInWords } from '../words/said.ts'

/** Who enters and who leaves, on top of the canvas, always in view and in words; opened to edit. */
export function AudienceBar() {
  const { draft, names, edit, open } = useBuilder()
  const { audience, exits, reentry, startable } = draft
  const sentence = filterInWords(audience, names)
  return (
    <div class="scope">
      <button type="button" class="scope-part" onClick={() => open({ is: 'audience' })}>
        <small>Audience{entryWords(reentry, startable)}</small>
        <span dir="auto" title={sentence}>
          {sentence}
        </span>
      </button>
      <button type="button" class="scope-part counted" onClick={() => open({ is: 'audience' })}>
        <MatchCount filter={audience} compact />
      </button>
      <div class="scope-part exits">
        <small>Global exits</small>
        <span class="chips">
          {exits.map(({ id, name, filter }) => (
            <button
              key={id}
              type="button"
              class="chip"
              title={`Leaves when: ${filterInWords(filter, names, 'exit')}`}
              onClick={() => open({ is: 'exit', id })}
            >
              <LogOut />
              <span dir="auto">{name ?? 'Exit'}</span>
            </button>
          ))}
          <button
            type="button"
            class="icon"
            aria-label="Add a global exit"
            title="Add a global exit"
            disabled={exits.length >= MAX_EXITS}
            onClick={() => {
              const added = addExit(draft)
              if (!added) return
              edit(() => added.draft)
              open({ is: 'exit', id: added.id })
            }}
          >
            <Plus />
          </button>
        </span>
      </div>
    </div>
  )
}

const entryWords = (reentry: 'never' | 'each', startable: boolean): string =>
  `${startable ? ' of those who are started' : ''}${reentry === 'each' ? ', each time anew' : ''}`
