/** Durations as people set them: a number of one unit. */

export const units = {
  PTM: 'minutes',
  PTH: 'hours',
  PD: 'days',
  PW: 'weeks',
  PM: 'months',
  PY: 'years',
} as const
export type Unit = keyof typeof units

export const isUnit = (unit: string): unit is Unit => Object.hasOwn(units, unit)

/** `P7D` as 7 days; nothing for what has several units. */
export function readSimple(duration: string): { count: string; unit: Unit } | undefined {
  const [, time = '', count = '', letter = ''] = /^P(T?)(\d*)([YMWDH])$/.exec(duration) ?? []
  const unit = `P${time}${letter}`
  return isUnit(unit) ? { count, unit } : undefined
}

/** The other way; without a number it is not one yet. */
export const writeSimple = (count: string, unit: Unit): string => `${unit.slice(0, -1)}${count}${unit.slice(-1)}`
