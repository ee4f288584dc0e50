import type { Campaigns } from '@pavior/shared/campaign/campaigns.ts'
import type { AddressStatus, Fact } from '@pavior/shared/campaign/fact.ts'
import type { Conversation, Life } from '@pavior/shared/journal/life.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { LiveTeam } from '../campaigns/live.ts'
import {
  type KnownFact,
  readConversation,
  readEnrollment,
  readFact,
  readMessage,
  readPerson,
} from '../database/rows.ts'
import { addressesStatement } from '../email/addresses.ts'
import { bearingInSql } from './bearing.ts'
import { conversationsNamed, enrollmentsNamed, messagesNamed } from './named.ts'
import { queryOn } from './query.ts'
import type { Aside } from './reaction.ts'
import { readTallies, tallyQueries } from './tally.ts'

/** What the engine asks of the database for some people of one team, sent in one flush behind the locks. */
export type Loaded = {
  revision: number | undefined
  /** The database's clock, in milliseconds. */
  now: number
  lives: Map<string, { life: Life; aside: Aside; number: number; mergedInto: string | undefined }>
  facts: Map<string, KnownFact>
  /** Messages that were loaded, among them those whose ids are the facts', whosever they are. */
  sent: ReadonlySet<string>
  /** What stands against the addresses that the facts may bring up. */
  addresses: ReadonlyMap<string, AddressStatus>
}

const uuids = (ids: Iterable<string>): string => `{${[...ids].join(',')}}`

/**
 * Begins a transaction, locks the people (in the order of their ids) and loads what their facts can touch. The lock is a statement of its
 * own and the load comes in later ones, so that a waiter sees what the one before wrote. `for no key update`: a
 * stronger lock would block inserts elsewhere.
 */
export function lockAndLoad(
  connection: Sql,
  { id: team, campaigns, revision }: LiveTeam,
  people: readonly string[],
  facts: readonly Fact[],
  secret: string,
): Promise<Loaded> {
  const query = queryOn(connection)
  const ids = uuids(people)
  const named = uuids(new Set(facts.flatMap(conversationsNamed)))
  const left = uuids(facts.flatMap(enrollmentsNamed))
  const answered = new Set(facts.flatMap(messagesNamed))
  const factIds = facts.map(({ id }) => id)
  const merges = facts.some(fact => fact.kind === 'identified' && fact.visitor !== undefined)
  const addresses = addressesStatement(secret, team, facts.flatMap(emailsIn))
  // A query of this driver goes out when it is asked for its result: `begin` has to stand in the same list, first.
  return Promise.all([
    query('begin', []),
    query('select pg_advisory_xact_lock_shared(hashtextextended($1, 1))', [team]),
    query('select * from people where team_id = $1 and id = any($2::uuid[]) order by id for no key update', [
      team,
      ids,
    ]),
    query(
      'select revision, floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now from teams where id = $1',
      [team],
    ),
    query(FACTS, [team, uuids(factIds)]),
    query(merges ? ALL_ENROLLMENTS : ENROLLMENTS, merges ? [team, ids] : [team, ids, named, uuids(answered), left]),
    query(merges ? ALL_MESSAGES : MESSAGES, merges ? [team, ids] : [team, ids, uuids([...answered, ...factIds])]),
    query(merges ? ALL_CONVERSATIONS : CONVERSATIONS, merges ? [team, ids] : [team, ids, named, uuids(answered)]),
    query(TIMERS, [team, ids]),
    addresses.values.length > 0 && facts.some(fact => emailsIn(fact).length > 0)
      ? query(addresses.text, addresses.values)
      : [],
    Promise.all(tallyQueries(connection, campaigns.needs, team, ids)),
  ]).then(results => {
    const [, , people, teamRows, factRows, enrollments, messages, conversations, timers, addressRows, tallies] = results
    const [head] = teamRows.map(row => TeamHead.parse(row))
    const known = factRows.map(readFact)
    return {
      revision: head?.revision,
      now: head?.now ?? 0,
      lives: livesOf(campaigns, revision, { people, enrollments, messages, conversations, timers, tallies }),
      facts: new Map(known.map(fact => [fact.id, fact])),
      sent: new Set(messages.map(row => Named.parse(row).id)),
      addresses: addresses.read(addressRows),
    }
  })
}

/**
 * The same of some people, locking nobody: for a look at what would become of them.
 * @param campaigns whose questions about events are answered; other ones than those that are live, perhaps
 */
export async function loadLives(
  sql: Sql,
  { id: team, revision }: LiveTeam,
  campaigns: Campaigns,
  people: readonly string[],
): Promise<Loaded['lives']> {
  const connection = await sql.reserve()
  const query = queryOn(connection)
  const ids = uuids(people)
  try {
    const [, persons, enrollments, messages, conversations, timers, tallies] = await Promise.all([
      query('begin isolation level repeatable read read only', []),
      query('select * from people where team_id = $1 and id = any($2::uuid[])', [team, ids]),
      query(ENROLLMENTS, [team, ids, uuids([]), uuids([]), uuids([])]),
      query(MESSAGES, [team, ids, uuids([])]),
      query(CONVERSATIONS, [team, ids, uuids([]), uuids([])]),
      query(TIMERS, [team, ids]),
      Promise.all(tallyQueries(connection, campaigns.needs, team, ids)),
    ])
    return livesOf(campaigns, revision, { people: persons, enrollments, messages, conversations, timers, tallies })
  } finally {
    await query('rollback', []).then(undefined, () => undefined)
    connection.release()
  }
}

type Rows = readonly Record<string, unknown>[]
type LifeRows = Record<'people' | 'enrollments' | 'messages' | 'conversations' | 'timers', Rows> & {
  tallies: readonly Rows[]
}

function livesOf(campaigns: Campaigns, revision: number, rows: LifeRows): Loaded['lives'] {
  const lives: Loaded['lives'] = new Map()
  const talliesOf = readTallies(campaigns.needs, rows.tallies.flat())
  const timers = rows.timers.map(row => Timer.parse(row))
  for (const { person, entries, mergedInto, noted, flipAt, flips } of rows.people.map(readPerson)) {
    const life: Life = { person, conversations: new Map(), enrollments: new Map(), noted: new Set(noted) }
    const own = timers.filter(timer => timer.person_id === person.id)
    const wakes = new Map(own.map(timer => [timer.enrollment_id, timer.due_at.getTime()]))
    lives.set(person.id, {
      life,
      aside: {
        tallies: talliesOf(person.id),
        wakes,
        flipAt,
        flips: flips?.revision === revision ? new Map(Object.entries(flips.at)) : undefined,
      },
      number: entries,
      mergedInto,
    })
  }
  const conversations = new Map<string, Conversation>()
  for (const { person, conversation } of rows.conversations.map(readConversation)) {
    conversations.set(conversation.id, conversation)
    lives.get(person)?.life.conversations.set(conversation.id, conversation)
  }
  for (const { conversation, message } of rows.messages.map(readMessage))
    conversations.get(conversation)?.messages.push(message)
  for (const { person, enrollment } of rows.enrollments.map(readEnrollment))
    lives.get(person)?.life.enrollments.set(enrollment.id, enrollment)
  return lives
}

const Timer = z.object({ person_id: z.string(), enrollment_id: z.string(), due_at: z.date() })

/** Addresses whose state a fact may have to know (C12). An email that is to be handed over says its own when it is loaded. */
function emailsIn(fact: Fact): string[] {
  const told = 'set' in fact ? fact.set.email : fact.kind === 'form' ? fact.values.email : undefined
  const named = fact.kind === 'email' ? fact.to : fact.kind === 'address' ? fact.email : told
  return typeof named === 'string' ? [named.trim().toLowerCase()] : []
}

const Named = z.object({ id: z.string() })
const TeamHead = z.object({ revision: z.number(), now: z.number() })

/** Whoever it was whose id it is now (C25). */
const FACTS = `
  select f.id, coalesce(p.merged_into, f.person_id) as person_id, f.hash, f.result from facts f
  left join people p on p.team_id = f.team_id and p.id = f.person_id where f.team_id = $1 and f.id = any($2::uuid[])`

/** By timers_person. */
const TIMERS = 'select person_id, enrollment_id, due_at from timers where team_id = $1 and person_id = any($2::uuid[])'

/** Messages of open forms and emails (they end when their person leaves the campaign), what the facts answer, and what has their ids (S1); by messages_id. */
const MESSAGES = `
  select m.* from messages m where m.team_id = $1 and m.id = any($3::uuid[] || array(
    select (f ->> 'message')::uuid from enrollments e, jsonb_array_elements(e.open_forms || e.open_emails) f
    where e.team_id = $1 and e.person_id = any($2::uuid[]) and e.status = 'active'))`

/** The facts' own conversations and those in which their people's campaigns go on, or will (C24, heard while paused); only of these people. */
const CONVERSATION_IDS = `
  $3::uuid[]
    || array(select m.conversation_id from messages m where m.team_id = $1 and m.id = any($4::uuid[]))
    || array(select a.conversation_id from enrollments e join acts a on a.team_id = e.team_id and a.enrollment_id = e.id
      where e.team_id = $1 and e.person_id = any($2::uuid[]) and e.status = 'active' and a.conversation_id is not null)
    || array(select (s -> 'heard' ->> 'conversation')::uuid from enrollments e, jsonb_array_elements(e.standing) s
      where e.team_id = $1 and e.person_id = any($2::uuid[]) and e.status = 'active' and s -> 'heard' is not null)`
const CONVERSATIONS = `
  select c.* from conversations c where c.team_id = $1 and c.person_id = any($2::uuid[]) and c.id = any(${CONVERSATION_IDS})`

/** Acts of those who left are needed by nobody any more. */
const withActs = (enrollments: string): string => `
  select e.*, coalesce((
    select jsonb_agg(jsonb_build_object('component', a.component, 'at', floor(extract(epoch from a.at) * 1000), 'outcome', a.outcome,
      'from', a."from", 'conversation', a.conversation_id, 'message', a.message_id, 'reason', a.reason, 'engaged', a.engaged) order by a.at)
    from acts a where e.status = 'active' and a.team_id = e.team_id and a.enrollment_id = e.id), '[]') as acts
  from ${enrollments} as e order by e.entered_at`
const ENROLLMENTS = withActs(
  bearingInSql([
    'select unnest($5::uuid[])',
    `select (m.campaign ->> 'enrollment')::uuid from messages m where m.team_id = $1 and m.id = any($4::uuid[])`,
    `select (a -> 'sender' ->> 'enrollment')::uuid from conversations c, jsonb_array_elements(c.awaiting) a
      where c.team_id = $1 and c.person_id = any($2::uuid[]) and c.id = any(${CONVERSATION_IDS})`,
  ]),
)

/** For a merge, all of both; by conversations_person. */
const ALL_ENROLLMENTS = withActs('(select * from enrollments where team_id = $1 and person_id = any($2::uuid[]))')
const ALL_CONVERSATIONS = 'select c.* from conversations c where c.team_id = $1 and c.person_id = any($2::uuid[])'
const ALL_MESSAGES = `
  select m.* from messages m join conversations c on c.team_id = m.team_id and c.id = m.conversation_id
  where c.team_id = $1 and c.person_id = any($2::uuid[]) and (m.form ->> 'state' = 'open'
    or m.email ->> 'state' in ('due', 'handing'))`
