import { randomUUID } from 'node:crypto'
import type { AttributeValue, Context } from '@pavior/shared/people/person.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { Engine } from '../engine/engine.ts'
import type { Reaction } from '../engine/reaction.ts'
import { idOfExternal } from './token.ts'

export type Claim = {
  /** Made by the sender where it may say it twice (S1). */
  id?: string | undefined
  team: string
  externalId: string
  set: Record<string, AttributeValue | null>
  source: 'api' | 'identity'
  /** The visitor who says so. */
  visitor?: string | undefined
  context?: Context | undefined
}

/**
 * C25: makes the visitor the signup if that one does not exist yet, otherwise merges the visitor into it. Without a
 * visitor, creates or updates the signup.
 */
export async function identify(sql: Sql, engine: Engine, claim: Claim): Promise<Reaction> {
  const { team, externalId, set, source, context } = claim
  const id = claim.id ?? randomUUID()
  for (let tries = 1; ; tries++) {
    const signup = await signupOf(sql, team, externalId)
    const visitor = claim.visitor === undefined ? undefined : await openVisitor(sql, team, claim.visitor)
    const person = signup ?? visitor ?? (await newSignup(sql, team, externalId))
    const merging = visitor !== undefined && visitor !== person ? visitor : undefined
    try {
      return await engine.react({
        id,
        team,
        person,
        kind: 'identified',
        externalId,
        set,
        source,
        visitor: merging,
        context,
      })
    } catch (error) {
      // Somebody else made the same signup meanwhile, or erased them: look again.
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
      if (!(code === '23505' || code === 'gone') || tries >= 5) throw error
    }
  }
}

const Id = z.object({ id: z.string() })

/** By people_external. */
async function signupOf(sql: Sql, team: string, externalId: string): Promise<string | undefined> {
  const [row] =
    await sql`select id from people where team_id = ${team} and external_id = ${externalId} and merged_into is null`
  return row && Id.parse(row).id
}

/** Always the same id, so that two at once meet; but whoever comes back after an erasure is a new person (C26). */
async function newSignup(sql: Sql, team: string, externalId: string): Promise<string> {
  const id = idOfExternal(team, externalId)
  const [erased] = await sql`select from people where team_id = ${team} and id = ${id} and erased_at is not null`
  return erased ? randomUUID() : id
}

/** The visitor, if anything is known of them and they are nobody else yet, nor erased (C26). */
async function openVisitor(sql: Sql, team: string, person: string): Promise<string | undefined> {
  const [row] = await sql`
      select id from people
      where team_id = ${team} and id = ${person} and type <> 'signup' and merged_into is null and erased_at is null`
  return row && Id.parse(row).id
}
