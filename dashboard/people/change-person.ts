import { client } from '../live/client.ts'
import { conversationQuery, personQuery } from '../live/queries.ts'
import { ask } from '../live/server.ts'

type Value = string | number | boolean | null
type Change = { name?: Value; email?: Value; phone?: Value; attributes?: Record<string, Value> }

/** Writes what an agent set; resolves when every screen that shows this person has it. Throws `Refused`. */
export async function changePerson(id: string, change: Change): Promise<void> {
  await ask<unknown>(`/api/v1/people/${id}`, { method: 'PATCH', body: change })
  await Promise.all([
    client.invalidateQueries({ queryKey: personQuery(id).queryKey }),
    client.invalidateQueries({ queryKey: conversationQuery('').queryKey.slice(0, 1) }),
  ])
}
