import { randomUUID } from 'node:crypto'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Life } from '@pavior/shared/journal/life.ts'
import type { LiveTeam } from '../campaigns/live.ts'
import type { NewRows } from '../engine/tables.ts'
import { eventsOf } from './events.ts'

/**
 * What the team's webhooks are to be told of a fact, in its own transaction: told if it is committed, and only then.
 * A team without webhooks pays nothing for them.
 */
export function addDeliveries(rows: NewRows, team: LiveTeam, life: Life, entries: readonly Entry[]): void {
  if (team.webhooks.length === 0 || entries.length === 0) return
  for (const { type, at, data } of eventsOf(team, life, entries)) {
    const told = team.webhooks.filter(({ events }) => events.length === 0 || events.includes(type))
    if (told.length === 0) continue
    const id = randomUUID()
    const body = JSON.stringify({ id, type, at, data })
    for (const webhook of told)
      rows.webhookDeliveries.push([team.id, webhook.id, id, life.person.id, type, body, at, at])
  }
}
