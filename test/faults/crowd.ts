import type { Sql } from 'postgres'
import { z } from 'zod'
import { wrongAtRest } from '../house/at-rest.ts'
import { until } from '../house/until.ts'
import { Sender } from './sender.ts'
import type { Victim } from './victim.ts'

/** How long a crowd may stand still: a start, a recovery of Postgres, the patience of its clients. */
const PATIENCE = 60_000

/** Visitors who send until they are told to stop: without a pause, or doing something else in between. */
export class Crowd {
  readonly senders: Sender[]
  private readonly victims: readonly [Victim, ...Victim[]]
  private readonly team: string
  private sending = true
  private readonly running: Promise<void>[]

  /** @param victims where they are, each at one of them */
  constructor(
    victims: readonly [Victim, ...Victim[]],
    team: string,
    size: number,
    between: (sender: Sender) => Promise<void> = () => Promise.resolve(),
  ) {
    this.victims = victims
    this.team = team
    this.senders = Array.from({ length: size }, (_, index) => {
      const { url } = victims[index % victims.length] ?? victims[0]
      return new Sender(url, team, `visitor ${index}`)
    })
    this.running = this.senders.map(async sender => {
      for (let count = 1; this.sending; count++) {
        await sender.says(`${sender.name} says ${count}`)
        await between(sender)
      }
    })
  }

  private live(): void {
    for (const victim of this.victims) victim.lives()
  }

  get acknowledged(): number {
    return this.senders.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0)
  }

  get again(): number {
    return this.senders.reduce((sum, { again }) => sum + again, 0)
  }

  /** Waits until so many more were acknowledged. */
  async goesOn(more: number): Promise<void> {
    const goal = this.acknowledged + more
    await until(
      () => {
        this.live()
        return this.acknowledged >= goal
      },
      `${more} more messages are acknowledged`,
      PATIENCE,
    )
  }

  /** Nothing new is said; resolves when all that was said is acknowledged. */
  async stops(): Promise<void> {
    this.sending = false
    let done = false
    Promise.all(this.running).then(() => {
      done = true
    })
    await until(
      () => {
        this.live()
        return done
      },
      'everything is acknowledged',
      PATIENCE,
    )
    for (const sender of this.senders) sender.leaves()
  }

  /** What is lost, doubled, misplaced or out of order; and all that must hold of a database at rest. */
  async wrong(sql: Sql): Promise<string[]> {
    const wrong = this.senders.flatMap(({ complaints }) => complaints)
    for (const { name, person, acknowledged } of this.senders) {
      const rows = Stored.parse(
        await sql`
          select m.id, m.number, m.conversation_id as conversation, m.content #>> '{content,0,content,0,text}' as content
          from messages m join conversations c on c.team_id = m.team_id and c.id = m.conversation_id
          where m.team_id = ${this.team} and c.person_id = ${person} and m."from" ->> 'type' = 'person' order by m.number`,
      )
      const [said, stored] = [JSON.stringify(acknowledged.map(inOrder)), JSON.stringify(rows.map(inOrder))]
      if (said !== stored) wrong.push(`${name} was told ${said}; stored is ${stored}`)
    }
    return [...wrong, ...(await wrongAtRest(sql, this.team))]
  }
}

const Stored = z.array(z.object({ id: z.string(), number: z.number(), conversation: z.string(), content: z.string() }))

const inOrder = ({ id, number, conversation, content }: z.output<typeof Stored>[number]) => [
  content,
  id,
  conversation,
  number,
]
