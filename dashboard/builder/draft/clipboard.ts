import { MAX_COMPONENTS, MAX_DEPENDENCIES } from '@pavior/shared/campaign/campaign.ts'
import { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import { z } from 'zod'
import { type Draft, type DraftComponent, type Line, placeOf } from './draft.ts'
import { newId } from './ids.ts'
import { aside } from './places.ts'

/** Parts of a campaign on the clipboard: JSON, so that they go from one campaign, window or install to another. */

const VERSION = 1

const OnClipboard = z.object({
  pavior: z.literal('components'),
  version: z.literal(VERSION),
  components: CampaignDraft.shape.components.unwrap().min(1),
  dependencies: CampaignDraft.shape.dependencies,
})
/** Components, and the lines between them. */
export type Clip = Pick<z.output<typeof OnClipboard>, 'components' | 'dependencies'>

export function toClipboard({ components, dependencies }: Draft, ids: ReadonlySet<string>): string {
  const clip: z.output<typeof OnClipboard> = {
    pavior: 'components',
    version: VERSION,
    components: components.filter(({ id }) => ids.has(id)),
    dependencies: dependencies.filter(({ from, to }) => ids.has(from) && ids.has(to)),
  }
  return JSON.stringify(clip, null, 2)
}

/** The most that is read: larger than 250 components with long messages are. */
const LONGEST = 4_000_000

/** What was copied, or a sentence that says why it can't be pasted. */
export function fromClipboard(text: string): Clip | { refused: string } {
  if (text.trim() === '') return { refused: 'There is nothing on the clipboard to paste.' }
  if (text.length > LONGEST) return { refused: 'What is on the clipboard is too large to be part of a campaign.' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { refused: FOREIGN }
  }
  if (typeof value !== 'object' || value === null || Reflect.get(value, 'pavior') !== 'components')
    return { refused: FOREIGN }
  if (Reflect.get(value, 'version') !== VERSION)
    return { refused: 'This was copied in another version of Pavior, and can’t be pasted here.' }
  const read = OnClipboard.safeParse(value)
  return read.success ? read.data : { refused: 'What is on the clipboard was changed on the way, and can’t be read.' }
}

const FOREIGN = 'What is on the clipboard was not copied from a campaign.'

/** The draft with a copy of these, a little aside; and the ids that the copies have, all new where they are taken. */
export function paste(draft: Draft, clip: Clip): { draft: Draft; ids: string[] } | { refused: string } {
  if (draft.components.length + clip.components.length > MAX_COMPONENTS)
    return { refused: `A campaign has at most ${MAX_COMPONENTS} components: these are too many.` }
  if (draft.dependencies.length + clip.dependencies.length > MAX_DEPENDENCIES)
    return { refused: `A campaign has at most ${MAX_DEPENDENCIES} lines: these are too many.` }
  const taken = new Set(draft.components.map(({ id }) => id))
  const ids = new Map<string, string>()
  for (const { id, type } of clip.components) {
    const fresh = taken.has(id) || ids.has(id) ? newId(type, taken) : id
    taken.add(fresh)
    ids.set(id, fresh)
  }
  const places = clip.components.map(placeOf)
  const by = aside(draft, places)
  const components = clip.components.map((component, index): DraftComponent => {
    const { x, y } = places[index] ?? { x: 0, y: 0 }
    const { settings } = component
    return {
      ...component,
      id: ids.get(component.id) ?? component.id,
      position: { x: x + by.x, y: y + by.y },
      ...(settings && { settings: renamed(settings, ids) }),
    }
  })
  const dependencies = clip.dependencies.flatMap((line): Line[] => {
    const [from, to] = [ids.get(line.from), ids.get(line.to)]
    return from === undefined || to === undefined ? [] : [{ ...line, from, to }]
  })
  return {
    draft: {
      ...draft,
      components: [...draft.components, ...components],
      dependencies: [...draft.dependencies, ...dependencies],
    },
    ids: components.map(({ id }) => id),
  }
}

/** Conditions on components that were copied along speak of the copies. */
function renamed<T>(value: T, ids: ReadonlyMap<string, string>): T {
  const text = JSON.stringify(value, (key, inner: unknown) => {
    if (key !== 'field' || typeof inner !== 'string' || !inner.startsWith('component.')) return inner
    const fresh = ids.get(inner.slice('component.'.length))
    return fresh === undefined ? inner : `component.${fresh}`
  })
  return JSON.parse(text)
}
