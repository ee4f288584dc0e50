import { WaitSettings } from '@pavior/shared/campaign/wait-settings.ts'
import { waitEnd } from '@pavior/shared/campaign/wait-time.ts'
import { zoneOf } from '@pavior/shared/campaign/zone.ts'
import { useQuery } from '@tanstack/react-query'
import { Clock } from 'lucide-preact'
import { meQuery } from '../../live/queries.ts'
import { Field } from '../../ui/field.tsx'
import { Choice } from './choice.tsx'
import { DurationField } from './duration-field.tsx'
import { type FormProps, textIn } from './form.ts'
import { HoursField } from './hours-field.tsx'
import { ZoneField } from './zone-field.tsx'

/** C9: how long, or until when, in whose time, and on which weekdays and hours only. */
export function WaitForm({ settings, set, refused }: FormProps) {
  const teamZone = useQuery(meQuery).data?.team.zone ?? 'UTC'
  const until = 'until' in settings
  const zone = textIn(settings, 'zone')
  return (
    <>
      <section>
        <Choice
          label="Waits"
          value={until ? 'until' : 'for'}
          options={[
            ['for', 'For a time'],
            ['until', 'Until a date'],
          ]}
          onValue={kind =>
            set(kind === 'for' ? { for: 'P1D', until: undefined } : { for: undefined, until: tomorrow() })
          }
        />
        {until ? (
          <Field
            label="Date and time"
            type="datetime-local"
            value={textIn(settings, 'until')}
            onValue={value => set({ until: value })}
            refused={refused('until') === undefined ? undefined : 'Choose a date and a time.'}
            hint="Who arrives later than that goes on at once."
          />
        ) : (
          <DurationField label="How long" value={settings.for} onValue={duration => set({ for: duration })} />
        )}
        <ZoneField
          value={zone}
          teamZone={teamZone}
          onValue={chosen => set({ zone: chosen === 'team' ? undefined : chosen })}
        />
      </section>
      <section>
        <HoursField settings={settings} set={set} refused={refused} />
      </section>
      <Preview settings={settings} zone={zone} teamZone={teamZone} />
    </>
  )
}

/** A moment that is easily changed, rather than none. */
function tomorrow(): string {
  const at = new Date(Date.now() + 86_400_000)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T09:00`
}

/** When whoever arrives now goes on: what the settings come to. */
function Preview({ settings, zone, teamZone }: { settings: unknown; zone: string; teamZone: string }) {
  const read = WaitSettings.safeParse(settings)
  if (!read.success) return null
  const here = zoneOf(zone === '' ? undefined : zone, teamZone, undefined)
  const now = Date.now()
  const end = waitEnd(read.data, now, here)
  const whose = zone === 'person' ? `in ${here}, where the person’s own time is not known` : `in ${here}`
  return (
    <section>
      <p class="outcome">
        <Clock />
        <span>
          {end <= now ? (
            <>Who arrives now goes on at once.</>
          ) : (
            <>
              Who arrives now goes on <b>{momentIn(end, here)}</b> {whose}.
            </>
          )}
        </span>
      </p>
    </section>
  )
}

const momentIn = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(at)
