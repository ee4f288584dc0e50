import { CircleAlert } from 'lucide-preact'
import { useId } from 'preact/hooks'
import { type FormProps, listIn, objectIn, type Settings, textIn, withChanges } from './form.ts'
import { Switch } from './switch.tsx'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const EVERY = DAYS.map((_, index) => index + 1)
const OFFICE = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }

/** C9: the weekdays and hours at which somebody may go on. */
export function HoursField({ settings, set, refused }: Pick<FormProps, 'settings' | 'set' | 'refused'>) {
  const hours = objectIn(settings, 'hours')
  return (
    <>
      <Switch
        on={hours !== undefined}
        onChange={on => set({ hours: on ? OFFICE : undefined })}
        says="Only on some weekdays, or at some hours"
        hint={
          hours === undefined ? undefined : 'Who is through waiting at another time goes on at the next that is right.'
        }
      />
      {hours === undefined ? null : (
        <Hours hours={hours} onChange={changed => set({ hours: changed })} refused={path => refused(`hours.${path}`)} />
      )}
    </>
  )
}

type HoursProps = {
  hours: Settings
  onChange: (hours: Settings) => void
  refused: (path: string) => string | undefined
}

function Hours({ hours, onChange, refused }: HoursProps) {
  const id = useId()
  const days = hours.days === undefined ? EVERY : listIn(hours, 'days')
  const change = (changes: Settings) => onChange(withChanges(hours, changes))
  const toggle = (day: number, on: boolean) => {
    const next = EVERY.filter(one => (one === day ? on : days.includes(one)))
    change({ days: next.length === EVERY.length ? undefined : next })
  }
  const [from, to] = [textIn(hours, 'from'), textIn(hours, 'to')]
  const wrong = days.length === 0 ? 'Choose a weekday at least.' : (refused('from') ?? refused('to') ?? refused('days'))
  return (
    <>
      <fieldset class="field">
        <legend class="field-label">Weekdays</legend>
        <div class="weekdays">
          {DAYS.map((name, index) => (
            <label key={name} title={name}>
              <input
                type="checkbox"
                aria-label={name}
                checked={days.includes(index + 1)}
                onChange={event => toggle(index + 1, event.currentTarget.checked)}
              />
              <span aria-hidden="true">{name.slice(0, 2)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="between">
        <div class="field">
          <label for={`${id}-from`}>From</label>
          <input
            id={`${id}-from`}
            class="input"
            type="time"
            value={from}
            onInput={event => change({ from: event.currentTarget.value || undefined })}
          />
        </div>
        <div class="field">
          <label for={`${id}-to`}>To</label>
          <input
            id={`${id}-to`}
            class="input"
            type="time"
            value={to}
            onInput={event => change({ to: event.currentTarget.value || undefined })}
          />
        </div>
      </div>
      {wrong === undefined ? (
        <small>{spanInWords(from, to)}</small>
      ) : (
        <small class="field-hint bad">
          <CircleAlert />
          <span>{wrong}</span>
        </small>
      )}
    </>
  )
}

function spanInWords(from: string, to: string): string {
  if (from === to) return 'All day long.'
  if (from === '') return `From midnight until ${to}.`
  if (to === '') return `From ${from} until midnight.`
  return from < to
    ? `From ${from} until ${to}.`
    : `From ${from} until ${to} of the next day; that part counts to the day before.`
}
