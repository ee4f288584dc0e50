import type { StatisticsChart } from '@pavior/shared/protocol/statistics.ts'

/** The steps of a chart: which are named below it, and how, in the team's zone wherever the reader's clock is. */

export const seconds = (iso: string): number => Date.parse(iso) / 1_000

const say = (zone: string, how: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...how, timeZone: zone })

const short = {
  hour: { weekday: 'short', hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: 'numeric' },
} satisfies Record<StatisticsChart['step'], Intl.DateTimeFormatOptions>

export const shortStep = (at: number, { step, zone }: StatisticsChart): string => say(zone, short[step]).format(at)

/** How much room the name of a step needs. */
const NAME = 84
const WHOLE_HOURS = [1, 2, 3, 6, 12, 24]

/**
 * Which steps are named below the chart, in seconds: steps themselves, each once, wherever the reader's clock is. Of
 * hours those that divide a day of the team's zone.
 */
export function namedSteps({ points, step, zone }: StatisticsChart, width: number): number[] {
  const room = Math.max(1, Math.floor(width / NAME))
  const least = Math.ceil(points.length / room)
  if (step !== 'hour') return points.filter((_, index) => index % least === 0).map(({ at }) => seconds(at))
  const each = WHOLE_HOURS.find(hours => hours >= least) ?? 24
  const hourOf = say(zone, { hour: '2-digit', hourCycle: 'h23' })
  return points.filter(({ at }) => Number(hourOf.format(new Date(at))) % each === 0).map(({ at }) => seconds(at))
}

const whole = {
  hour: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  week: { day: 'numeric', month: 'long' },
  month: { month: 'long', year: 'numeric' },
} satisfies Record<StatisticsChart['step'], Intl.DateTimeFormatOptions>

/** `Thursday, 9 October`. */
export function nameOfStep({ step, zone }: Pick<StatisticsChart, 'step' | 'zone'>, at: string): string {
  const name = say(zone, whole[step]).format(new Date(at))
  return step === 'week' ? `Week from ${name}` : name
}
