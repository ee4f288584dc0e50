import { afterAll, beforeAll, expect, test } from 'vitest'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { plain, storedLife, toldLife } from '../house/life.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
  team = await house.team()
})
afterAll(() => house.stop())

test('the story: a visitor writes, the form answers at once, an agent takes over', async () => {
  const agent = await team.agent()
  const visitor = await team.visitor({ context: { language: 'en', timezone: 'Europe/Oslo' } })
  const conversation = await visitor.writes('Do you ship to Norway?')
  const row = await agent.sees(one => one.id === conversation, 'the conversation arrives without reloading')
  expect(row).toMatchObject({ unread: true, state: 'open', person: { type: 'anonymous' } })

  const asked = await visitor.receives(message => message.form?.state === 'open')
  expect(asked).toMatchObject({ number: 2, from: { type: 'team' } })
  const answer = await visitor.fills(asked.id, { name: 'Okan Demirel', email: 'okan.d@postfach.example' })
  expect(answer).toMatchObject({ ok: true, form: { state: 'submitted' } })
  await agent.sees(one => one.person.name === 'Okan Demirel' && one.person.email === 'okan.d@postfach.example')

  await agent.watches(conversation)
  const reply = await agent.replies(conversation, 'Yes, within five days.')
  expect(reply).toMatchObject({ ok: true, number: 3 })
  const got = await visitor.receives(message => message.number === 3)
  expect(got.from).toMatchObject({ type: 'agent', name: 'Mara Lindqvist' })
  expect(await visitor.transcript(conversation)).toEqual(visitor.received(conversation))
  expect(plain(await toldLife(team.sql, team.id, visitor.person))).toEqual(
    plain(await storedLife(team.sql, team.id, visitor.person)),
  )
})
