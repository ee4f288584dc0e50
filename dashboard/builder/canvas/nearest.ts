import { type Draft, type Place, placeOf } from '../draft/draft.ts'
import { heightOf, WIDTH } from '../draft/sizes.ts'

export type Direction = 'up' | 'down' | 'left' | 'right'

export const directionOf = (key: string): Direction | undefined =>
  key === 'ArrowUp'
    ? 'up'
    : key === 'ArrowDown'
      ? 'down'
      : key === 'ArrowLeft'
        ? 'left'
        : key === 'ArrowRight'
          ? 'right'
          : undefined

/** One step into a direction. */
export function stepTo(direction: Direction, by: number): Place {
  switch (direction) {
    case 'up':
      return { x: 0, y: -by }
    case 'down':
      return { x: 0, y: by }
    case 'left':
      return { x: -by, y: 0 }
    case 'right':
      return { x: by, y: 0 }
  }
}

/** The component that one means by an arrow: the closest in that direction, what lies straight ahead before what lies aside. */
export function nearest({ components }: Draft, from: string, direction: Direction): string | undefined {
  const middles = components.map((component, index) => {
    const { x, y } = placeOf(component, index)
    return { id: component.id, x: x + WIDTH / 2, y: y + heightOf(component) / 2 }
  })
  const here = middles.find(({ id }) => id === from)
  if (!here) return undefined
  let best: { id: string; far: number } | undefined
  for (const { id, x, y } of middles) {
    const [dx, dy] = [x - here.x, y - here.y]
    const { x: sx, y: sy } = stepTo(direction, 1)
    const ahead = dx * sx + dy * sy
    const aside = Math.abs(dx * sy) + Math.abs(dy * sx)
    if (id === from || ahead <= 0) continue
    const far = ahead + 2 * aside
    if (!best || far < best.far) best = { id, far }
  }
  return best?.id
}

/** In the order in which they act (C7): top to bottom, left to right. */
export const inOrder = ({ components }: Draft): string[] =>
  components
    .map((component, index) => ({ id: component.id, ...placeOf(component, index) }))
    .sort((a, b) => a.y - b.y || a.x - b.x)
    .map(({ id }) => id)
