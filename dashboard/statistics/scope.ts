import { useCallback } from 'preact/hooks'
import { useSearch } from 'wouter-preact'
import { navigate } from 'wouter-preact/use-browser-location'

/** What of the numbers is on screen. All of it stands in the address, to be kept, sent on and gone back to. */

export const periodNames = {
  day: 'Last 24 hours',
  week: 'Last 7 days',
  month: 'Last 30 days',
  quarter: 'Last 90 days',
} as const

/** By name, or from one day to another, both with it, in the reader's zone. Without one: since the beginning. */
export type Period = { is: keyof typeof periodNames } | { is: 'days'; from: string; to: string }

/** A number that is open as its people: a component's, or one of the campaign's own. */
export type Opened = { component?: string | undefined; count: string; exit?: string | undefined }

export type Scope = { version?: number | undefined; period?: Period | undefined; opened?: Opened | undefined }

const isPeriodName = (name: string | null): name is keyof typeof periodNames =>
  name !== null && Object.hasOwn(periodNames, name)

const isDay = (day: string | null): day is string =>
  day !== null && /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))

const inOrder = (one: string, other: string): Period => {
  const [from = one, to = other] = [one, other].sort()
  return { is: 'days', from, to }
}

/** What an address does not say rightly is left out. */
function scopeIn(search: string): Scope {
  const read = new URLSearchParams(search)
  const [period, from, to] = [read.get('period'), read.get('from'), read.get('to')]
  const version = Number(read.get('version'))
  const count = read.get('count')
  return {
    version: Number.isSafeInteger(version) && version > 0 ? version : undefined,
    period: isPeriodName(period) ? { is: period } : isDay(from) && isDay(to) ? inOrder(from, to) : undefined,
    opened:
      count === null
        ? undefined
        : { component: read.get('component') ?? undefined, count, exit: read.get('exit') ?? undefined },
  }
}

function addressOf(campaign: string, { version, period, opened }: Scope): string {
  const say = new URLSearchParams()
  if (version !== undefined) say.set('version', String(version))
  if (period?.is === 'days') {
    say.set('from', period.from)
    say.set('to', period.to)
  } else if (period) say.set('period', period.is)
  if (opened?.component !== undefined) say.set('component', opened.component)
  if (opened) say.set('count', opened.count)
  if (opened?.exit !== undefined) say.set('exit', opened.exit)
  const said = say.toString()
  return `/campaigns/${campaign}/statistics${said === '' ? '' : `?${said}`}`
}

/** From the first moment up to the last one without it. Rounded, so that the same question is asked for a while. */
export function momentsOf(period: Period | undefined, now: Date): { from?: string; to?: string } {
  if (!period) return {}
  const day = (date: Date, by: number) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + by)
  switch (period.is) {
    case 'days':
      return {
        from: new Date(`${period.from}T00:00`).toISOString(),
        to: day(new Date(`${period.to}T00:00`), 1).toISOString(),
      }
    case 'day':
      return { from: new Date(Math.floor(now.getTime() / 3_600_000 - 23) * 3_600_000).toISOString() }
    case 'week':
      return { from: day(now, -6).toISOString() }
    case 'month':
      return { from: day(now, -29).toISOString() }
    case 'quarter':
      return { from: day(now, -89).toISOString() }
  }
}

export const sameNumber = (one: Opened | undefined, other: Opened | undefined): boolean =>
  one?.component === other?.component && one?.count === other?.count && one?.exit === other?.exit

/** The scope in the address, and how to change it. A number that is opened is a step back in the browser. */
export function useScope(campaign: string): {
  scope: Scope
  address: (change: Scope) => string
  go: (change: Scope) => void
} {
  const search = useSearch()
  const scope = scopeIn(search)
  const address = (change: Scope) => addressOf(campaign, { ...scopeIn(search), ...change })
  const go = useCallback(
    (change: Scope) =>
      navigate(addressOf(campaign, { ...scopeIn(location.search), ...change }), { replace: !('opened' in change) }),
    [campaign],
  )
  return { scope, address, go }
}
