import type { Reaction } from './reaction.ts'

type Statement = { text: string; values: (string | number)[] }

/**
 * C25, what the entries do not say row by row: the visitor leads to the signup, their events and their places in the
 * numbers move; where both were counted for the same, the number falls by one where the second was counted (a period
 * counts whoever first got the outcome within it, T1). Time has nothing more to do with the visitor.
 */
export function mergeStatements(team: string, { visitor, life, entries }: Reaction): Statement[] {
  if (visitor === undefined || !entries.some(entry => entry.kind === 'merged')) return []
  const survivor = life.person.id
  return [
    {
      text: `update people set merged_into = $3::uuid, flip_at = null, flips = null, noted = '[]'
        where team_id = $1 and (id = $2::uuid or merged_into = $2::uuid)`,
      values: [team, visitor, survivor],
    },
    {
      text: 'update conversations set person_id = $3::uuid where team_id = $1 and person_id = $2::uuid',
      values: [team, visitor, survivor],
    },
    {
      text: `update places set person_id = $3::uuid where team_id = $1 and enrollment_id in (
        select id from enrollments where team_id = $1 and person_id = $2::uuid)`,
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
        with gone as (delete from enrolled_again where team_id = $1 and person_id = $2::uuid returning campaign_id)
        insert into enrolled_again (team_id, campaign_id, person_id) select $1, campaign_id, $3::uuid from gone on conflict do nothing`,
      values: [team, visitor, survivor],
    },
    {
      text: `
        with gone as (delete from component_people where team_id = $1 and person_id = $2::uuid returning *),
        both_had as (
          select g.campaign_id, g.version, g.component, g.outcome, least(g.at, p.at) as first, greatest(g.at, p.at) as second
          from gone g join component_people p on p.team_id = $1 and p.person_id = $3::uuid and p.campaign_id = g.campaign_id
            and p.version = g.version and p.component = g.component and p.outcome = g.outcome),
        earlier as (
          update component_people p set at = b.first from both_had b where p.team_id = $1 and p.person_id = $3::uuid
            and p.campaign_id = b.campaign_id and p.version = b.version and p.component = b.component and p.outcome = b.outcome
            and p.at > b.first),
        moved as (
          insert into component_people (team_id, campaign_id, version, component, outcome, person_id, at)
          select team_id, campaign_id, version, component, outcome, $3::uuid, at from gone
          where (campaign_id, version, component, outcome) not in (
            select campaign_id, version, component, outcome from both_had))
        insert into count_deltas (team_id, campaign_id, version, component, outcome, delta, at)
        select $1, campaign_id, version, component, outcome, -1, second from both_had`,
      values: [team, visitor, survivor],
    },
  ]
}
