import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { emails, graph, hears, is } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { type MailProvider, openMailProvider } from '../house/mail-provider.ts'
import { acts, statuses } from '../house/talk.ts'
import { until } from '../house/until.ts'

/** C12 between the act and what the provider says, step by step: emails leave when a test lets time pass. */
let provider: MailProvider
let house: House
let team: TestTeam
beforeAll(async () => {
  provider = await openMailProvider()
  house = await openHouse({
    PAVIOR_ROLE: 'web',
    RESEND_API_KEY: 're_test',
    RESEND_BASE_URL: provider.url,
    EMAIL_FROM: 'hello@tidewheel.example',
  })
})
beforeEach(async () => {
  provider.feels(undefined)
  team = await house.bareTeam()
})
afterEach(() => holds(team))
afterAll(async () => {
  await house.stop()
  await provider.stop()
})

test('C12: an email that fails behind the person’s back leaves what they did as it was', async () => {
  const exits = [{ id: 'left', name: 'Left', filter: is('attributes.left', true) }]
  await team.campaign(graph([hears('chat'), emails('mail', 'Hello'), hears('more')], ['chat > mail > more'], { exits }))
  const visitor = await team.visitor()
  await visitor.updates({ email: 'ana@shop.example' })
  const conversation = await visitor.writes('Hi')
  provider.feels('hang-up')
  await house.clock.passes('PT1S')
  const state = async () => (await team.sql`select state from emails where team_id = ${team.id}`).map(row => row.state)
  expect(await state()).toEqual(['handing'])
  await visitor.writes('I am still here', conversation)
  await visitor.updates({ left: true })
  expect(await statuses(team, visitor.person)).toEqual(['exited'])
  provider.feels({ status: 422, body: { message: 'No such mailbox.' } })
  await until(async () => {
    await house.clock.passes('PT30S')
    return (await state())[0] === 'revoked'
  }, 'the provider is asked again, and says no')
  expect((await acts(team, visitor.person)).mail).toMatchObject({
    outcome: 'failed',
    reason: 'Resend 422: No such mailbox.',
  })
})

test('S3: who was away while an email left hears of it when they ask for what they missed', async () => {
  await team.campaign(graph([hears('chat'), emails('mail', 'Hello')], ['chat > mail']))
  const visitor = await team.visitor()
  await visitor.updates({ email: 'ana@shop.example' })
  const conversation = await visitor.writes('Hi')
  const missed = async (revision: number) => {
    const answer = await visitor.socket.emitWithAck('conversation:sync', { conversation, after: 2, revision })
    if (!answer.ok) throw new Error(answer.error.message)
    return answer
  }
  const { revision } = await missed(0)
  await house.clock.passes('PT1S')
  expect((await missed(revision)).changed).toMatchObject([{ number: 2, email: { state: 'handed' } }])
})
