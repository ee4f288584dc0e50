import type { World } from '@pavior/shared/campaign/world.ts'
import type { Life } from '@pavior/shared/journal/life.ts'

/** What the engine may look at, of a team in which there is nobody and nothing. */
export const emptyWorld = (life: Life, newId: () => string): World => ({
  life,
  isNew: true,
  number: 0,
  tallies: new Map(),
  zone: 'UTC',
  agents: new Set(),
  inboxes: new Map(),
  isAvailable: () => false,
  nextInTurn: (_inbox, [agent]) => agent ?? '',
  addressStatus: () => 'ok',
  newId,
})
