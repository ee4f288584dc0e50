import { randomUUID } from 'node:crypto'
import { asks } from './api.ts'
import type { TestTeam } from './house.ts'

/** What authors, back ends and agents do to campaigns and people over the HTTP API; each throws what is refused. */

type Team = Pick<TestTeam, 'api'>

async function does(team: Team, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await asks(team, method, path, body, { 'if-match': '*' })
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${String(answer.body.detail)}`)
  return answer.body
}

type Choice = { existing?: 'enroll' | 'skip'; inside?: 'stay' | 'move' }

/** A new draft, not published yet; gives its id. */
export const drafts = async (team: Team, graph: object): Promise<string> =>
  String((await does(team, 'POST', '/campaigns', graph)).id)

/** A newer draft of a campaign, without effect (C23). */
export const saves = (team: Team, campaign: string, graph: object) => does(team, 'PUT', `/campaigns/${campaign}`, graph)

export const publishes = (team: Team, campaign: string, choice: Choice = {}) =>
  does(team, 'POST', `/campaigns/${campaign}/publish`, choice)

/** The draft, and its publication. */
export async function changes(team: Team, campaign: string, graph: object, choice: Choice = {}): Promise<void> {
  await saves(team, campaign, graph)
  await publishes(team, campaign, choice)
}

export const pauses = (team: Team, campaign: string) => does(team, 'POST', `/campaigns/${campaign}/pause`)

export const resumes = (team: Team, campaign: string, existing: 'enroll' | 'skip' = 'skip') =>
  does(team, 'POST', `/campaigns/${campaign}/resume`, { existing })

export const archives = (team: Team, campaign: string) => does(team, 'DELETE', `/campaigns/${campaign}`)

/** Creates or updates a signup; gives their id. */
export const signup = async (team: Team, externalId: string, more: object = {}): Promise<string> =>
  String((await does(team, 'PUT', `/people/${externalId}`, more)).id)

export const sets = (team: Team, person: string, more: object) => does(team, 'PATCH', `/people/${person}`, more)

export const tracks = (team: Team, person: string, name: string, properties: object = {}) =>
  does(team, 'POST', '/events', { person: { id: person }, name, properties, id: randomUUID() })

export const erases = (team: Team, person: string) => does(team, 'DELETE', `/people/${person}`)

/** T1, T2. */
export const numbers = (team: Team, campaign: string, version?: number) =>
  does(team, 'GET', `/campaigns/${campaign}/statistics${version === undefined ? '' : `?version=${version}`}`)

/** Who is behind a number (T3), the newest first; `null` for an erased person. `of` is a component's id. */
export async function peopleBehind(
  team: Team,
  campaign: string,
  count: string,
  of?: string,
): Promise<{ person: string | null; reason?: unknown }[]> {
  const { data } = await does(
    team,
    'GET',
    `/campaigns/${campaign}/${of === undefined ? '' : `components/${of}/`}people?count=${count}`,
  )
  return (Array.isArray(data) ? data : []).map(({ person, reason }) => ({
    person: person === null ? null : String(person.id),
    ...(reason !== undefined && { reason }),
  }))
}
