import './conditions.css'
import type { Place } from '@pavior/shared/filter/field.ts'
import type { Filter } from '@pavior/shared/filter/filter.ts'
import type { DraftComponent } from '../builder/draft/draft.ts'
import { SurroundingsProvider, useSurroundings } from './surroundings.ts'
import { Tree } from './tree.tsx'
import { sentenceFor, wrongAsWhole } from './unfinished.ts'

type Props = {
  /** A filter as a draft has it: perhaps not finished, perhaps none yet. */
  value: unknown
  /** Hears each change, finished or not. */
  onChange: (filter: Filter) => void
  /** Where it stands: decides what can be asked. */
  scope: Exclude<Place, 'properties' | 'inbox-view'> | 'people'
  /** What stands before "all of these". */
  title?: string
  /** The components of the campaign, and which of them are offered to be asked: all, unless said. */
  context?: { components: readonly DraftComponent[]; offered?: ReadonlySet<string> }
}

const noComponents: readonly DraftComponent[] = []

/** Conditions on people: fields of the team's real data, with the sentence that they make below. */
export function ConditionEditor({ value, onChange, scope, title = 'Matches when', context }: Props) {
  const components = context?.components ?? noComponents
  const around = useSurroundings(scope === 'people' ? 'audience' : scope, components, context?.offered, Tree)
  // Who has not said yet for whom it is has not said "everybody".
  const unsaid = value === undefined && scope === 'audience'
  const sentence = unsaid ? undefined : sentenceFor(value ?? { all: [] }, around.place, around.names)
  const tooMuch = wrongAsWhole(value, around.place)
  return (
    <SurroundingsProvider value={around}>
      <div class="conditions">
        <Tree value={value} onChange={onChange} title={title} />
        {tooMuch === undefined ? null : <p class="cond-lack bad">{tooMuch}</p>}
        {sentence === undefined ? null : (
          <p class="cond-sentence">
            {sentence.charAt(0).toUpperCase()}
            {sentence.slice(1)}
          </p>
        )}
      </div>
    </SurroundingsProvider>
  )
}
