import type { Started } from '@pavior/shared/protocol/statistics.ts'
import { countOf } from '../ui/count.ts'
import { nameOf } from '../ui/names.ts'
import type { Behind } from './drill-row.tsx'

/** What became of those who were chosen: for how many it was done, and of whom not, by the reason. */
export type CameOfIt = { says: string; not: { says: string; names: string[] }[] }

const MOST_NAMES = 3

/** Who was refused, together with who was for the same reason. */
export function refusedBy(refused: Started['refused'], rows: readonly Behind[]): CameOfIt['not'] {
  const names = new Map(rows.flatMap(({ person }) => (person ? [[person.id, nameOf(person)] as const] : [])))
  const groups = new Map<string, string[]>()
  for (const { person, says } of refused)
    groups.set(says, [...(groups.get(says) ?? []), names.get(person) ?? 'Somebody'])
  return [...groups].map(([says, who]) => ({ says, names: who }))
}

export function WhatCame({ says, not }: CameOfIt) {
  return (
    <div class="soft came-of-it" role="status">
      {says}
      {not.length === 0 ? null : (
        <ul aria-label="Who was not added">
          {not.map(({ says: why, names }) => (
            <li key={why} dir="auto">
              <b>{who(names)}:</b> {why}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function who(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  return more > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${countOf(more)} more` : names.join(', ')
}
