import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../house/free-port.ts'
import { type House, openHouse } from '../house/house.ts'
import { until } from '../house/until.ts'

let house: House
let port: number
beforeAll(async () => {
  port = await freePort()
  house = await openHouse({ METRICS_PORT: String(port) })
})
afterAll(() => house.stop())

/** The gauge's or counter's value, as the operator's Prometheus reads it. */
async function metric(line: string): Promise<number> {
  const read = await (await fetch(`http://localhost:${port}/metrics`)).text()
  const found = read.split('\n').find(one => one.startsWith(line))
  return found === undefined ? 0 : Number(found.split(' ').at(-1))
}

test('S3: a widget that does not receive what it should counts as behind until it has asked for it', async () => {
  const team = await house.team()
  const agent = await team.agent()
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hello?')
  await visitor.receives(({ number }) => number === 2)
  expect(await metric('pavior_clients_behind')).toBe(0)
  expect(await metric('pavior_sockets{namespace="visitor"}')).toBe(1)
  expect(await metric('pavior_facts_total{kind="message",outcome="done"}')).toBe(1)

  // The socket looks healthy, but nothing arrives: nobody says that it came.
  visitor.socket.off('message')
  await agent.replies(conversation, 'Are you there?')
  await until(async () => (await metric('pavior_clients_behind')) === 1, 'the operator is told')
  await visitor.transcript(conversation)
  expect(await metric('pavior_clients_behind')).toBe(0)
})

test('metrics are on their own port only', async () => {
  expect((await fetch(`http://localhost:${port}/readyz`)).status).toBe(404)
  const outside = await (await fetch(`${house.url}/metrics`)).text()
  expect(outside).not.toContain('pavior_')
})
