import { liveTeams } from '@pavior/server/campaigns/live.ts'
import { timeLapseOf } from '@pavior/server/campaigns/statistics/lapse.ts'
import { statisticsOf } from '@pavior/server/campaigns/statistics.ts'
import { agentMessageView, noteView } from '@pavior/server/conversations/views.ts'
import { readMessage, readNote } from '@pavior/server/database/rows.ts'
import { logAt } from '@pavior/server/log.ts'
import { messageView } from '@pavior/shared/protocol/message-view.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, test } from 'vitest'
import { TestAgent } from '../house/agent.ts'
import { wrongAtRest } from '../house/at-rest.ts'
import { differences } from '../house/differences.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { lapseAt, toldBy } from '../house/lapse.ts'
import { wrongLists } from '../house/wrong-lists.ts'
import { anyHistory, type History, inWords } from './any-history.ts'
import { Desk } from './desk.ts'
import { runs } from './runs.ts'
import { Stage } from './stage.ts'

/** A second process' worth of server on the same database: what one remembers, the other changes. */
type Elsewhere = Awaited<ReturnType<House['beside']>>

let house: House
let elsewhere: Elsewhere
beforeAll(async () => {
  house = await openHouse({ LOG_LEVEL: 'error' })
  elsewhere = await house.beside()
})
afterAll(async () => {
  await elsewhere.stop()
  await house.stop()
})

test('S1–S3, S6, T4: whatever happens, everybody ends with what the database holds, and its rules hold', async () => {
  const options = runs<[History]>(12)
  await fc.assert(
    fc.asyncProperty(anyHistory, async history => {
      const wrong = await wrongAfter(history)
      if (wrong.length > 0) throw new Error(`${wrong.slice(0, 50).join('\n')}\nafter\n${inWords(history)}`)
    }),
    // To shrink takes hundreds of histories: ask for it with SHRINK=1.
    { ...options, endOnFailure: process.env.SHRINK === undefined },
  )
}, 600_000)

async function wrongAfter(history: History): Promise<string[]> {
  const team = await house.team()
  const here = await team.agent()
  const there = await team.agent('Robin Hale')
  there.leaves()
  // On a laptop each port has a cookie of its own.
  const cookie = there.cookie.replaceAll(new URL(house.url).port, new URL(elsewhere.url).port)
  const desks = [new Desk(here), new Desk(await new TestAgent(elsewhere.url, cookie).connected())]
  const stage = new Stage(team, desks, history, house.clock)
  try {
    await stage.begin()
    for (const moment of history.moments) await stage.moment(moment)
    await stage.end()
    await elsewhere.catchUp()
    return [
      ...stage.complaints,
      ...(await wrongLists(team.sql, team.id)),
      ...(await wrongMessages(team, stage)),
      ...(await wrongScreens(team, stage)),
      ...(await wrongAtRest(team.sql, team.id)),
      ...(await wrongLapses(team)),
    ]
  } finally {
    stage.close()
  }
}

/** T1: a time-lapse of all time ends with the numbers of now. */
async function wrongLapses({ sql, id: team }: TestTeam): Promise<string[]> {
  const campaigns = await sql`select id from campaigns where team_id = ${team}`
  const wrong = campaigns.map(async ({ id: campaign }) => {
    const which = { team, campaign: String(campaign), version: 0 }
    const lapse = await timeLapseOf(sql, which, Date.parse('2200-01-01'), { people: 0, arrivals: 0 })
    return differences(
      lapseAt(lapse, lapse.to),
      toldBy(await statisticsOf(sql, which, true)),
      `lapse ≠ now: ${campaign}`,
    )
  })
  return (await Promise.all(wrong)).flat()
}

/** S2: what was acknowledged is there, in its place, with its words. */
async function wrongMessages({ sql, id }: TestTeam, stage: Stage): Promise<string[]> {
  const rows = await sql`select * from messages where team_id = ${id}`
  const stored = new Map(rows.map(row => readMessage(row)).map(one => [one.message.id, one]))
  return stage.said.flatMap(({ id: message, place, content }) => {
    const there = stored.get(message)
    const text = there && JSON.stringify(there.message.content)
    const isThere =
      there &&
      place &&
      there.conversation === place.conversation &&
      there.message.number === place.number &&
      content.split('\n').every(line => text?.includes(line))
    return isThere ? [] : [`message ${message} at ${JSON.stringify(place)} is ${JSON.stringify(there)}`]
  })
}

/** S3: the transcript of every client, after what came by itself and one sync, is the database's. */
async function wrongScreens({ sql, id }: TestTeam, stage: Stage): Promise<string[]> {
  const team = await liveTeams(sql, logAt('fatal')).get(id)
  const wrong: string[] = []
  const stored = async (conversation: string) =>
    (await sql`select * from messages where team_id = ${id} and conversation_id = ${conversation} order by number`).map(
      row => readMessage(row).message,
    )
  for (const { tabs } of stage.visitors.devices)
    for (const tab of tabs) {
      const own = await sql`select id from conversations where team_id = ${id} and person_id = ${tab.person}`
      for (const conversation of own.map(row => String(row.id))) {
        const must = (await stored(conversation)).map(message => messageView(conversation, message, team))
        const is = await tab.sync(conversation)
        wrong.push(...differences(is, must, `a tab ≠ stored: ${conversation}`))
      }
      const others = [...tab.transcripts.keys()].filter(one => !own.some(row => row.id === one))
      if (others.length > 0) wrong.push(`a tab of ${tab.person} shows conversations of others: ${others.join(', ')}`)
    }
  for (const desk of stage.desks)
    for (const conversation of desk.threads.keys()) {
      const { messages, notes } = await desk.sync(conversation)
      const must = (await stored(conversation)).map(message => agentMessageView(conversation, message, team))
      wrong.push(...differences(messages, must, `an agent's screen ≠ stored: ${conversation}`))
      const rows =
        await sql`select * from notes where team_id = ${id} and conversation_id = ${conversation} order by revision`
      const written = rows.map(row => noteView(conversation, readNote(row).note, team))
      wrong.push(...differences(notes, written, `an agent's notes ≠ stored: ${conversation}`))
    }
  return wrong
}
