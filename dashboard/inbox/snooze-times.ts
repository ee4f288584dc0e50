/** The moments a snooze is offered for, in the agent's own zone: only those that make sense now. */
export function snoozeTimes(now: Date): { name: string; at: Date }[] {
  const times: { name: string; at: Date }[] = []
  const inHours = new Date(now.getTime() + 3 * 3_600_000)
  inHours.setMinutes(inHours.getMinutes() < 30 ? 0 : 30, 0, 0)
  if (inHours.getDate() === now.getDate()) times.push({ name: 'In three hours', at: inHours })
  times.push({ name: 'Tomorrow morning', at: morning(now, 1) })
  const toMonday = (8 - now.getDay()) % 7 || 7
  if (toMonday > 1) times.push({ name: 'Monday morning', at: morning(now, toMonday) })
  times.push({ name: 'In a week', at: morning(now, 7) })
  const seen = new Set<number>()
  return times.filter(({ at }) => !seen.has(at.getTime()) && seen.add(at.getTime()))
}

function morning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9)
}

/** A moment as `datetime-local` writes it. */
export function localInput(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`
}
