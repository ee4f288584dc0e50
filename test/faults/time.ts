import { randomUUID } from 'node:crypto'
import { liveTeams } from '@pavior/server/campaigns/live.ts'
import { logAt } from '@pavior/server/log.ts'
import type { Sql } from 'postgres'
import { wrongAtRest } from '../house/at-rest.ts'
import { graph, hears, sends, waits } from '../house/graph.ts'
import { makeLive } from '../house/publish.ts'
import { until } from '../house/until.ts'
import { looking, type Measure, type Played, play, type Scene } from './scene.ts'
import { Sender } from './sender.ts'

const BOUNDARIES = ['react:before-commit', 'react:after-commit', 'timers:after-claim', 'timers:after-react'] as const
const LATER = 'Are you still there?'

/**
 * S4: killed at each boundary of the engine and of what wakes it, while timers fall due: each acts once. In every round
 * visitors write and wait, the server ends itself while their time comes, and another one goes on.
 */
export const killedWhileTimeComes = (measure: Measure, databaseUrl: string): Promise<Played> =>
  play(measure, databaseUrl, async scene => {
    const { victim, chance, demo, note } = scene
    await publishes(
      databaseUrl,
      demo.team,
      graph([hears('chat'), waits('wait', { for: 'PT3S' }), sends('later', LATER)], ['chat > wait > later']),
    )
    const wrong: string[] = []
    let crashes = 0
    for (let round = 0; round < measure.rounds; round++) {
      const visitors = await writing(scene, measure.visitors, round)
      for (const boundary of chance.shuffled(BOUNDARIES)) {
        await victim.end('SIGKILL')
        await victim.start({ NODE_ENV: 'test', PAVIOR_CRASH_AT: `${boundary}*${chance.between(1, 2)}` })
        if (await victim.endsItself(4000)) crashes++
      }
      await victim.end('SIGKILL')
      await victim.start()
      wrong.push(...(await looking(databaseUrl, sql => writtenToOnce(sql, demo.team, visitors))))
      for (const visitor of visitors) visitor.leaves()
    }
    note(`${crashes} crashes at boundaries while ${measure.rounds * measure.visitors} timers fell due`)
    if (crashes === 0) wrong.push('the server never ended itself')
    return [...wrong, ...(await looking(databaseUrl, sql => wrongAtRest(sql, demo.team)))]
  })

/** C4: killed in the middle of enrolling everybody, again and again: everybody enters once. */
export const killedWhileEnrolling = (measure: Measure, databaseUrl: string): Promise<Played> =>
  play(measure, databaseUrl, async scene => {
    const { victim, chance, demo, note } = scene
    const visitors = await writing(scene, measure.visitors, 0)
    for (const visitor of visitors) visitor.leaves()
    const wrong: string[] = []
    let crashes = 0
    for (let round = 0; round < measure.rounds; round++) {
      const words = `Round ${round}`
      await victim.end('SIGKILL')
      const campaign = await publishes(databaseUrl, demo.team, graph([sends('hello', words)]))
      const work = randomUUID()
      await looking(
        databaseUrl,
        sql =>
          sql`insert into campaign_work (team_id, id, campaign_id, kind) values (${demo.team}, ${work}, ${campaign}, 'enroll')`,
      )
      for (let again = 0; again < 3; again++) {
        await victim.start({
          NODE_ENV: 'test',
          PAVIOR_CRASH_AT: `work:after-react*${chance.between(1, measure.visitors - 1)}`,
        })
        if (await victim.endsItself(4000)) crashes++
        await victim.end('SIGKILL')
      }
      await victim.start()
      wrong.push(
        ...(await looking(databaseUrl, sql => enrolledOnce(sql, { team: demo.team, campaign, work, visitors }))),
      )
    }
    note(`${crashes} crashes in ${measure.rounds} enrolments of ${measure.visitors}`)
    if (crashes === 0) wrong.push('the server never ended itself')
    return [...wrong, ...(await looking(databaseUrl, sql => wrongAtRest(sql, demo.team)))]
  })

async function publishes(databaseUrl: string, team: string, campaign: object): Promise<string> {
  const { id } = await looking(databaseUrl, sql => makeLive(sql, liveTeams(sql, logAt('fatal')), team, campaign))
  return id
}

async function writing({ victim, demo }: Scene, howMany: number, round: number): Promise<Sender[]> {
  const visitors = Array.from(
    { length: howMany },
    (_, index) => new Sender(victim.url, demo.team, `visitor ${round}-${index}`),
  )
  await Promise.all(visitors.map(visitor => visitor.says('Hello')))
  return visitors
}

async function writtenToOnce(sql: Sql, team: string, visitors: readonly Sender[]): Promise<string[]> {
  const people = visitors.map(({ person }) => person)
  const sent = async () => {
    const rows = await sql`
      select c.person_id, count(*)::int as count from messages m join conversations c on c.team_id = m.team_id and c.id = m.conversation_id
      where m.team_id = ${team} and c.person_id = any(${people}::uuid[]) and m.content #>> '{content,0,content,0,text}' = ${LATER}
      group by c.person_id`
    return rows.map(({ person_id, count }) => ({ person: String(person_id), count: Number(count) }))
  }
  await until(async () => (await sent()).length === people.length, 'everybody is written to', 60_000)
  return (await sent()).flatMap(({ person, count }) =>
    count === 1 ? [] : [`S4: ${person} was written to ${count} times`],
  )
}

type Enrolling = { team: string; campaign: string; work: string; visitors: readonly Sender[] }

async function enrolledOnce(sql: Sql, { team, campaign, work, visitors }: Enrolling): Promise<string[]> {
  await until(
    async () => {
      const [row] = await sql`select ended_at from campaign_work where team_id = ${team} and id = ${work}`
      return row?.ended_at != null
    },
    'the enrolling ends',
    60_000,
  )
  const rows = await sql`
    select person_id, count(*)::int as count from enrollments where team_id = ${team} and campaign_id = ${campaign} group by person_id`
  const counts = new Map(rows.map(({ person_id, count }) => [String(person_id), Number(count)]))
  return visitors.flatMap(({ person }) =>
    counts.get(person) === 1 ? [] : [`C4: ${person} entered ${counts.get(person) ?? 0} times`],
  )
}
