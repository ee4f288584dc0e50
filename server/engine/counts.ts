import { wayCount } from '@pavior/shared/campaign/counts.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Act, Enrollment, Life, Standing } from '@pavior/shared/journal/life.ts'
import { type Instant, toIso } from '@pavior/shared/text.ts'
import { isLater } from './bearing.ts'
import type { Written } from './rows.ts'
import type { Rows } from './tables.ts'

/**
 * What a life counts for at this moment, by `[campaign, version, component, outcome]`: the campaign's own numbers by
 * the person's latest enrollment (T2, not counting those a merge removed), and of each enrollment the components that
 * stand waiting, those at which it left (`left`), and the lines along which it came (`wayCount`, of all versions only). Of who
 * entered more than once, `again` tells how often beyond the first time; a life holds not all of them (`bearing`), which
 * the difference does not miss.
 * Version 0 stands for all; the component is empty for the campaign's own numbers.
 */
type Standings = Map<string, number>

/** The enrollments of a life as they stood at a moment. */
export type Stood = Pick<
  Enrollment,
  'id' | 'campaign' | 'version' | 'status' | 'cause' | 'enteredAt' | 'leftAt' | 'standing' | 'acts'
>[]

export const stoodIn = ({ enrollments }: Life): Stood =>
  Array.from(enrollments.values(), ({ id, campaign, version, status, cause, enteredAt, leftAt, standing, acts }) => ({
    id,
    campaign,
    version,
    status,
    cause,
    enteredAt,
    leftAt,
    standing: standing.map(one => ({ ...one })),
    acts: acts.slice(),
  }))

/**
 * Where an enrollment stands, or stood when it left: in one that is completed nothing does (C17), unless they entered again
 * and only listened until then; what a merge removed is as if it had not been (C25).
 */
function placesOf({ status, cause, standing, leftAt }: Stood[number]): Place[] {
  if (status === 'active') return standing.map(({ component, kind, since }) => ({ component, kind, at: since }))
  if (status === 'completed' ? cause !== 'entered-again' : cause === 'merged') return []
  return standing.map(({ component, since }) => ({ component, kind: 'left', at: leftAt ?? since }))
}

type Place = { component: string; kind: Standing['kind'] | 'left'; at: Instant }

/** The places that a fact changed. Those of a visitor who is merged in are theirs until the others move, too (merge.ts). */
function placeRows({ made, emptied }: Rows, { team, life, entries, before }: Written, touched: Touched): void {
  const visitor = entries.flatMap(entry => (entry.kind === 'merged' ? [entry.stream] : []))
  const stood = new Map(
    before.flatMap((all, of) =>
      all.map(was => [was.id, { was, owner: of === 0 ? life.person.id : visitor[0] }] as const),
    ),
  )
  for (const id of touched.enrollments) {
    const enrollment = life.enrollments.get(id)
    if (!enrollment) continue
    const { was, owner = life.person.id } = stood.get(id) ?? {}
    const [old, now] = [was ? placesOf(was) : [], placesOf(enrollment)]
    const row =
      (person: string) =>
      ({ component, kind, at }: Place) => [team, enrollment.campaign, component, kind, toIso(at), person, id]
    const isIn = (places: Place[]) => (one: Place) =>
      places.some(({ component, kind, at }) => component === one.component && kind === one.kind && at === one.at)
    emptied.push(...old.filter(place => !isIn(now)(place)).map(row(owner)))
    made.places.push(...now.filter(place => !isIn(old)(place)).map(row(life.person.id)))
  }
}

/** The port that an act led on from, where its component has several. */
const portOf = ({ outcome }: Act): string | undefined =>
  outcome === 'matched' || outcome === 'unmatched' ? outcome : undefined

/** What a fact can have changed: of other enrollments all is as it was. */
type Touched = { enrollments: ReadonlySet<string>; campaigns: ReadonlySet<string> }

function touchedBy(entries: readonly Entry[], { enrollments }: Life): Touched {
  const ids = new Set(entries.flatMap(entry => ('enrollment' in entry ? [entry.enrollment] : [])))
  // A merge brings whole lives together (C25).
  const isMerge = entries.some(({ kind }) => kind === 'merged')
  const theirs = [...enrollments.values()].filter(({ id }) => isMerge || ids.has(id))
  return { enrollments: ids, campaigns: new Set(theirs.map(({ campaign }) => campaign)) }
}

function standings(enrollments: Stood, touched: Touched, into: Standings = new Map()): Standings {
  const add = (campaign: string, version: number, component: string, outcome: string, by = 1) => {
    const name = JSON.stringify([campaign, version, component, outcome])
    into.set(name, (into.get(name) ?? 0) + by)
  }
  /** Of each campaign the latest enrollment, and how often they entered each version. */
  const own = new Map<string, { latest: Stood[number]; times: Map<number, number> }>()
  for (const enrollment of enrollments) {
    const { id, campaign, version, status, cause } = enrollment
    if (!touched.campaigns.has(campaign)) continue
    if (touched.enrollments.has(id)) countPlaces(enrollment, add)
    if (status === 'removed' && cause === 'merged') continue
    const { latest, times } = own.get(campaign) ?? { latest: enrollment, times: new Map<number, number>() }
    times.set(version, (times.get(version) ?? 0) + 1)
    own.set(campaign, { latest: isLater(enrollment, latest) ? enrollment : latest, times })
  }
  for (const [campaign, { latest, times }] of own) {
    const { version, status, cause } = latest
    for (const one of [0, version]) {
      add(campaign, one, '', 'entered')
      add(campaign, one, '', 'again', -1)
      add(campaign, one, '', status)
      if (status === 'exited') add(campaign, one, '', `exited ${cause}`)
    }
    for (const [entered, number] of times) {
      add(campaign, 0, '', 'again', number)
      add(campaign, entered, '', 'again', number)
    }
  }
  return into
}

function countPlaces(
  enrollment: Stood[number],
  add: (campaign: string, version: number, component: string, outcome: string) => void,
): void {
  const { campaign, version, standing, acts } = enrollment
  for (const { component, from } of [...standing, ...acts]) {
    if (from === undefined) continue
    const before = acts.find(act => act.component === from)
    add(campaign, 0, component, wayCount(from, before && portOf(before)))
  }
  for (const { component, kind } of placesOf(enrollment))
    for (const one of [0, version]) add(campaign, one, component, kind)
}

/** How the numbers move with a fact: people once per component and outcome (T1), standings by their difference. */
export function countRows(all: Rows, written: Written): void {
  const { team, life, entries, before } = written
  const rows = all.made
  const at = entries.at(-1)?.at
  if (at === undefined) return
  // Most facts move nobody in a campaign.
  if (!entries.some(entry => 'enrollment' in entry || entry.kind === 'merged')) return
  const touched = touchedBy(entries, life)
  placeRows(all, written, touched)
  const standing = before.reduce((into, stood) => standings(stood, touched, into), new Map<string, number>())
  const after = standings([...life.enrollments.values()], touched)
  for (const key of new Set([...standing.keys(), ...after.keys()])) {
    const delta = (after.get(key) ?? 0) - (standing.get(key) ?? 0)
    if (delta === 0) continue
    const [campaign, version, component, outcome] = JSON.parse(key)
    // Who a merge took out of it never entered it: as if they had not, in the hour in which they did (C25).
    const never = outcome === 'entered' && delta < 0 ? mergedAway(life, entries, campaign) : undefined
    rows.countDeltas.push([team, campaign, version, component, outcome, delta, toIso(never ?? at)])
  }
  for (const campaign of enteredAgain(life, entries)) rows.enrolledAgain.push([team, campaign, life.person.id])
  const counted = new Set<string>()
  for (const entry of entries) {
    for (const { enrollment, component, outcome } of outcomesOf(life, entry, entries)) {
      for (const version of [0, enrollment.version]) {
        const key = JSON.stringify([enrollment.campaign, version, component, outcome])
        if (counted.has(key)) continue
        counted.add(key)
        rows.componentPeople.push([
          team,
          enrollment.campaign,
          version,
          component,
          outcome,
          life.person.id,
          toIso(entry.at),
        ])
      }
    }
  }
}

/** When the enrollment began that a merge ended in this fact. */
const mergedAway = ({ enrollments }: Life, entries: readonly Entry[], campaign: string): Instant | undefined =>
  entries
    .flatMap(entry =>
      entry.kind === 'left' && entry.cause === 'merged' ? (enrollments.get(entry.enrollment) ?? []) : [],
    )
    .find(enrollment => enrollment.campaign === campaign)?.enteredAt

/** Campaigns in which the person has several enrollments now, and had not before. */
function enteredAgain({ enrollments }: Life, entries: readonly Entry[]): string[] {
  const isMerge = entries.some(({ kind }) => kind === 'merged')
  const entered = new Set(entries.flatMap(entry => (entry.kind === 'entered' ? [entry.campaign] : [])))
  if (entered.size === 0 && !isMerge) return []
  const times = new Map<string, number>()
  for (const { campaign } of enrollments.values()) times.set(campaign, (times.get(campaign) ?? 0) + 1)
  return [...times].filter(([campaign, number]) => number > 1 && (isMerge || entered.has(campaign))).map(([id]) => id)
}

type Counted = { enrollment: Enrollment; component: string; outcome: string }

/** What an act or an engagement counts for; an act that is revoked in the same fact only for what it became. */
function outcomesOf(life: Life, entry: Entry, entries: readonly Entry[]): Counted[] {
  if (entry.kind !== 'acted' && entry.kind !== 'engaged' && entry.kind !== 'act-revoked') return []
  const { component } = entry
  const enrollment = life.enrollments.get(entry.enrollment)
  if (!enrollment || (entry.kind === 'acted' && isRevoked(entry, entries))) return []
  const counts = { enrollment, component, outcome: entry.outcome }
  const acts = entry.kind === 'acted' && entry.outcome !== 'skipped' && entry.outcome !== 'failed'
  return acts ? [counts, { ...counts, outcome: 'acted' }] : [counts]
}

const isRevoked = ({ enrollment, component }: Extract<Entry, { kind: 'acted' }>, entries: readonly Entry[]): boolean =>
  entries.some(one => one.kind === 'act-revoked' && one.enrollment === enrollment && one.component === component)
