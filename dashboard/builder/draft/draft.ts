import type { CampaignDraft } from '@pavior/shared/campaign/draft.ts'

/** The draft as it is drawn (interfaces.md, "A campaign"): perhaps unfinished, never changed in place. */
export type Draft = CampaignDraft
export type DraftComponent = Draft['components'][number]
export type Line = Draft['dependencies'][number]
export type Place = { x: number; y: number }

/** What of a campaign, or of what was published of it, is drawn. */
export const draftOf = ({
  name,
  audience,
  exits,
  reentry,
  startable,
  components,
  dependencies,
}: CampaignDraft): Draft => ({
  name,
  ...(audience !== undefined && { audience }),
  exits,
  reentry,
  startable,
  components,
  dependencies,
})

/** A line is the components and the port that it joins: two lines of the same are one. */
export const lineId = ({ from, to, port }: Line): string =>
  JSON.stringify(port === undefined ? [from, to] : [from, to, port])

/** Where the canvas ends. What comes from elsewhere can stand at 1e300, where a step of 32 px leads nowhere. */
const END = 1_000_000

const within = (value: number): number => Math.min(Math.max(value, -END), END)

/** Where a component stands; without a place one below the other, as `CampaignGraph` reads it (C7). */
export const placeOf = ({ position }: Pick<DraftComponent, 'position'>, index: number): Place =>
  position ? { x: within(position.x), y: within(position.y) } : { x: 0, y: index * 160 }

/** What is set in a component; nothing is set in a new one. */
export const settingsOf = ({ settings }: DraftComponent): Record<string, unknown> => settings ?? {}

/** Whether two drafts say the same: whatever the order of keys, and whatever is left out or undefined. */
export function sameDraft(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, at) => sameDraft(one, b[at]))
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every(key => sameDraft(Reflect.get(a, key), Reflect.get(b, key)))
}
