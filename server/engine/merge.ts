import { toIso } from '@pavior/shared/text.ts'
import type { Reaction } from './reaction.ts'

type Statement = { text: string; values: (string | number)[] }

/**
 * C25, what the entries do not say row by row: the visitor leads to the signup, their events and their places in the
 * numbers move; where both were counted for the same, the number falls by one.
 */
export function mergeStatements(team: string, { visitor, life, entries, result }: Reaction): Statement[] {
  if (visitor === undefined || !entries.some(entry => entry.kind === 'merged')) return []
  const survivor = life.person.id
  return [
    {
      text: 'update people set merged_into = $3::uuid where team_id = $1 and (id = $2::uuid or merged_into = $2::uuid)',
      values: [team, visitor, survivor],
    },
    {
      text: 'update conversations set person_id = $3::uuid where team_id = $1 and person_id = $2::uuid',
      values: [team, visitor, survivor],
    },
    {
      text: 'update enrollments set person_id = $3::uuid where team_id = $1 and person_id = $2::uuid',
      values: [team, visitor, survivor],
    },
    {
      text: 'update timers set person_id = $3::uuid where team_id = $1 and person_id = $2::uuid',
      values: [team, visitor, survivor],
    },
    {
      text: 'update emails set person_id = $3::uuid where team_id = $1 and person_id = $2::uuid',
      values: [team, visitor, survivor],
    },
    {
      text: 'update events set person_id = $3::uuid where team_id = $1 and person_id = $2::uuid',
      values: [team, visitor, survivor],
    },
    {
      text: `
        with gone as (delete from component_people where team_id = $1 and person_id = $2::uuid returning *),
        kept as (insert into component_people select team_id, campaign_id, version, component, outcome, $3::uuid, at from gone
          on conflict do nothing returning campaign_id, version, component, outcome)
        insert into count_deltas (team_id, campaign_id, version, component, outcome, delta, at)
        select $1, campaign_id, version, component, outcome, -1, $4::timestamptz from (
          select campaign_id, version, component, outcome from gone
          except select campaign_id, version, component, outcome from kept) as both_had`,
      values: [team, visitor, survivor, toIso(result.at)],
    },
  ]
}
