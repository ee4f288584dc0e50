import type { Meant } from '@pavior/shared/rewind/meant.ts'

/** Where an enrollment is rewound to a moment, and to what of it is meant: many things are written at one. */
export function rewindAddress(enrollment: string, at: string, meant: Meant | undefined): string {
  const query = new URLSearchParams({ at, ...(meant && { count: meant.count }) })
  if (meant?.component !== undefined) query.set('component', meant.component)
  return `/rewind/enrollment/${enrollment}?${query}`
}
