import type { Fact } from '@pavior/shared/campaign/fact.ts'
import { follow } from '@pavior/shared/campaign/follow.ts'
import { entryFlipOf } from '@pavior/shared/campaign/wake.ts'
import type { World } from '@pavior/shared/campaign/world.ts'
import { unborn } from '@pavior/shared/journal/apply.ts'
import type { Context, PageSeen } from '@pavior/shared/people/person.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { FactsAnswer, PageFacts } from '@pavior/shared/protocol/visitor.ts'
import type { Sql } from 'postgres'
import type { z } from 'zod'
import type { LiveTeam, LiveTeams } from '../campaigns/live.ts'
import type { Engine } from '../engine/engine.ts'
import type { Visitor } from './door.ts'

type PageFact = z.output<typeof PageFacts>[number]

/**
 * What the page tells: views, events, attributes. Of somebody unknown a page view is looked at in memory only, and
 * kept once a live campaign takes them in: a page visitor who never chats costs no row.
 */
export async function takePageFacts(
  { sql, engine, teams }: { sql: Sql; engine: Engine; teams: LiveTeams },
  visitor: Visitor,
  facts: PageFact[],
  context: Context,
  page?: PageSeen,
): Promise<FactsAnswer> {
  // Who also tells something else is kept from their first view on.
  let known = visitor.known || facts.some(({ kind }) => kind === 'track' || kind === 'update')
  // Nobody reacts to a view of somebody unknown, so nobody else would notice that a campaign was published.
  const team = known ? visitor.team : await teams.current(visitor.team)
  const refused: { id: string; message: string }[] = []
  let seen = page
  for (const told of facts) {
    if (told.kind === 'page') seen = { url: told.url, title: told.title, referrer: told.referrer }
    const fact = factOf(visitor, told, context, seen)
    if (!known && fact.kind === 'page' && !mustBeKept(team, fact)) continue
    try {
      await engine.react(fact)
      known = true
    } catch (error) {
      // Whoever may not start a campaign has done nothing wrong, and what else the page tells still counts.
      if (fact.kind !== 'start' || !(error instanceof Problem) || !REFUSED.includes(error.code)) throw error
      refused.push({ id: fact.id, message: error.message })
    }
  }
  const connect = known && (await hasConversations(sql, visitor.team.id, visitor.person))
  return {
    connect,
    ...(refused.length > 0 && { refused }),
    ...(known && { person: visitor.person, ...(visitor.token !== undefined && { token: visitor.token }) }),
  }
}

/** Why a campaign is not started: it can't be (by a page), or not by this person. */
const REFUSED = ['not-found', 'conflict']

function factOf(visitor: Visitor, told: PageFact, context: Context, page: PageSeen | undefined): Fact {
  const common = { id: told.id, team: visitor.team.id, person: visitor.person, context }
  switch (told.kind) {
    case 'page':
      return { ...common, kind: 'page', url: told.url, title: told.title, referrer: told.referrer }
    case 'track': {
      const properties = Object.fromEntries(
        Object.entries(told.properties ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
      )
      return { ...common, kind: 'track', name: told.name, properties }
    }
    case 'update':
      return { ...common, kind: 'attributes', set: storedKeys(told.attributes), source: 'page' }
    case 'start':
      // With the page, which its audience may ask for: the view of somebody unknown was not kept.
      return { ...common, page: pageOf(told.url, page), kind: 'start', campaign: told.campaign, by: { type: 'person' } }
  }
}

const pageOf = (url: string | undefined, seen: PageSeen | undefined): PageSeen | undefined =>
  url === undefined || url === seen?.url ? seen : { url }

/** The page names `email`, `name` and `phone` beside its own attributes. */
const storedKeys = <T>(attributes: Record<string, T>): Record<string, T> =>
  Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      ['email', 'name', 'phone'].includes(key) ? key : `attributes.${key}`,
      value,
    ]),
  )

/**
 * Whether a live campaign would take in (or, paused, note) an unknown visitor for this, or could do so by time alone
 * (C1, C2): tried on nobody.
 */
function mustBeKept(team: LiveTeam, fact: Fact): boolean {
  const now = Date.now()
  const { agents, inboxes, inbox, zone, campaigns } = team
  let ids = 0
  const world: World = {
    life: unborn(fact.person, now),
    isNew: true,
    number: 0,
    tallies: new Map(),
    zone,
    agents,
    inboxes,
    inbox,
    isAvailable: () => false,
    nextInTurn: (_inbox, [agent]) => agent ?? '',
    addressStatus: () => 'ok',
    newId: () => `tried-${++ids}`,
  }
  const entries = follow(campaigns, fact, world, now)
  if (entries.some(({ kind }) => kind === 'entered' || kind === 'eligible-noted')) return true
  return entryFlipOf(campaigns, world, now) !== undefined
}

/** By conversations_person. */
async function hasConversations(sql: Sql, team: string, person: string): Promise<boolean> {
  const rows = await sql`select from conversations where team_id = ${team} and person_id = ${person} limit 1`
  return rows.length > 0
}
