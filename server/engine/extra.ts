import type { Entry } from '@pavior/shared/journal/entry.ts'
import { toIso } from '@pavior/shared/text.ts'
import { mergeStatements } from './merge.ts'
import type { Reaction } from './reaction.ts'

export type ExtraStatement = { text: string; values: (string | number)[] }

/** What the entries do not say row by row; sent behind the write, in its transaction. Rare: none of it is for the short way. */
export const extraStatements = (team: string, reaction: Reaction): ExtraStatement[] => [
  ...mergeStatements(team, reaction),
  ...reaction.entries.flatMap(entry => (entry.kind === 'act-revoked' ? [uncount(team, reaction, entry)] : [])),
  ...(reaction.entries.some(({ kind }) => kind === 'erased') ? eraseStatements(team, reaction.life.person.id) : []),
]

/** C12: an act that turned out not to be is no longer counted, unless another of the person's was the same. */
function uncount(
  team: string,
  { life }: Reaction,
  { enrollment, component, at }: Extract<Entry, { kind: 'act-revoked' }>,
): ExtraStatement {
  const campaign = life.enrollments.get(enrollment)?.campaign ?? ''
  return {
    text: `
      with gone as (
        delete from component_people c where c.team_id = $1 and c.campaign_id = $2 and c.component = $3
          and c.outcome in ('sent', 'acted') and c.person_id = $4::uuid and not exists (
            select from enrollments e join acts a on a.team_id = e.team_id and a.enrollment_id = e.id
            where e.team_id = $1 and e.person_id = $4::uuid and e.campaign_id = $2 and a.component = $3
              and a.outcome = 'sent' and (c.version = 0 or e.version = c.version))
        returning c.version, c.outcome)
      insert into count_deltas (team_id, campaign_id, version, component, outcome, delta, at)
      select $1, $2, version, $3, outcome, -1, $5::timestamptz from gone`,
    values: [team, campaign, component, life.person.id, toIso(at)],
  }
}

/** C26: all that names the person or tells of them; what counts stays with a nameless tombstone. */
function eraseStatements(team: string, person: string): ExtraStatement[] {
  const streams = `(select $2::uuid union select id from people where team_id = $1 and merged_into = $2::uuid)`
  const theirs = 'conversation_id in (select id from conversations where team_id = $1 and person_id = $2::uuid)'
  return [
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
