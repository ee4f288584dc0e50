import { Problem } from '@pavior/shared/problem.ts'
import type { Author } from '@pavior/shared/protocol/campaigns.ts'
import type { Context, MiddlewareHandler } from 'hono'
import { ownOrigins } from '../environment.ts'
import type { Agent } from '../teams/agents.ts'
import { teamOfKey } from '../teams/keys.ts'
import { signedIn } from '../teams/signed-in.ts'
import { addressOf } from './address.ts'
import { withCookies } from './cookies.ts'
import type { Called, CalledByAgent, Caller, Needs } from './needs.ts'

/** The address limits count by. */
export function addressIn(c: Context, { environment }: Pick<Needs, 'environment'>): string {
  const { incoming } = c.env ?? {}
  return addressOf(
    { peer: incoming?.socket?.remoteAddress, forwarded: c.req.header('x-forwarded-for') },
    environment.trustProxy,
  )
}

const READS = ['GET', 'HEAD', 'OPTIONS']

/** A page elsewhere can make a browser send our cookie; what writes must come from our own pages. */
export function checkOrigin(c: Context, { environment }: Pick<Needs, 'environment'>): void {
  if (READS.includes(c.req.method)) return
  const origin = c.req.header('origin')
  const own = ownOrigins(environment)
  if (origin !== undefined && own.includes(origin)) return
  throw new Problem(
    'forbidden',
    `This must come from ${own[0]}; a server behind another address has to know it as PUBLIC_URL.`,
  )
}

async function signedInAgent(c: Context, needs: Needs): Promise<Caller & { agent: Agent }> {
  checkOrigin(c, needs)
  const found = await signedIn(needs.auth, needs.db, c.req.raw.headers)
  if (!found) throw new Problem('unauthorized', 'You are signed out. Sign in again.')
  withCookies(c, found.cookies)
  return { team: await teamNow(found.team, needs), agent: found.agent }
}

/** The team with whoever joined it a moment ago, in another process too. */
const teamNow = async (id: string, { teams }: Needs) => teams.current(await teams.get(id))

/** Lets agents in who are signed in. */
export function agentsOnly(needs: Needs): MiddlewareHandler<CalledByAgent> {
  return async (c, next) => {
    c.set('caller', await signedInAgent(c, needs))
    await next()
  }
}

/** Lets in who has a key of the team, or is one of its agents and signed in. */
export function keysAndAgents(needs: Needs): MiddlewareHandler<Called> {
  return async (c, next) => {
    const authorization = c.req.header('authorization')
    c.set('caller', authorization === undefined ? await signedInAgent(c, needs) : await byKey(c, authorization, needs))
    await next()
  }
}

async function byKey(c: Context, authorization: string, needs: Needs): Promise<Caller> {
  const key = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1]
  const team = key === undefined ? undefined : await teamOfKey(needs.auth, needs.db, key)
  if (team === undefined) {
    await needs.limits.take('address-door', addressIn(c, needs))
    throw new Problem(
      'unauthorized',
      'This key opens nothing: send "Authorization: Bearer KEY" with an API key of the team.',
    )
  }
  await needs.limits.take('team-api', team)
  return { team: await teamNow(team, needs), agent: undefined }
}

/** Whose word it is. */
export const byOf = ({ agent }: Caller): Author => (agent ? { type: 'agent', id: agent.id } : { type: 'api' })

/** Throws unless the agent is an owner or admin. */
export function adminsOnly(agent: Agent): void {
  if (agent.role === 'agent') throw new Problem('forbidden', 'Only an owner or admin of the team may do this.')
}
