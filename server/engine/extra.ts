import type { Entry } from '@pavior/shared/journal/entry.ts'
import { toIso } from '@pavior/shared/text.ts'
import { mergeStatements } from './merge.ts'
import type { Reaction } from './reaction.ts'

export type ExtraStatement = { text: string; values: (string | number)[] }

/** What the entries do not say row by row; sent behind the write, in its transaction. Rare: none of it is for the short way. */
export const extraStatements = (team: string, reaction: Reaction): ExtraStatement[] => [
  ...mergeStatements(team, reaction),
  ...reaction.entries.flatMap(entry =>
    entry.kind === 'act-revoked' ? [revoke(team, entry), uncount(team, reaction, entry)] : [],
  ),
  ...(reaction.entries.some(({ kind }) => kind === 'erased') ? eraseStatements(team, reaction.life.person.id) : []),
]

type Revoked = Extract<Entry, { kind: 'act-revoked' }>

/** C12: what is known of the act beside its outcome stays. */
const revoke = (team: string, { enrollment, component, outcome, reason }: Revoked): ExtraStatement => ({
  text: `update acts set outcome = $4, reason = $5 where team_id = $1 and enrollment_id = $2::uuid and component = $3`,
  values: [team, enrollment, component, outcome, reason],
})

/**
 * C12: an act that turned out not to be is no longer counted, unless another of the person's was the same: in all, and
 * in the version that each was done in, which the journal knows (who was moved since, C23, is on another one now).
 */
function uncount(team: string, { life }: Reaction, { enrollment, component, at }: Revoked): ExtraStatement {
  const campaign = life.enrollments.get(enrollment)?.campaign ?? ''
  return {
    text: `
      with others as (
        select (
          select (j.data ->> 'version')::integer from journal j
          where j.team_id = $1 and j.stream in ${streamsOf('$4')} and j.kind in ('entered', 'moved')
            and j.data ->> 'enrollment' = a.enrollment_id::text and j.at <= a.at
          order by j.at desc, j.number desc limit 1) as version
        from enrollments e join acts a on a.team_id = e.team_id and a.enrollment_id = e.id
        where e.team_id = $1 and e.person_id = $4::uuid and e.campaign_id = $2 and a.component = $3 and a.outcome = 'sent'),
      gone as (
        delete from component_people c where c.team_id = $1 and c.campaign_id = $2 and c.component = $3
          and c.outcome in ('sent', 'acted') and c.person_id = $4::uuid
          and not exists (select from others o where c.version in (0, o.version))
        returning c.version, c.outcome)
      insert into count_deltas (team_id, campaign_id, version, component, outcome, delta, at)
      select $1, $2, version, $3, outcome, -1, $5::timestamptz from gone`,
    values: [team, campaign, component, life.person.id, toIso(at)],
  }
}

/** The journals of a person: their own, and those of who was merged into them (C25). */
const streamsOf = (person: string): string =>
  `(select ${person}::uuid union select id from people where team_id = $1 and merged_into = ${person}::uuid)`

/** C26: all that names the person or tells of them; what counts stays with a nameless tombstone. */
function eraseStatements(team: string, person: string): ExtraStatement[] {
  const streams = streamsOf('$2')
  const theirs = 'conversation_id in (select id from conversations where team_id = $1 and person_id = $2::uuid)'
  return [
    `insert into erased (team_id, id, kind)
       select team_id, id, 'conversation' from conversations where team_id = $1 and person_id = $2::uuid
       union all select team_id, id, 'form' from messages where team_id = $1 and form is not null and ${theirs}
       union all select team_id, id, 'email' from emails where team_id = $1 and person_id = $2::uuid
       on conflict do nothing`,
    `delete from messages where team_id = $1 and ${theirs}`,
    `delete from notes where team_id = $1 and ${theirs}`,
    'delete from conversations where team_id = $1 and person_id = $2::uuid',
    'delete from events where team_id = $1 and person_id = $2::uuid',
    'delete from emails where team_id = $1 and person_id = $2::uuid',
    `delete from webhook_deliveries where team_id = $1 and person_id in ${streams} and type <> 'person.erased'`,
    'delete from timers where team_id = $1 and person_id = $2::uuid',
    `delete from journal where team_id = $1 and stream in ${streams}`,
    `delete from facts where team_id = $1 and person_id in ${streams}`,
    `update people set external_id = null, email = null, name = null, phone = null, attributes = '{}', sources = '{}',
       context = '{}', page = null, erased_at = now() where team_id = $1 and merged_into = $2::uuid`,
    // Why an email failed is said by its provider, who may name the address.
    `update acts a set conversation_id = null, message_id = null, reason = case outcome when 'failed' then null else reason end from enrollments e where e.team_id = $1
       and e.person_id = $2::uuid and a.team_id = e.team_id and a.enrollment_id = e.id`,
  ].map(text => ({ text, values: [team, person] }))
}
