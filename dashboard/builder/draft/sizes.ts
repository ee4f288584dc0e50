import type { DraftComponent } from './draft.ts'

/** How large a component is drawn. Fixed, so that nothing has to be measured before it can be shown. */

export const WIDTH = 232
const HEIGHT = 80
const FILTER_HEIGHT = 104

export const heightOf = ({ type }: Pick<DraftComponent, 'type'>): number => (type === 'filter' ? FILTER_HEIGHT : HEIGHT)
