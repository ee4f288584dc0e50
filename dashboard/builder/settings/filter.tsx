import { filterInWords } from '../words/said.ts'
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
export function FilterForm({ settings, set }: FormProps) {
  return (
    <>
      <section>
        <p class="says">{filterInWords(settings.filter, {}, 'component')}</p>
      </section>
      <WatchForm settings={settings} set={set} />
    </>
  )
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
