import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { wrongAtRest } from '../house/at-rest.ts'
import { until } from '../house/until.ts'
import { Crowd } from './crowd.ts'
import { looking, type Measure, type Played, play } from './scene.ts'
import { Sender } from './sender.ts'

/** S2: the server is killed while visitors send, and started again: nothing is lost, doubled or out of order. */
export const killedWhileTheySend = (measure: Measure, databaseUrl: string): Promise<Played> =>
  play(measure, databaseUrl, async ({ victim, chance, demo, note }) => {
    const crowd = new Crowd([victim], demo.team, measure.visitors)
    for (let round = 0; round < measure.rounds; round++) {
      await crowd.goesOn(chance.between(20, 600))
      // Not always in the moment in which an acknowledgement comes.
      await sleep(chance.between(0, 30))
      await victim.end('SIGKILL')
      await victim.start()
    }
    await crowd.goesOn(measure.visitors)
    await crowd.stops()
    note(`${measure.rounds} kills, ${crowd.acknowledged} messages, ${crowd.again} sent again`)
    return await looking(databaseUrl, sql => crowd.wrong(sql))
  })

/** SIGTERM while visitors send: it drains and ends with 0; what was not answered is sent again. */
export const askedToStop = (measure: Measure, databaseUrl: string): Promise<Played> =>
  play(measure, databaseUrl, async ({ victim, chance, demo, note }) => {
    const crowd = new Crowd([victim], demo.team, measure.visitors)
    const codes: unknown[] = []
    for (let round = 0; round < measure.rounds; round++) {
      await crowd.goesOn(chance.between(20, 600))
      codes.push(await victim.end('SIGTERM'))
      await victim.start()
    }
    await crowd.goesOn(measure.visitors)
    await crowd.stops()
    note(`${measure.rounds} stops, ${crowd.acknowledged} messages, ${crowd.again} sent again`)
    const ended = codes.flatMap(code => (code === 0 ? [] : [`the server ended with ${code}`]))
    return [...ended, ...(await looking(databaseUrl, sql => crowd.wrong(sql)))]
  })

/** C21: killed in the middle of a burst of submissions, from two tabs each: every form is answered once. */
export const killedWhileTheyAnswer = (measure: Measure, databaseUrl: string): Promise<Played> =>
  play(measure, databaseUrl, async ({ victim, chance, demo, note }) => {
    const wrong: string[] = []
    let answers = 0
    for (let round = 0; round < measure.rounds; round++) {
      const visitors = Array.from(
        { length: measure.visitors },
        (_, index) => new Sender(victim.url, demo.team, `visitor ${round}-${index}`),
      )
      await Promise.all(visitors.map(visitor => visitor.says('Hello')))
      await until(() => visitors.every(({ forms }) => forms.size > 0), 'everybody is asked')
      const tabs = await Promise.all(visitors.map(visitor => visitor.secondTab(victim.url, demo.team)))
      const burst = visitors.map(async (visitor, index) => {
        const [form] = visitor.forms.keys()
        if (form === undefined) throw new Error('a visitor without a form')
        const values = (tab: string) => ({ email: `visitor-${round}-${index}@${tab}.example` })
        const [one, other] = await Promise.all([
          visitor.fills(form, values('one')),
          tabs[index]?.fills(form, values('two')),
        ])
        answers++
        if (JSON.stringify(one) !== JSON.stringify(other))
          wrong.push(`C21: ${visitor.name} was told ${JSON.stringify(one)} and ${JSON.stringify(other)}`)
        return { form, told: JSON.stringify(one) }
      })
      const some = answers + chance.between(0, measure.visitors - 5)
      await until(() => answers >= some, 'some are answered')
      await sleep(chance.between(0, 10))
      await victim.end('SIGKILL')
      await victim.start()
      const told = await Promise.all(burst)
      for (const each of [...visitors, ...tabs]) {
        wrong.push(...each.complaints)
        each.leaves()
      }
      wrong.push(...(await looking(databaseUrl, sql => misremembered(sql, demo.team, told))))
    }
    note(`${measure.rounds} kills, ${answers} forms answered from two tabs`)
    return [...wrong, ...(await looking(databaseUrl, sql => wrongAtRest(sql, demo.team)))]
  })

async function misremembered(sql: Sql, team: string, told: { form: string; told: string }[]): Promise<string[]> {
  const rows = await sql`
    select id::text, form ->> 'state' as state, form -> 'values' as values from messages
    where team_id = ${team} and id = any(${told.map(({ form }) => form)}::uuid[])`
  const stored = new Map(rows.map(({ id, state, values }) => [id, `${state} ${JSON.stringify(values)}`]))
  return told.flatMap(({ form, told: values }) =>
    stored.get(form) === `submitted ${values}` ? [] : [`form ${form} is ${stored.get(form)} and was told ${values}`],
  )
}
