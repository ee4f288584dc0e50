import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { asks } from '../house/api.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'

/** What the README tells a stranger to type is done here word by word, so that it stays true. */

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
  team = await house.bareTeam()
})
afterAll(() => house.stop())

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

/** The commands of each block of a section. */
function blocksOf(section: string): string[][] {
  const [, behind = ''] = readme.split(`\n### ${section}\n`)
  const [own = ''] = behind.split(/\n##+ /)
  return [...own.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block.split(/^(?=curl )/m).filter(isCurl))
}
const isCurl = (command: string) => command.startsWith('curl ')

type Command = { method: string; url: string; headers: Record<string, string>; body?: string }

/** What a shell and curl would make of it. */
function read(command: string, variables: Record<string, string>): Command {
  const words = [...command.matchAll(/'([^']*)'|"([^"]*)"|(#.*)|([^\s'"]+)/g)].flatMap(
    ([, raw, quoted, comment, bare]) =>
      comment === undefined
        ? [raw ?? (quoted ?? bare ?? '').replace(/\$(\w+)/g, (_, name) => variables[name] ?? '')]
        : [],
  )
  const after = (flag: string) => words.flatMap((word, index) => (words[index - 1] === flag ? [word] : []))
  const [body] = after('-d')
  const [, url = ''] = words.filter((word, index) => !/^-/.test(word) && !/^-/.test(words[index - 1] ?? ''))
  return {
    method: after('-X')[0] ?? (body === undefined ? 'GET' : 'POST'),
    url,
    headers: Object.fromEntries(after('-H').map(header => header.split(/:\s*/, 2))),
    ...(body !== undefined && { body }),
  }
}

const Answer = z.looseObject({ id: z.string().optional() })

test('the campaign of the README: built, entered, left, waited and answered, and its numbers', async () => {
  const [build = [], happen = [], look = [], why = []] = blocksOf('Campaigns by API')
  expect([build.length, happen.length, look.length, why.length]).toEqual([3, 4, 3, 1])
  const variables = { API: `${house.url}/api/v1`, AUTH: `Authorization: Bearer ${team.key}` }
  const ids: Record<string, string> = {}
  const types = async (command: string) => {
    const known = Object.entries(ids).reduce((text, [word, id]) => text.replaceAll(word, id), command)
    const { url, ...asked } = read(known, variables)
    const response = await fetch(url, asked)
    const answer = Answer.parse(await response.json())
    expect({ command, ok: response.ok, answer }).toMatchObject({ ok: true })
    const [, word] = /# its id is (\w+) below/.exec(command) ?? []
    if (word !== undefined) ids[word] = answer.id ?? ''
    return answer
  }
  for (const command of [...build, ...happen]) await types(command)
  await house.clock.passes('PT20S')
  const ann = await team.visitor({ identity: await team.identity('ann') })
  const [conversation] = ann.ready?.conversations ?? []
  expect(conversation?.last).toMatchObject({ text: 'Shall we help you connect your bank?' })
  await ann.writes('Yes, please', conversation?.id)
  const [numbers, sent, exited] = [await types(look[0] ?? ''), await types(look[1] ?? ''), await types(look[2] ?? '')]
  expect(numbers).toMatchObject({
    entered: 3,
    completed: 2,
    exits: { upgraded: 1 },
    components: { remind: { sent: 1, replied: 1 }, 'to-sales': { assigned: 1 } },
  })
  expect(sent).toMatchObject({ total: 1, data: [{ person: { name: 'Ann' } }] })
  expect(exited).toMatchObject({ total: 1, data: [{ person: { name: 'Cleo' }, reason: 'upgraded' }] })
  expect(await types(why[0] ?? '')).toMatchObject({ reason: 'once', visits: [{ status: 'exited' }] })
  const found = (await asks(team, 'GET', `/conversations?inbox=${ids.SALES}`)).body
  expect(found).toMatchObject({ data: [{ id: conversation?.id }] })
  await holds(team)
})

test('the campaign that CAMPAIGNS.md shows can be published as it stands', async () => {
  const guide = readFileSync(new URL('../../CAMPAIGNS.md', import.meta.url), 'utf8')
  const [, campaign = ''] = /```json\n(.*?)```/s.exec(guide) ?? []
  expect((await asks(team, 'POST', '/campaigns/check', campaign)).body).toEqual({ problems: [] })
})
