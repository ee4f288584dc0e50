import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { Caller } from './caller.ts'
import type { Chance } from './chance.ts'

type Signup = { person: string; email: string; tracked: string[] }

const Signed = z.object({ id: z.string() })
const Item = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.string() }) }),
])
const Items = z.object({ data: z.array(Item) })

/** The site's own server: people sign up, and what they do there is tracked. */
export class BackEnd {
  readonly signups: Signup[] = []
  private readonly caller: Caller
  private readonly chance: Chance

  constructor(caller: Caller, chance: Chance) {
    this.caller = caller
    this.chance = chance
  }

  /** One more person from their signup to what they do next. */
  async serves(): Promise<void> {
    const name = randomUUID()
    const email = `${name}@people.example`
    const { status, body } = await this.caller.asks('PUT', `/people/${name}`, { email, attributes: { drip: 'yes' } })
    if (status !== 200) return this.complain(`a signup was answered ${status}: ${JSON.stringify(body)}`)
    const signup: Signup = { person: Signed.parse(body).id, email, tracked: [] }
    this.signups.push(signup)
    await sleep(this.chance.between(0, 1200))
    const names = [
      'visited',
      ...(this.chance.between(0, 1) === 0 ? ['connected'] : []),
      ...(this.chance.between(0, 4) === 0 ? ['upgraded'] : []),
      'left',
    ]
    await this.tracks(signup, names)
  }

  /** All in one request; what was not taken for reasons that pass is sent again, with all that came after it. */
  private async tracks(signup: Signup, names: readonly string[]): Promise<void> {
    const { person } = signup
    let open = names.map(name => ({ person: { id: person }, name, id: randomUUID(), properties: { order: name } }))
    while (open.length > 0) {
      const { status, body } = await this.caller.asks('POST', '/events', open)
      if (status !== 200) return this.complain(`events were answered ${status}: ${JSON.stringify(body)}`)
      const answers = Items.parse(body).data
      const refused = answers.find(answer => !answer.ok && !PASSES.includes(answer.error.code))
      if (refused) return this.complain(`an event was refused: ${JSON.stringify(refused)}`)
      signup.tracked.push(...open.flatMap(({ name }, index) => (answers[index]?.ok ? [name] : [])))
      open = open.filter((_, index) => !answers[index]?.ok)
    }
  }

  private complain(what: string): void {
    this.caller.complaints.push(what)
  }

  /** Each signup's events are there once; and in their order, where they were taken in their order. */
  async wrong(sql: Sql, team: string): Promise<string[]> {
    const rows = z.array(z.object({ person: z.string(), names: z.array(z.string()) })).parse(
      await sql`
          select person_id as person, array_agg(name order by number) as names from events where team_id = ${team} group by person_id`,
    )
    const stored = new Map(rows.map(({ person, names }) => [person, names.join(', ')]))
    return this.signups.flatMap(({ person, tracked }) => {
      const [told, is] = [tracked.join(', '), stored.get(person) ?? '']
      return told === is ? [] : [`${person} tracked ${told}; stored is ${is}`]
    })
  }
}

const PASSES = ['unavailable', 'rate-limited', 'internal']
