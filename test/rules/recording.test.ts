import { randomUUID } from 'node:crypto'
import { journalAfter } from '@pavior/server/people/reads.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Interaction } from '@pavior/shared/journal/interaction.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { TestAgent } from '../house/agent.ts'
import { asking, email, filters, graph, hears, of, offering, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { numbers, peopleBehind } from '../house/steering.ts'
import { talk } from '../house/talk.ts'
import { until } from '../house/until.ts'
import type { TestVisitor } from '../house/visitor.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse({ PAVIOR_ROLE: 'web' })
})
beforeEach(async () => {
  team = await house.bareTeam()
})
// S6: what is stored is what the journal tells, with all that was recorded in it.
afterEach(() => holds(team))
afterAll(() => house.stop())

const does = (visitor: TestVisitor, ...all: Interaction[]) =>
  visitor.sends('interactions', { session: 'tab-1', all: all.map(what => ({ before: 20, what })) })

const journal = (person: string): Promise<Entry[]> => journalAfter(team.sql, team.id, person, 0, 1000)

/** What was recorded of somebody, in order. */
async function recorded(person: string): Promise<Interaction[]> {
  return (await journal(person)).flatMap(entry => (entry.kind === 'interacted' ? [entry.what] : []))
}

const began: Interaction = {
  does: 'began',
  viewport: { width: 1440, height: 900 },
  phone: false,
  language: 'en',
  theme: 'light',
  open: true,
}

/** A campaign that asks for an email, and somebody it asked. */
async function asked() {
  const campaign = await team.campaign(
    graph([hears('chat'), sends('ask', asking('Your email?', email))], ['chat > ask']),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const form = await visitor.receives(message => message.form !== undefined)
  return { campaign, visitor, conversation, form: form.id }
}

const refused = (message: string): Interaction => ({
  does: 'form-refused',
  message,
  refused: { email: 'This is not an email address.' },
  filled: ['email'],
})

test('R2, R3: what a visitor did with the widget stands in their journal, in order, with the tab it was in', async () => {
  const { visitor, conversation, form } = await asked()
  const did: Interaction[] = [
    began,
    { does: 'showed', conversation },
    { does: 'message-seen', conversation, number: 2 },
    { does: 'form-shown', message: form },
    { does: 'field-focused', message: form, field: 'email' },
    { does: 'field-left', message: form, field: 'email', filled: true, refused: 'This is not an email address.' },
    refused(form),
    { does: 'head-changed', online: true },
    { does: 'closed' },
    { does: 'opened', online: false },
  ]
  expect(await does(visitor, ...did)).toEqual({ ok: true })
  expect(await recorded(visitor.person)).toEqual(did)
  const entries = (await journal(visitor.person)).filter(({ kind }) => kind === 'interacted')
  expect(entries).toMatchObject(did.map(() => ({ session: 'tab-1', before: 20 })))
  // Beside a conversation stands what happened; what was only done in the widget is for rewind.
  const agent = await team.agent()
  const { journal: lines } = await agent.reads(`/api/dashboard/people/${visitor.person}`)
  expect(
    z
      .array(z.object({ kind: z.string() }))
      .parse(lines)
      .map(({ kind }) => kind),
  ).not.toContain('interacted')
  expect(lines).toContainEqual(expect.objectContaining({ kind: 'entered' }))
})

test('T1: who was refused by a form counts once for the component that sent it, and is listed', async () => {
  const { campaign, visitor, form } = await asked()
  await does(visitor, refused(form), refused(form))
  await does(visitor, refused(form))
  expect(await numbers(team, campaign.id)).toMatchObject({ components: { ask: { sent: 1, refused: 1, submitted: 0 } } })
  expect(await peopleBehind(team, campaign.id, 'refused', 'ask')).toEqual([{ person: visitor.person }])
  const agent = await team.agent()
  const unsent = async () => (await agent.reads(`/api/dashboard/campaigns/${campaign.id}/statistics/ways`)).unsent
  expect(await unsent()).toEqual({ ask: 1 })
  const engaged = (await journal(visitor.person)).filter(
    entry => entry.kind === 'engaged' && entry.outcome === 'refused',
  )
  expect(engaged).toHaveLength(1)
  await visitor.fills(form, { email: 'ada@engine.example' })
  await does(visitor, refused(form))
  expect(await numbers(team, campaign.id)).toMatchObject({ components: { ask: { refused: 1, submitted: 1 } } })
  expect(await unsent()).toEqual({ ask: 0 })
  // Switched off afterwards, it still counts.
  await recordsNothing(agent)
  expect(await numbers(team, campaign.id)).toMatchObject({ recording: false, components: { ask: { refused: 1 } } })
  expect(await peopleBehind(team, campaign.id, 'refused', 'ask')).toEqual([{ person: visitor.person }])
})

test('C5: nobody becomes known by what they do with the widget', async () => {
  const visitor = await team.visitor()
  expect(await does(visitor, began, { does: 'opened' })).toEqual({ ok: true })
  expect(await team.sql`select from people where team_id = ${team.id} and id = ${visitor.person}`).toEqual([])
})

/** An owner switches it off. */
async function recordsNothing(owner?: TestAgent) {
  const body = JSON.stringify({ recording: false })
  expect(
    (await (owner ?? (await team.agent())).asks('/api/dashboard/settings', { method: 'PATCH', body })).status,
  ).toBe(200)
}

test('T1, C8: a link that is opened counts as clicked, in the text or a button, though nothing is recorded', async () => {
  const offer = offering('See https://shop.example/bikes', { id: 'docs', label: 'Docs', url: 'https://d.example/' })
  const { id } = await team.campaign(
    graph(
      [
        hears('chat'),
        sends('offer', offer),
        filters('looks', of('offer', 'clicked')),
        sends('thanks', 'You looked.'),
        filters('reads', of('offer', 'clicked', 'docs')),
        sends('more', 'You read.'),
      ],
      ['chat > offer > looks:matched > thanks', 'offer > reads:matched > more'],
    ),
  )
  await recordsNothing()
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const { id: offered } = await visitor.receives(({ number }) => number === 2)
  expect(await visitor.presses(offered)).toEqual({ ok: true })
  const { id: thanks } = await visitor.receives(({ number }) => number === 3)
  expect(await visitor.presses(offered)).toEqual({ ok: true })
  expect(await visitor.presses(offered, 'docs')).toEqual({ ok: true })
  expect(await talk(team, visitor.person)).toEqual([
    ['person: Hi', 'team: See https://shop.example/bikes\nDocs', 'team: You looked.', 'team: You read.'],
  ])
  expect(await numbers(team, id)).toMatchObject({ components: { offer: { sent: 1, clicked: 1 } } })
  expect(await peopleBehind(team, id, 'clicked', 'offer')).toEqual([{ person: visitor.person }])
  expect(await visitor.presses(thanks)).toMatchObject({ ok: false, error: { code: 'not-found' } })
})

test('a team that switched recording off records nothing, and says so to the widget; messages and forms are kept', async () => {
  const { campaign, visitor, form } = await asked()
  expect(visitor.ready?.recording).toBe(true)
  await recordsNothing()
  expect(await does(visitor, began, refused(form))).toEqual({ ok: true })
  expect(await recorded(visitor.person)).toEqual([])
  // T1: what nobody tells is not known, and "–" on screen.
  const unknown = { recording: false, components: { ask: { refused: null, submitted: 0 } } }
  expect(await numbers(team, campaign.id)).toMatchObject(unknown)
  const agent = await team.agent()
  expect(await agent.reads(`/api/dashboard/campaigns/${campaign.id}/statistics`)).toMatchObject(unknown)
  const file = await agent.asks(`/api/dashboard/campaigns/${campaign.id}/statistics/numbers.csv`)
  expect(await file.text()).toMatch(/^ask,send-message,.*,refused,\r$/m)
  await visitor.fills(form, { email: 'ada@engine.example' })
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Your email? [submitted]']])
  const next = await team.visitor()
  expect(next.ready?.recording).toBeUndefined()
})

test('R2: what speaks of others, or of what there is not, is passed over; the rest is recorded', async () => {
  const { conversation: theirs, form: theirForm, campaign } = await asked()
  const eve = await team.visitor()
  const conversation = await eve.writes('Hi')
  const { id: form } = await eve.receives(message => message.form !== undefined)
  const nobodys = randomUUID()
  const answer = await does(
    eve,
    { ...began, conversation: theirs },
    { does: 'showed', conversation: theirs },
    { does: 'showed', conversation: nobodys },
    { does: 'message-seen', conversation, number: 99 },
    { does: 'preview-shown', conversation: theirs, number: 1 },
    { does: 'form-shown', message: theirForm },
    refused(theirForm),
    refused(nobodys),
    { does: 'field-focused', message: form, field: 'password' },
    { does: 'form-refused', message: form, refused: { password: 'No' }, filled: [] },
    { does: 'button-clicked', message: form, button: 'none' },
    { does: 'link-clicked', message: form, url: 'javascript:alert(1)' },
    { does: 'field-focused', message: form, field: 'email' },
  )
  expect(answer).toEqual({ ok: true })
  expect(await recorded(eve.person)).toEqual([began, { does: 'field-focused', message: form, field: 'email' }])
  expect(await numbers(team, campaign.id)).toMatchObject({ components: { ask: { refused: 0 } } })
})

test('C2: what is recorded asks no campaign, but for what time made due', async () => {
  const { visitor, conversation } = await asked()
  const before = await journal(visitor.person)
  await does(visitor, began, { does: 'showed', conversation }, { does: 'closed' })
  const since = (await journal(visitor.person)).slice(before.length)
  expect(new Set(since.map(({ kind }) => kind))).toEqual(new Set(['interacted']))
})

test('a journal of 50,000 entries records nothing more of the widget; everything else goes on in it', async () => {
  const long = await house.bareTeam()
  const visitor = await long.visitor()
  const conversation = await visitor.writes('Hi')
  await long.sql`update people set entries = 49990 where team_id = ${long.id} and id = ${visitor.person}`
  const opened: Interaction[] = Array(20).fill({ does: 'opened' })
  // What came in one frame is recorded whole.
  for (let frames = 0; frames < 3; frames++) expect(await does(visitor, ...opened)).toEqual({ ok: true })
  expect(await visitor.says('Still here', { conversation })).toMatchObject({ ok: true, number: 2 })
  const entries = await long.sql`
    select kind, count(*)::int, max(number) as last from journal where team_id = ${long.id} and number > 49990 group by 1 order by 3`
  expect(entries).toEqual([
    { kind: 'interacted', count: 20, last: 50_010 },
    { kind: 'message-sent', count: 1, last: 50_011 },
  ])
})

test('C25, C26: a merge takes the recording along; an erasure takes it away', async () => {
  const { visitor, conversation } = await asked()
  await does(visitor, began, { does: 'showed', conversation })
  const signup = await team.visitor({ identity: await team.identity('u-1'), token: visitor.token })
  await does(signup, { does: 'opened' })
  expect(await recorded(signup.person)).toContainEqual({ does: 'opened' })
  await team.api(`/people/${signup.person}`, { method: 'DELETE' })
  const left = await team.sql`select from journal where team_id = ${team.id} and kind = 'interacted'`
  expect(left).toEqual([])
  await until(async () => signup.revoked, 'the widget of the erased is told')
})

test('a button or a link of a message is recorded by what it is', async () => {
  await team.campaign(
    graph([hears('chat'), sends('offer', offering('Call?', { id: 'yes', label: 'Yes' }))], ['chat > offer']),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const { id: message } = await visitor.receives(({ number }) => number === 2)
  const did: Interaction[] = [
    { does: 'button-clicked', message, button: 'yes' },
    { does: 'link-clicked', message, url: 'https://shop.example/' },
  ]
  await does(visitor, ...did)
  expect(await recorded(visitor.person)).toEqual(did)
})
