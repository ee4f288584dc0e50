import type { Conversation, Enrollment, Life, Message } from '@pavior/shared/journal/life.ts'

/**
 * The enrollments of a life that can bear on what comes next. Of those that were left, the latest of each campaign and
 * way of leaving (they bar, C3 and C15, conditions ask for them, and numbers follow the latest, T2), and those of whose
 * messages more may be told (T1): a person who comes again a thousand times costs no more than one who came once. What a
 * fact names is loaded besides; a merge needs all (C25). `bearingInSql` says the same.
 * @param conversations of whose messages more may be told
 */
export function bearing({ enrollments }: Life, conversations: readonly Conversation[]): Enrollment[] {
  const named = new Set<string>()
  for (const { awaiting, messages } of conversations) {
    for (const { sender } of awaiting) named.add(sender.enrollment)
    for (const message of messages) if (message.campaign && isOpen(message)) named.add(message.campaign.enrollment)
  }
  const latest = new Map<string, Enrollment>()
  for (const one of enrollments.values()) {
    if (one.status === 'active') continue
    const way = `${one.campaign} ${one.status} ${isMerged(one)}`
    const other = latest.get(way)
    if (!other || isLater(one, other)) latest.set(way, one)
  }
  const last = new Set(latest.values())
  return [...enrollments.values()].filter(one => one.status === 'active' || last.has(one) || named.has(one.id))
}

/**
 * The conversations in which somebody's campaigns go on, or will (C24, heard while paused), and the last of the others:
 * what is asked about an older one is loaded.
 */
export function conversing({ enrollments, conversations }: Life, others: number): Conversation[] {
  const named = new Set<string | undefined>()
  for (const { status, acts, standing } of enrollments.values()) {
    if (status !== 'active') continue
    for (const { conversation } of acts) named.add(conversation)
    for (const { heard } of standing) named.add(heard?.conversation)
  }
  const all = [...conversations.values()]
  return all.filter(({ id }, place) => place >= all.length - others || named.has(id))
}

/** What campaigns can still change of a message: an open form, an email on its way. */
export const isOpen = ({ form, email }: Message): boolean =>
  form?.state === 'open' || email?.state === 'due' || email?.state === 'handing'

/** What a merge took out counts as if it had not been (T2). */
const isMerged = ({ status, cause }: Pick<Enrollment, 'status' | 'cause'>): boolean =>
  status === 'removed' && cause === 'merged'

type When = Pick<Enrollment, 'enteredAt' | 'id'>

/** By the id where a merge brought two together that began at the same moment: in whatever order a life is loaded. */
export const isLater = (one: When, other: When): boolean =>
  one.enteredAt > other.enteredAt || (one.enteredAt === other.enteredAt && one.id > other.id)

/**
 * The same of some people as a subquery: rows of enrollments. What it sorts is what lies together by enrollments_person.
 * @param named subqueries of the ids of those that are named, and of whose messages more may be told
 */
export const bearingInSql = (named: readonly string[]): string => `
  (select * from (
    select e.*, row_number() over (
      partition by e.person_id, e.campaign_id, e.status, e.status = 'removed' and e.cause is not distinct from 'merged'
      order by e.entered_at desc, e.id desc) as newest
    from enrollments e where e.team_id = $1 and e.person_id = any($2::uuid[])) as every
  where status = 'active' or newest = 1 ${named.map(ids => `or id = any(array(${ids}))`).join(' ')})`
