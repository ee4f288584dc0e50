import { setTimeout as sleep } from 'node:timers/promises'
import { unfit } from '@pavior/shared/campaign/components/send-email.ts'
import type { EmailStep } from '@pavior/shared/campaign/fact.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { LiveTeams } from '../campaigns/live.ts'
import { crashAt } from '../crash.ts'
import { derivedId } from '../derived-id.ts'
import type { Engine } from '../engine/engine.ts'
import { addressStatus } from './addresses.ts'
import { type Claimed, clockOf, putOff } from './claim.ts'
import { messageOf } from './emails.ts'
import { Rendered, renderEmail, type Sender } from './render.ts'
import type { Handed, Transport } from './transport.ts'

export type HandOverNeeds = {
  sql: Sql
  engine: Pick<Engine, 'react'>
  teams: Pick<LiveTeams, 'get'>
  transport: Transport
  sender: Sender
  /** Milliseconds by which the product's clock is ahead of the database's. */
  ahead: () => number
}

/** What an attempt says of the way out, for all who wait: `failing`: the next email would fare the same, for so many ms. */
export type Attempt = { kind: 'fine' } | { kind: 'failing'; reason: string; retryAfter: number | undefined }

const FINE: Attempt = { kind: 'fine' }

/** Campaign emails a day to an address that nobody but a form or a page has named: its owner may know nothing of it. */
const UNVERIFIED_A_DAY = 5

/** An attempt that was held up so long that its lease may be over is left to whoever has it next. */
const IN_TIME = 60_000

/** One email's way out: asks, freezes, hands over, tells (C12, S5). */
export async function handOver(needs: HandOverNeeds, email: Claimed): Promise<Attempt> {
  const { sql, transport } = needs
  const began = performance.now()
  const fresh = email.state === 'due' || email.transport === null
  if (!fresh && !knowsItsKey(transport, email)) {
    await tell(needs, email, 'unknown', 'It may have left when the server stopped; it is not sent again.')
    return FINE
  }
  try {
    if (email.state === 'due') {
      if (await isTooMuch(needs, email)) {
        const reason = `The address was given by the visitor and got ${UNVERIFIED_A_DAY} campaign emails within a day.`
        await tell(needs, email, 'skipped', reason)
        return FINE
      }
      if (await isNotWritten(needs, email)) return FINE
      crashAt('email:before-hand-over')
      await tell(needs, email, 'hand-over')
    }
    crashAt('email:after-hand-over')
    const rendered = await freeze(needs, email)
    if (!rendered || performance.now() - began > IN_TIME) return FINE
    crashAt('email:before-provider')
    const handed = await transport.send(rendered, keyOf(email), tagsOf(email))
    crashAt('email:after-provider')
    return await settle(needs, email, handed, fresh)
  } catch (error) {
    if (!(error instanceof Problem) || (error.code !== 'not-found' && error.code !== 'gone')) throw error
    await forget(sql, email)
    return FINE
  }
}

/** S5: made of the act. */
const keyOf = ({ team_id, enrollment_id, component }: Claimed): string =>
  derivedId('email', team_id, enrollment_id, component)

const tagsOf = ({ team_id, id }: Claimed): Record<string, string> => ({ team: team_id, email: id })

const knowsItsKey = (transport: Transport, email: Claimed): boolean =>
  transport.name === email.transport && email.handing_for < transport.keyFor

export type Told = Pick<Claimed, 'team_id' | 'id' | 'person_id' | 'to' | 'tries'>

/** A retry of the same step is the same fact (S1); a later attempt may say another reason. */
export async function tell(
  { engine }: Pick<HandOverNeeds, 'engine'>,
  { team_id: team, id: message, person_id: person, to, tries }: Told,
  what: EmailStep,
  reason?: string,
): Promise<void> {
  const attempt = what === 'handed' ? '' : String(tries)
  const id = derivedId('email', team, message, what, attempt)
  await engine.react({ id, team, person, kind: 'email', message, to, what, reason })
}

async function isTooMuch({ sql, ahead }: HandOverNeeds, { team_id, id, to, unverified }: Claimed): Promise<boolean> {
  if (!unverified) return false
  const [row] = await sql`
    select count(*)::int as sent from emails where team_id = ${team_id} and "to" = ${to} and id <> ${id}
      and state in ('handing', 'handed', 'unknown')
      and coalesce(handed_at, handing_at, created_at) > ${clockOf(sql, ahead())} - interval '1 day'`
  return Number(row?.sent) >= UNVERIFIED_A_DAY
}

/** C12: whatever was heard of the address since, at the last moment. Who has it hears it, should they have missed it. */
async function isNotWritten(needs: HandOverNeeds, email: Claimed): Promise<boolean> {
  const { sql, engine, sender } = needs
  const { team_id: team, person_id: person, to, id, tries } = email
  const status = await addressStatus(sql, sender.secret, team, to)
  if (status === 'ok') return false
  const fact = derivedId('email', team, id, 'address', String(tries))
  await engine.react({ id: fact, team, person, kind: 'address', email: to, status })
  await tell(needs, email, 'skipped', unfit(to, status))
  return true
}

const Frozen = z.object({ rendered: Rendered })

/**
 * What goes out, kept before it does, so that every try hands over the same. Nothing, where the engine did not let it
 * go: revoked, or due still because the campaign is paused.
 */
async function freeze(needs: HandOverNeeds, email: Claimed): Promise<Rendered | undefined> {
  const { sql, transport, ahead } = needs
  const { team_id, id } = email
  const rendered = email.rendered ?? (await renderOf(needs, email))
  const [row] = await sql`
    update emails set rendered = coalesce(rendered, ${JSON.stringify(rendered)}::text::jsonb), reason = null,
      handing_at = case when transport is null then ${clockOf(sql, ahead())} else handing_at end, transport = ${transport.name}
    where team_id = ${team_id} and id = ${id} and state = 'handing' returning rendered`
  return row && Frozen.parse(row).rendered
}

/** The email as it would leave now. Throws `not-found` where its message is gone. */
export async function renderOf(
  { sql, teams, sender }: Pick<HandOverNeeds, 'sql' | 'teams' | 'sender'>,
  { team_id, id, to }: Pick<Claimed, 'team_id' | 'id' | 'to'>,
): Promise<Rendered> {
  const [team, message] = await Promise.all([teams.get(team_id), messageOf(sql, team_id, id)])
  if (!message) throw new Problem('not-found', 'There is no such email.')
  const { content, from, email } = message
  const fromName = (from.id !== undefined && team.agentNames.get(from.id)) || team.name
  return await renderEmail({ team, email: id, fromName, to, ...email, content }, sender)
}

async function settle(needs: HandOverNeeds, email: Claimed, handed: Handed, fresh: boolean): Promise<Attempt> {
  const { sql, transport } = needs
  const { team_id, id, tries } = email
  const ahead = needs.ahead()
  switch (handed.kind) {
    case 'taken':
      if (handed.id !== undefined)
        await sql`update emails set provider_id = ${handed.id} where team_id = ${team_id} and id = ${id}`
      crashAt('email:before-handed')
      await untilHeard(() => tell(needs, email, 'handed'))
      crashAt('email:after-handed')
      return FINE
    case 'refused':
      await tell(needs, email, 'failed', handed.reason)
      return FINE
    case 'not-taken': {
      const { reason, everybody, retryAfter } = handed
      await putOff(sql, email, { by: retryAfter ?? delay(tries), ahead, reason, anew: fresh })
      // An earlier try may have been taken: then it stays on its way.
      if (fresh) await tell(needs, email, 'not-handed', reason)
      return everybody ? { kind: 'failing', reason, retryAfter } : FINE
    }
    case 'unclear': {
      const { reason } = handed
      if (transport.keyFor > 0) await putOff(sql, email, { by: delay(tries), ahead, reason, anew: false })
      else await tell(needs, email, 'unknown', reason)
      return { kind: 'failing', reason, retryAfter: undefined }
    }
    default:
      return handed satisfies never
  }
}

/** That it left is known here alone: it is told until it is heard, however long the database is away. */
async function untilHeard(what: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await what()
    } catch (error) {
      if (error instanceof Problem || tries >= 100) throw error
      await sleep(1000)
    }
  }
}

const LONGEST = 15 * 60_000

/** Longer with each try; never two at the same moment. */
export const delay = (tries: number): number =>
  Math.min(LONGEST, 5000 * 2 ** Math.min(tries - 1, 20)) * (0.5 + Math.random() / 2)

/** Its person or message is gone: there is nobody to tell. */
async function forget(sql: Sql, { team_id, id }: Claimed): Promise<void> {
  await sql`
    update emails set state = 'revoked', reason = 'There is nobody to write to any more.'
    where team_id = ${team_id} and id = ${id} and state in ('due', 'handing')`
}
