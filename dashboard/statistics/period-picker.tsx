import { Calendar, Check } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Sheet } from '../ui/dialog.tsx'
import { Item, Line, Menu } from '../ui/menu.tsx'
import { dateOnly } from '../ui/time.ts'
import { type Period, periodNames } from './scope.ts'

type Props = { value: Period | undefined; onPick: (period: Period | undefined) => void }

/** Of which time: whoever entered, and whoever first came to an outcome, within it (T1). */
export function PeriodPicker({ value, onPick }: Props) {
  const [asks, setAsks] = useState(false)
  const names = Object.entries(periodNames).flatMap(([is, name]) => (isNamed(is) ? [{ is, name }] : []))
  const mark = (here: boolean) => <Check class={here ? '' : 'not-picked'} />
  return (
    <>
      <Menu
        trigger={
          <>
            <Calendar />
            <span class="only-wide">{nameOfPeriod(value)}</span>
            <span class="only-narrow">{shortName(value)}</span>
          </>
        }
        className="button second period"
        align="end"
        label={`Numbers of: ${nameOfPeriod(value)}`}
      >
        <Item icon={mark(value === undefined)} onPick={() => onPick(undefined)}>
          All time
        </Item>
        <Line />
        {names.map(({ is, name }) => (
          <Item key={is} icon={mark(value?.is === is)} onPick={() => onPick({ is })}>
            {name}
          </Item>
        ))}
        <Line />
        <Item icon={mark(value?.is === 'days')} onPick={() => setAsks(true)}>
          From a day to a day …
        </Item>
      </Menu>
      {asks ? (
        <Days
          value={value}
          onClose={() => setAsks(false)}
          onPick={period => {
            setAsks(false)
            onPick(period)
          }}
        />
      ) : null}
    </>
  )
}

const isNamed = (is: string): is is keyof typeof periodNames => Object.hasOwn(periodNames, is)

function Days({ value, onClose, onPick }: Props & { onClose: () => void }) {
  const now = localDay(new Date())
  const [from, setFrom] = useState(value?.is === 'days' ? value.from : now)
  const [to, setTo] = useState(value?.is === 'days' ? value.to : now)
  const wrong = from > to
  return (
    <Sheet open onClose={onClose} title="From a day to a day" says="Both days are part of it.">
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault()
          if (!wrong) onPick({ is: 'days', from, to })
        }}
      >
        <div class="period-days">
          <label class="field">
            <span class="field-label">From</span>
            <input
              class="input"
              type="date"
              required
              value={from}
              max={now}
              onInput={event => setFrom(event.currentTarget.value)}
            />
          </label>
          <label class="field">
            <span class="field-label">To</span>
            <input class="input" type="date" required value={to} onInput={event => setTo(event.currentTarget.value)} />
          </label>
        </div>
        <p class="field-hint bad" role="alert">
          {wrong ? 'The first day has to come before the last.' : ''}
        </p>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary" disabled={wrong}>
            Show
          </button>
        </div>
      </form>
    </Sheet>
  )
}

const localDay = (date: Date): string => {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

function nameOfPeriod(period: Period | undefined): string {
  if (!period) return 'All time'
  if (period.is !== 'days') return periodNames[period.is]
  const day = (iso: string) => dateOnly(`${iso}T00:00`)
  return period.from === period.to ? day(period.from) : `${day(period.from)} – ${day(period.to)}`
}

/** `Last 30 days` is `30 days` where there is no room. */
const shortName = (period: Period | undefined): string => nameOfPeriod(period).replace(/^Last /, '')
