import type { Context, PersonType } from '@pavior/shared/people/person.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { LiveTeam, LiveTeams } from '../campaigns/live.ts'
import type { Engine } from '../engine/engine.ts'
import { SKEW, verifyIdentity } from '../teams/identity.ts'
import { identify } from './identify.ts'
import { newToken, personOfToken } from './token.ts'

/** Who is at a widget: what the token or the signed identity says, never what the page claims. */
export type Visitor = {
  team: LiveTeam
  person: string
  type: PersonType
  /** Whether a row knows them: before that nothing of them is kept. */
  known: boolean
  /** The token that opens for them; none for a signup, whose identity is the way in. */
  token?: string | undefined
  /** When the identity opens nothing any more, in milliseconds. */
  until?: number | undefined
}

export type Door = {
  /** Throws a Problem for an unknown team, a forged or an expired identity. A token that opens nothing is replaced. */
  visitor: (
    auth: { team: string; token?: string | undefined; identity?: string | undefined },
    context?: Context,
  ) => Promise<Visitor>
}

const Row = z.object({
  type: z.enum(['anonymous', 'lead', 'signup']),
  merged_into: z.string().nullable(),
  erased: z.boolean(),
})

export function createDoor(sql: Sql, teams: LiveTeams, engine: Engine, secret: string): Door {
  async function byToken(team: LiveTeam, token: string | undefined): Promise<Visitor> {
    const person = token === undefined ? undefined : personOfToken(secret, team.id, token)
    if (person !== undefined) {
      const [row] =
        await sql`select type, merged_into, erased_at is not null as erased from people where team_id = ${team.id} and id = ${person}`
      const found = row && Row.parse(row)
      if (!found) return { team, person, type: 'anonymous', known: false, token }
      if (found.type !== 'signup' && found.merged_into === null && !found.erased)
        return { team, person, type: found.type, known: true, token }
    }
    // No token, a forged one, or one of a person who signed up or was erased since (C26): whoever this is starts anew.
    const fresh = newToken(secret, team.id)
    return {
      team,
      person: personOfToken(secret, team.id, fresh) ?? fresh,
      type: 'anonymous',
      known: false,
      token: fresh,
    }
  }

  return {
    visitor: async (auth, context) => {
      const team = await teams.get(auth.team)
      if (auth.identity === undefined) return await byToken(team, auth.token)
      // A secret that was made or ended a moment ago counts at once.
      const current = await teams.current(team)
      const { externalId, email, name, attributes, exp } = await verifyIdentity(auth.identity, current)
      const own = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`attributes.${key}`, value]))
      const set = { ...own, ...(email !== undefined && { email }), ...(name !== undefined && { name }) }
      const visitor = auth.token === undefined ? undefined : personOfToken(secret, team.id, auth.token)
      const { life } = await identify(sql, engine, {
        team: team.id,
        externalId,
        set,
        source: 'identity',
        visitor,
        context,
      })
      return { team: current, person: life.person.id, type: 'signup', known: true, until: exp + SKEW * 1000 }
    },
  }
}
