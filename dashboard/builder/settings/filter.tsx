import { useMemo } from 'preact/hooks'
import { ConditionEditor } from '../../conditions/condition-editor.tsx'
import { MatchCount } from '../../conditions/match-count.tsx'
import type { Draft } from '../draft/draft.ts'
import { Choice } from './choice.tsx'
import { DurationField } from './duration-field.tsx'
import { type FormProps, objectIn } from './form.ts'

const HINTS = {
  once: 'Looks once, when the person arrives. Who does not match leaves through unmatched.',
  for: 'Looks again at whatever happens. Who has not matched when the time is over leaves through unmatched.',
  forever:
    'Looks again at whatever happens, for as long as the person is in the campaign. Nobody leaves through unmatched.',
} as const

/** C8: whom it lets through, and what becomes of the others. */
export function FilterForm({ component, settings, set, draft }: FormProps) {
  const { dependencies } = draft
  const before = useMemo(() => upstreamOf({ dependencies }, component.id), [dependencies, component.id])
  return (
    <>
      <section>
        <ConditionEditor
          value={settings.filter}
          onChange={filter => set({ filter })}
          scope="filter-component"
          context={{ components: draft.components, offered: before }}
        />
      </section>
      <WatchForm settings={settings} set={set} />
      <section>
        <MatchCount filter={settings.filter} of={draft.audience} />
      </section>
    </>
  )
}

/** What leads to a component, however far: a Filter can ask what became of it. */
function upstreamOf({ dependencies }: Pick<Draft, 'dependencies'>, id: string): Set<string> {
  const lines = Map.groupBy(dependencies, ({ to }) => to)
  const found = new Set<string>()
  const open = [id]
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const { from } of lines.get(at) ?? [])
      if (!found.has(from)) {
        found.add(from)
        open.push(from)
      }
  return found
}

function WatchForm({ settings, set }: Pick<FormProps, 'settings' | 'set'>) {
  const span = objectIn(settings, 'watch')
  const watch = span ? 'for' : settings.watch === 'once' ? 'once' : 'forever'
  return (
    <section>
      <Choice
        label="When it does not match at once"
        value={watch}
        options={[
          ['once', 'Check once'],
          ['for', 'Watch for'],
          ['forever', 'Watch'],
        ]}
        onValue={chosen => set({ watch: chosen === 'for' ? { for: 'P1D' } : chosen })}
        hint={HINTS[watch]}
      />
      {span ? (
        <DurationField label="Watch for" value={span.for} onValue={duration => set({ watch: { for: duration } })} />
      ) : null}
    </section>
  )
}
