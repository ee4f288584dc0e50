import { campaignCounts, componentCounts } from '@pavior/shared/campaign/counts.ts'
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

/** A day that there is, of the years that can be asked for. */
function isDay(day: string | null): day is string {
  if (day === null || !/^\d{4}-\d\d-\d\d$/.test(day) || day <= '1970-01-01' || day >= '9999-12-31') return false
  const at = Date.parse(day)
  // The 31st of February would be a day of March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}

const isVersion = (version: string | null): version is string => version !== null && /^[1-9]\d{0,8}$/.test(version)

function periodIn(read: URLSearchParams): Period | undefined {
  const [period, from, to] = [read.get('period'), read.get('from'), read.get('to')]
  if (isPeriodName(period)) return { is: period }
  return isDay(from) && isDay(to) && from <= to ? { is: 'days', from, to } : undefined
}

/** A number that there is; which components and exits there are, only the versions know. */
function openedIn(read: URLSearchParams): Opened | undefined {
  const [count, component, exit] = [read.get('count'), read.get('component'), read.get('exit')]
  const counts: readonly string[] = component === null ? campaignCounts : componentCounts
  if (count === null || !counts.includes(count)) return undefined
  return { component: component ?? undefined, count, exit: exit ?? undefined }
}

/** What an address does not say rightly is left out. */
export function scopeIn(search: string): Scope {
  const read = new URLSearchParams(search)
  const version = read.get('version')
  return {
    version: isVersion(version) ? Number(version) : undefined,
    period: periodIn(read),
    opened: openedIn(read),
  }
}

/** What of an address could not be read, and what is shown instead; each a sentence. */
export function unreadIn(search: string): string[] {
  const read = new URLSearchParams(search)
  const quoted = (name: string) => `“${read.get(name)?.slice(0, 40)}”`
  const said: string[] = []
  if (read.has('version') && !isVersion(read.get('version')))
    said.push(`The address asks for version ${quoted('version')}, which is no number: all versions are shown.`)
  if (!periodIn(read) && ['period', 'from', 'to'].some(name => read.has(name)))
    said.push(`The address ${wrongPeriod(read, quoted)}: all time is shown.`)
  if (read.has('count') && !openedIn(read))
    said.push(`The address asks for the people behind ${quoted('count')}, which is no number here: none is open.`)
  return said
}

function wrongPeriod(read: URLSearchParams, quoted: (name: string) => string): string {
  const days = ['from', 'to'].filter(name => read.has(name))
  if (days.length === 0) return `asks for the period ${quoted('period')}, which there is not`
  const wrong = days.filter(name => !isDay(read.get(name))).map(quoted)
  if (wrong.length > 0)
    return `asks for ${wrong.join(' and ')}, which ${wrong.length === 1 ? 'is no day' : 'are no days'} like 2026-11-25`
  if (days.length === 1)
    return `names ${days[0] === 'from' ? 'a first day without a last' : 'a last day without a first'}`
  return 'names a first day that comes after the last'
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
  unread: readonly string[]
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
  return { scope, unread: unreadIn(search), address, go }
}
