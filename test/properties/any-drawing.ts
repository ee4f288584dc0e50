import { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import fc from 'fast-check'
import { fromClipboard, paste, toClipboard } from '../../dashboard/builder/draft/clipboard.ts'
import { type Draft, lineId } from '../../dashboard/builder/draft/draft.ts'
import {
  addComponent,
  aLine,
  changeComponent,
  connect,
  cut,
  moveBy,
  portsOf,
  removeComponents,
  setWatch,
  whyNot,
} from '../../dashboard/builder/draft/edits.ts'
import { newId } from '../../dashboard/builder/draft/ids.ts'
import { freePlace } from '../../dashboard/builder/draft/places.ts'
import { tidy } from '../../dashboard/builder/draft/tidy.ts'
import { freshSettings, palette } from '../../dashboard/builder/words/components.ts'

/** Everything that somebody can do on the canvas, by numbers that mean something on whatever is there. */

export type Drawing =
  | { does: 'add'; type: number }
  | { does: 'connect' | 'move' | 'remove' | 'copy'; one: number; other: number }
  | { does: 'cut'; one: number }
  | { does: 'type'; one: number; text: string }
  | { does: 'watch'; one: number }
  | { does: 'rename'; text: string }
  | { does: 'tidy' }

const any = fc.nat({ max: 40 })

export const anyDrawing: fc.Arbitrary<Drawing> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('add' as const), type: any }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('connect' as const), one: any, other: any }) },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constantFrom('move' as const, 'remove', 'copy'), one: any, other: any }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('cut' as const, 'watch'), one: any }) },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constant('type' as const), one: any, text: fc.string({ unit: 'grapheme' }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('rename' as const),
      text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ does: 'tidy' as const }) },
)

export const blank: Draft = CampaignDraft.parse({ name: 'Untitled', audience: { all: [] } })

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)]

/** The draft after it. */
export function drawn(draft: Draft, drawing: Drawing): Draft {
  const component = 'one' in drawing ? at(draft.components, drawing.one) : undefined
  switch (drawing.does) {
    case 'add': {
      const type = at(palette, drawing.type)?.type ?? 'wait'
      const id = newId(type, new Set(draft.components.map(one => one.id)))
      return addComponent(draft, { id, type, position: freePlace(draft), settings: freshSettings(type, []) })
    }
    case 'connect': {
      const to = at(draft.components, drawing.other)
      const port = component && at(portsOf(component), drawing.other)
      const line = component && to && aLine(component.id, to.id, port)
      return line && whyNot(draft, line) === undefined ? connect(draft, line) : draft
    }
    case 'move':
      return component ? moveBy(draft, new Set([component.id]), { x: drawing.other, y: -drawing.other }) : draft
    case 'remove':
      return component ? removeComponents(draft, new Set([component.id])) : draft
    case 'copy': {
      const ids = [component, at(draft.components, drawing.other)].flatMap(one => one?.id ?? [])
      const clip = fromClipboard(ids.length > 0 ? toClipboard(draft, new Set(ids)) : '')
      const pasted = 'refused' in clip ? clip : paste(draft, clip)
      return 'refused' in pasted ? draft : pasted.draft
    }
    case 'cut': {
      const line = at(draft.dependencies, drawing.one)
      return line ? cut(draft, new Set([lineId(line)])) : draft
    }
    case 'type':
      return component
        ? changeComponent(draft, { ...component, settings: { ...component.settings, subject: drawing.text } })
        : draft
    case 'watch':
      return component?.type === 'filter' ? setWatch(draft, component.id, { for: 'P7D' }) : draft
    case 'rename':
      return { ...draft, name: drawing.text }
    case 'tidy':
      return tidy(draft)
  }
}
