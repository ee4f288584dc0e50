import { type CampaignGraph, Component } from './campaign.ts'
import type { CampaignDraft } from './draft.ts'

/** What two drawings of a campaign do not have in common: two versions, or a version and the draft. */

/** A campaign as it is drawn or as it was published. */
export type Drawing = CampaignDraft | CampaignGraph
type Drawn = Drawing['components'][number]
type Exit = Drawing['exits'][number]
type Line = { from: string; to: string; port?: string | undefined }

export type Difference =
  | { what: 'name' | 'audience' | 'reentry' | 'startable' }
  | { what: 'exit'; how: 'added' | 'removed' | 'changed'; before?: Exit; after?: Exit }
  | {
      what: 'component'
      /** One of another type under the same id takes the place of the one before: nobody goes on there (C23). */
      how: 'added' | 'removed' | 'changed' | 'replaced'
      before?: Drawn
      after?: Drawn
      /** Which of its settings are other ones. */
      settings?: string[]
    }
  | { what: 'line'; how: 'added' | 'removed'; line: Line }
  /** Components stand elsewhere, and perhaps act in another order (C7). */
  | { what: 'places'; components: string[] }

/** What is other in `after`, in the order in which it is read: who, how they leave, components, lines, places. */
export function differences(before: Drawing, after: Drawing): Difference[] {
  const found: Difference[] = []
  for (const what of ['name', 'audience', 'reentry', 'startable'] as const)
    if (!same(before[what], after[what])) found.push({ what })
  for (const [old, now] of pairs<Exit>(before.exits, after.exits))
    if (!same(old, now)) found.push({ what: 'exit', how: howOf(old, now), ...sides(old, now) })
  const components = pairs(placed(before), placed(after))
  for (const pair of components) found.push(...aboutComponent(...pair))
  const [oldLines, newLines] = [linesOf(before), linesOf(after)]
  for (const [key, line] of oldLines) if (!newLines.has(key)) found.push({ what: 'line', how: 'removed', line })
  for (const [key, line] of newLines) if (!oldLines.has(key)) found.push({ what: 'line', how: 'added', line })
  const moved = components.flatMap(([old, now]) => (old && now && !same(old.position, now.position) ? [now.id] : []))
  if (moved.length > 0) found.push({ what: 'places', components: moved })
  return found
}

/** Left out, a component stands below the one before it, as `CampaignGraph` reads it. */
const placed = ({ components }: Drawing): Drawn[] =>
  components.map((one: Drawn, index) => ({ ...one, position: one.position ?? { x: 0, y: index * 160 } }))

function aboutComponent(old: Drawn | undefined, now: Drawn | undefined): Difference[] {
  if (!old || !now) return [{ what: 'component', how: howOf(old, now), ...sides(old, now) }]
  if (old.type !== now.type) return [{ what: 'component', how: 'replaced', ...sides(old, now) }]
  const [first, second] = [settingsOf(old), settingsOf(now)]
  const settings = [...new Set([...Object.keys(first), ...Object.keys(second)])].filter(
    key => !same(first[key], second[key]),
  )
  return settings.length === 0 ? [] : [{ what: 'component', how: 'changed', ...sides(old, now), settings }]
}

/** As they are read when it is published: what is left out there is not another setting. */
function settingsOf(component: Drawn): Record<string, unknown> {
  const read = Component.safeParse({ ...component, position: { x: 0, y: 0 } })
  return { ...(read.success ? read.data.settings : component.settings) }
}

const howOf = (old: unknown, now: unknown) => (old === undefined ? 'added' : now === undefined ? 'removed' : 'changed')

const sides = <T>(before: T | undefined, after: T | undefined) => ({
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
})

/** By id: those of `before` in their order, then what is new in `after`. */
function pairs<T extends { id: string }>(
  before: readonly T[],
  after: readonly T[],
): (readonly [T | undefined, T | undefined])[] {
  const byId = new Map(after.map(one => [one.id, one]))
  const known = new Set(before.map(({ id }) => id))
  return [
    ...before.map(one => [one, byId.get(one.id)] as const),
    ...after.filter(({ id }) => !known.has(id)).map(one => [undefined, one] as const),
  ]
}

const linesOf = ({ dependencies }: Drawing): Map<string, Line> =>
  new Map(dependencies.map(line => [JSON.stringify([line.from, line.port, line.to]), line]))

/** Whatever the order of keys; what is undefined is not there. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every(key => same(Reflect.get(a, key), Reflect.get(b, key)))
}
