import type { Period } from '@pavior/shared/protocol/period.ts'
import type { Instant } from '@pavior/shared/text.ts'

/** What a file of numbers or people is of: all of it stands in its name, for its content is a plain table. */
export type FileAbout = {
  campaign: string
  component?: string | undefined
  count: string
  exit?: string | undefined
  /** Of how many people, where they were chosen. */
  chosen?: number | undefined
  search?: string | undefined
  /** 0: of all. */
  version: number
  period: Period
  /** Of whoever takes the file: days begin there. */
  zone: string
  now: Instant
}

/** How much of a name goes into a file's. */
const LONGEST = 40

/** `welcome_sent_version-2_2026-10-01_2026-11-25.csv`, as a header says it: in letters of any script, and in plain ones for old programs. */
export function attached(about: FileAbout): string {
  const [plain, whole] = [nameOf(about, plainly), nameOf(about, wholly)]
  const any = plain === whole ? '' : `; filename*=UTF-8''${encodeURIComponent(whole)}`
  return `attachment; filename="${plain}"${any}`
}

function nameOf(about: FileAbout, spelled: (text: string) => string): string {
  const { campaign, component, count, exit, chosen, search, version } = about
  const parts = [
    spelled(campaign) || 'campaign',
    component === undefined ? '' : spelled(component),
    spelled(count),
    exit === undefined ? '' : spelled(exit),
    search ? `found-${spelled(search)}` : '',
    chosen === undefined ? '' : `${chosen}-chosen`,
    version === 0 ? 'all-versions' : `version-${version}`,
    daysOf(about),
  ]
  return `${parts.filter(part => part !== '').join('_')}.csv`
}

/** From the first day to the last; without an end: to the day on which it is taken. */
function daysOf({ period: { from, to }, zone, now }: FileAbout): string {
  // Sweden writes days as ISO does.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
  const last = day.format(to ? to.getTime() - 1 : now)
  return from ? `${day.format(from)}_${last}` : `until-${last}`
}

/** Nothing that a file system or a program could read as more than a letter. */
const spell = (text: string, other: RegExp): string =>
  [...text.toLowerCase().replace(other, '-')]
    .slice(0, LONGEST)
    .join('')
    .replace(/^-+|-+$/g, '')

const wholly = (text: string): string => spell(text.normalize('NFC').toWellFormed(), /[^\p{L}\p{M}\p{N}]+/gu)

const plainly = (text: string): string => spell(text.normalize('NFKD').replace(/\p{M}+/gu, ''), /[^a-z0-9]+/g)
