import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { graph, sends } from '../house/graph.ts'
import type { Caller } from './caller.ts'
import type { Chance } from './chance.ts'

/** A campaign to everybody. `whole`: nothing was done to it while it enrolled. */
type Written = { id: string; status: string; version: number; whole: boolean }

const Campaign = z.object({ id: z.string(), status: z.string() })

/** Somebody who writes to everybody again and again, and changes their mind: publishes, pauses, resumes, deletes. */
export class Author {
  readonly written: Written[] = []
  private readonly caller: Caller
  private readonly chance: Chance

  constructor(caller: Caller, chance: Chance) {
    this.caller = caller
    this.chance = chance
  }

  /** One more campaign, to all who are there. */
  async writes(): Promise<void> {
    const round = this.written.length + 1
    const made = await this.does('POST', '/campaigns', toEverybody(round))
    if (!made) return
    const campaign: Written = { id: made.id, status: made.status, version: 1, whole: true }
    this.written.push(campaign)
    const path = `/campaigns/${made.id}`
    const does = async (what: string, choice?: object) => {
      const after = await this.does('POST', `${path}/${what}`, choice)
      campaign.status = after?.status ?? campaign.status
    }
    await does('publish', { existing: 'enroll', inside: 'stay' })
    await sleep(this.chance.between(0, 300))
    const next = this.chance.between(0, 3)
    // Left alone it goes on to the end.
    if (next === 0) return
    campaign.whole = false
    await does('pause')
    await sleep(this.chance.between(0, 300))
    if (next === 1) {
      await this.does('DELETE', path)
      campaign.status = 'archived'
      return
    }
    if (next === 2) {
      await this.does('PUT', path, toEverybody(round, ' (again)'))
      await does('publish', { inside: 'move' })
      campaign.version = 2
    }
    await does('resume', { existing: 'skip' })
  }

  private async does(method: string, path: string, body?: unknown): Promise<z.output<typeof Campaign> | undefined> {
    const { status, body: answer } = await this.caller.asks(method, path, body)
    if (status >= 300)
      this.caller.complaints.push(`${method} ${path} was answered ${status}: ${JSON.stringify(answer)}`)
    return Campaign.safeParse(answer).data
  }

  /** What was acknowledged stands; who was there when it was published to all got it, and nobody else did. */
  async wrong(sql: Sql, team: string): Promise<string[]> {
    const stored = new Map(
      Stored.parse(
        await sql`select id, status, coalesce(version, 0) as version from campaigns where team_id = ${team}`,
      ).map(({ id, ...one }) => [id, `${one.status} in version ${one.version}`]),
    )
    const wrong: string[] = []
    for (const { id, status, version, whole } of this.written) {
      const told = `${status} in version ${version}`
      if (stored.get(id) !== told) wrong.push(`campaign ${id} is ${stored.get(id)} and was told to be ${told}`)
      if (whole) wrong.push(...(await missed(sql, team, id)))
    }
    return wrong
  }
}

const toEverybody = (round: number, more = '') =>
  graph([sends('hello', `Round ${round}${more}`)], [], { name: `Round ${round}` })

const Stored = z.array(z.object({ id: z.string(), status: z.string(), version: z.number() }))
const Missed = z.array(z.object({ what: z.string() }))

/** C4. */
async function missed(sql: Sql, team: string, campaign: string): Promise<string[]> {
  return Missed.parse(
    await sql`
      select format('C4: %s was written to %s times by campaign %s', p.id, count(e.id), w.campaign_id) as what
      from campaign_work w join people p on p.team_id = w.team_id and p.first_seen_at < w.created_at
      left join enrollments e on e.team_id = w.team_id and e.person_id = p.id and e.campaign_id = ${campaign} and e.status = 'completed'
      where w.team_id = ${team} and w.campaign_id = ${campaign}::uuid and w.kind = 'enroll'
      group by p.id, w.campaign_id having count(e.id) <> 1`,
  ).map(({ what }) => what)
}
