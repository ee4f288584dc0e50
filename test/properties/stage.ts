import { randomUUID } from 'node:crypto'
import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { formOf } from '@pavior/shared/document/document.ts'
import type { Form } from '@pavior/shared/document/form-schema.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Answer } from '@pavior/shared/protocol/answer.ts'
import type { MessageView } from '@pavior/shared/protocol/views.ts'
import { z } from 'zod'
import type { Clock } from '../house/clock.ts'
import { differences } from '../house/differences.ts'
import type { TestTeam } from '../house/house.ts'
import { until } from '../house/until.ts'
import { inTeam } from './any-campaign.ts'
import type { Happening, History, Step } from './any-history.ts'
import type { Desk } from './desk.ts'
import { type Device, Tab } from './tab.ts'

type Answered = Answer<Record<string, unknown>>
type Place = { conversation: string; number: number }

/** Something that was sent and has an id: until it is answered it is sent again, like from a widget's outbox. */
type Sent = {
  id: string
  device: Device
  /** Who the device was then. */
  person: string
  conversation?: string | undefined
  content: string
  place?: Place
}

const DEVICES = 3

/** A team, its visitors and agents, and all that they know they have done. */
export class Stage {
  readonly team: TestTeam
  readonly desks: Desk[]
  readonly devices: { device: Device; tabs: Tab[]; left: Tab[] }[] = []
  readonly sent: Sent[] = []
  readonly replies: { id: string; desk: Desk; conversation: string; content: string; place?: Place }[] = []
  /** By form: the values that somebody was told are stored. */
  readonly answered = new Map<string, unknown>()
  readonly complaints: string[] = []
  private readonly campaigns: string[] = []
  /** As they are with this team's agents and inbox. */
  private readonly graphs: CampaignGraph[] = []
  private readonly history: History
  private readonly clock: Clock

  constructor(team: TestTeam, desks: Desk[], history: History, clock: Clock) {
    this.team = team
    this.desks = desks
    this.history = history
    this.clock = clock
  }

  async begin(): Promise<void> {
    const { sql, id } = this.team
    const [inbox] = await sql`select id from inboxes where team_id = ${id} order by created_at, id`
    const agents = this.desks.map(({ agent }) => agent.id)
    for (const graph of this.history.campaigns) this.graphs.push(inTeam(graph, z.uuid().parse(inbox?.id), agents))
    for (const graph of this.graphs) this.campaigns.push((await this.team.campaign(graph)).id)
    for (let index = 0; index < DEVICES; index++) {
      const device = { url: this.team.url, team: this.team.id }
      this.devices.push({ device, tabs: [await new Tab(device).ready()], left: [] })
    }
  }

  /** Steps of one moment happen at the same time; afterwards everybody is there who wants to be. */
  async moment(steps: Step[]): Promise<void> {
    await Promise.all(steps.map(step => this.take(step)))
    for (const { what, which } of steps)
      if (what === 'time passes')
        await this.clock.passes(pick(['PT1S', 'PT20S', 'PT3M', 'PT13H', 'P8D'], which) ?? 'PT1S')
    await this.settle()
  }

  private async settle(): Promise<void> {
    for (const { tabs, left } of this.devices) for (const tab of tabs) if (!left.includes(tab)) await tab.ready()
    for (const sent of this.sent) if (!sent.place) await this.resend(sent)
    for (const reply of this.replies) if (!reply.place) await this.sendReply(reply)
  }

  /** Whoever it was first, and nobody else. */
  private async resend(sent: Sent): Promise<void> {
    const tab = this.devices.find(({ device }) => device === sent.device)?.tabs.find(({ live }) => live)
    if (tab && (await this.isStill(sent.person, tab.person))) await this.send(tab, sent)
    else if (tab) this.sent.splice(this.sent.indexOf(sent), 1)
  }

  private async isStill(before: string, now: string): Promise<boolean> {
    if (before === now) return true
    const rows = await this.team
      .sql`select from people where team_id = ${this.team.id} and id = ${before} and merged_into = ${now}`
    return rows.length > 0
  }

  private async send(tab: Tab, sent: Sent): Promise<void> {
    const answer = await tab.says(sent.id, sent.content, sent.conversation)
    if (!answer) return
    if (answer.ok) this.place(sent, answer)
    // A conversation that went to somebody else with its person is nobody's to write in for this one.
    else if (answer.error.code !== 'not-found' && answer.error.code !== 'conflict')
      this.complaints.push(`a message was refused: ${JSON.stringify(answer)}`)
    if (!answer.ok && !sent.place) this.sent.splice(this.sent.indexOf(sent), 1)
  }

  private place(sent: { id: string; place?: Place }, answer: Extract<Answered, { ok: true }>): void {
    const place = Placed.parse(answer)
    if (sent.place && JSON.stringify(sent.place) !== JSON.stringify(place))
      this.complaints.push(`S1: ${sent.id} was ${JSON.stringify(sent.place)} and is ${JSON.stringify(place)}`)
    sent.place = place
  }

  private async sendReply(reply: (typeof this.replies)[number]): Promise<void> {
    const { id, desk, conversation, content } = reply
    const answer = await desk.replies(conversation, content, id)
    if (answer?.ok) this.place(reply, answer)
    else if (answer) this.complaints.push(`a reply was refused: ${JSON.stringify(answer)}`)
  }

  private async take(step: Step): Promise<void> {
    const { what, who } = step
    if (what === 'time passes') return
    if (what.startsWith('campaign')) return await this.changeCampaign(step)
    if (what.startsWith('agent') || what.startsWith('site')) return await this.behind(what, step)
    const there = pick(this.devices, who)
    const tab = pick(there?.tabs.filter(({ live }) => live) ?? [], step.which)
    if (there && what === 'tab comes back') {
      for (const away of there.left.splice(0)) away.comeBack()
      return
    }
    if (there && tab) await this.atDevice(there, tab, step)
  }

  private async atDevice(there: (typeof this.devices)[number], tab: Tab, step: Step): Promise<void> {
    const { device } = there
    const { what, which, how } = step
    const conversation = pick([...tab.transcripts.keys()], which)
    const content = `${pick(['Hello', 'Do you ship to Norway?', 'Two\nlines'], how)} ${how}`
    switch (what) {
      case 'visitor starts':
      case 'visitor writes': {
        const into = what === 'visitor writes' ? conversation : undefined
        const sent = { id: randomUUID(), device, person: tab.person, conversation: into, content }
        this.sent.push(sent)
        return await this.send(tab, sent)
      }
      case 'visitor says it again':
        return await this.sayAgain(tab, step)
      case 'visitor answers':
        return await this.answer(there.tabs, tab, step)
      case 'visitor presses':
        return await this.press(tab, step)
      case 'visitor sees':
        if (conversation) await tab.ask('conversation:seen', { conversation, number: how })
        return
      case 'page views':
        return await this.facts(
          tab,
          { kind: 'page', url: `https://shop.example/${how % 2 ? 'pricing' : 'bikes'}` },
          how,
        )
      case 'page tracks':
        return await this.facts(tab, { kind: 'track', name: 'ordered', properties: { bikes: how } }, how)
      case 'page updates':
        return await this.facts(tab, { kind: 'update', attributes: told(which, how) }, how)
      case 'visitor identifies': {
        const claims = how % 2 ? { email: `user-${which % 2}@site.example`, plan: 'pro' } : {}
        device.identity = await this.team.identity(`user-${which % 2}`, claims)
        for (const each of there.tabs) if (!there.left.includes(each)) each.reconnect()
        return
      }
      case 'visitor signs out':
        device.identity = undefined
        device.token = undefined
        for (const each of there.tabs) if (!there.left.includes(each)) each.reconnect()
        return
      case 'tab opens':
        if (there.tabs.length < 2) there.tabs.push(new Tab(device))
        return
      case 'tab goes away':
        tab.goAway()
        there.left.push(tab)
        return
      case 'line breaks':
        return tab.cut()
      default:
        throw new Error(`nobody does ${what}`)
    }
  }

  /** S1: the same words with the same id are answered with the same place; other words are refused. */
  private async sayAgain(tab: Tab, { which, how }: Step): Promise<void> {
    if (how % 7 === 0) return await this.takeId(tab, which)
    const sent = pick(
      this.sent.filter(({ device, place }) => device === tab.device && place),
      which,
    )
    if (!sent || !(await this.isStill(sent.person, tab.person))) return
    if (how % 3 > 0) return await this.send(tab, sent)
    const answer = await tab.ask('message:send', { id: sent.id, content: `Not ${sent.content}` })
    if (answer && (answer.ok || answer.error.code !== 'conflict'))
      this.complaints.push(`S1: other words with the same id: ${JSON.stringify(answer)}`)
  }

  /** S1: an id that somebody else's message has is refused. */
  private async takeId(tab: Tab, which: number): Promise<void> {
    const theirs = messagesOf(tab).filter(({ from }) => from.type !== 'person')
    const id = pick(theirs, which)?.id
    const answer = id === undefined ? undefined : await tab.ask('message:send', { id, content: 'Mine' })
    if (answer && (answer.ok || answer.error.code !== 'conflict'))
      this.complaints.push(`S1: the id of a message of the team: ${JSON.stringify(answer)}`)
  }

  private async answer(tabs: Tab[], tab: Tab, { which, how }: Step): Promise<void> {
    const message = pick(
      messagesOf(tab).filter(({ form }) => form),
      which,
    )
    const form = message && formOf(message.content)
    if (!message || !form) return
    const other = tabs.find(({ live, person }) => live && person === tab.person) ?? tab
    await Promise.all([
      this.submit(tab, message, valuesFor(form, how)),
      ...(how % 3 === 0 ? [this.submit(other, message, valuesFor(form, how + 1))] : []),
    ])
  }

  /** C21: everybody is told the same values. */
  private async submit(tab: Tab, { id: message }: MessageView, values: Record<string, unknown>): Promise<void> {
    const id = randomUUID()
    const answer = await tab.ask('form:submit', { id, message, values })
    if (!answer) return
    const stored = answer.ok ? Submitted.parse(answer).form.values : answer.error.values
    if (answer.ok || answer.error.code === 'already-submitted') {
      const before = this.answered.get(message)
      if (before) this.complaints.push(...differences(before, stored, `C21: form ${message}: told ≠ told`))
      this.answered.set(message, stored)
    } else if (!['invalid', 'gone', 'not-found'].includes(answer.error.code))
      this.complaints.push(`a form was refused: ${JSON.stringify(answer)}`)
    if (!answer.ok) return
    const again = await tab.ask('form:submit', { id, message, values })
    if (again) this.complaints.push(...differences(answer, again, 'S1: a form ≠ the same again'))
  }

  private async press(tab: Tab, { which, how }: Step): Promise<void> {
    const withButtons = messagesOf(tab).filter(({ content }) => content.content.some(({ type }) => type === 'button'))
    const message = pick(withButtons, which)
    if (!message) return
    const frame = { id: randomUUID(), message: message.id, button: how % 2 ? 'one' : 'two' }
    const answer = await tab.ask('button:press', frame)
    if (answer && !answer.ok && !['conflict', 'not-found'].includes(answer.error.code))
      this.complaints.push(`a button was refused: ${JSON.stringify(answer)}`)
  }

  /** Over the socket or, like the loader, without one; sometimes the same twice. */
  private async facts(tab: Tab, fact: object, how: number): Promise<void> {
    const facts = [{ id: randomUUID(), ...fact }]
    const { url, team, token, identity } = tab.device
    const withoutSocket = how % 3 === 0 && (token !== undefined || identity !== undefined)
    for (let times = 1; times <= (how % 4 === 0 ? 2 : 1); times++) {
      if (!withoutSocket) {
        const answer = await tab.ask('facts', facts)
        if (answer && !answer.ok) this.complaints.push(`a page's fact was refused: ${JSON.stringify(answer)}`)
        continue
      }
      const body = JSON.stringify({ team, ...(identity ? { identity } : { token }), facts })
      const { status } = await fetch(`${url}/visitor/facts`, { method: 'POST', body })
      // The token may have ended in between: then somebody new says the same.
      if (status !== 200 && !(times === 2 && status === 409)) this.complaints.push(`POST /visitor/facts: ${status}`)
    }
  }

  private async behind(what: Happening, { who, which, how }: Step): Promise<void> {
    const { sql, id: team } = this.team
    const rows = await sql`select id from conversations where team_id = ${team} order by started_at, id`
    const conversation = pick(z.array(z.object({ id: z.string() })).parse(rows), which)?.id
    const desk = pick(this.desks, who)
    if (what === 'site sets') return await this.siteSets(which, how)
    if (conversation === undefined || !desk) return
    const content = `Within ${how} days`
    switch (what) {
      case 'agent replies': {
        await desk.opens(conversation)
        const reply = { id: randomUUID(), desk, conversation, content }
        this.replies.push(reply)
        return await this.sendReply(reply)
      }
      case 'agent says it again': {
        const reply = pick(this.replies, which)
        return reply && (await this.sendReply(reply))
      }
      case 'agent notes':
        await desk.opens(conversation)
        await desk.ask('note:send', { id: randomUUID(), conversation, content })
        return
      case 'agent assigns':
        return await desk.changes(conversation, { assignee: how % 3 ? desk.agent.id : null })
      case 'agent changes state':
        return await desk.changes(conversation, stateFor(how, await this.clock.now()))
      case 'agent sees':
        await desk.ask('conversation:seen', { conversation, number: how % 5 })
        return
      case 'agent goes away':
        return desk.goesAwayAndBack()
      case 'site writes':
        return await this.siteWrites(conversation, content)
      default:
        throw new Error(`nobody does ${what}`)
    }
  }

  private async siteSets(which: number, how: number): Promise<void> {
    const { name, ...attributes } = told(which, how)
    const body = JSON.stringify({ ...(name !== undefined && { name }), attributes })
    const response = await this.team.api(`/people/user-${which % 2}`, { method: 'PUT', body })
    if (!response.ok) this.complaints.push(`PUT /people: ${response.status} ${await response.text()}`)
  }

  /** Twice with the same key: written once. */
  private async siteWrites(conversation: string, content: string): Promise<void> {
    const init = {
      method: 'POST',
      body: JSON.stringify({ content }),
      headers: { 'idempotency-key': randomUUID() },
    }
    const answers: string[] = []
    for (let times = 0; times < 2; times++) {
      const response = await this.team.api(`/conversations/${conversation}/messages`, init)
      answers.push(`${response.status} ${await response.text()}`)
    }
    if (!answers[0]?.startsWith('201') || answers[0] !== answers[1])
      this.complaints.push(`POST messages twice: ${answers.join(' and ')}`)
  }

  private async changeCampaign({ what, which, how }: Step): Promise<void> {
    const id = pick(this.campaigns, which)
    const graph = pick(this.graphs, how)
    if (id === undefined || !graph) return
    if (what === 'campaign is published') {
      // Of two at once one wins, and the other is told.
      await this.team.campaign(graph, id).catch(error => {
        if (!(error instanceof Problem && error.code === 'changed-meanwhile')) throw error
      })
      return
    }
    const paused = what === 'campaign is paused'
    const body = JSON.stringify(paused ? {} : { existing: how % 2 === 0 ? 'enroll' : 'skip' })
    const response = await this.team.api(`/campaigns/${id}/${paused ? 'pause' : 'resume'}`, { method: 'POST', body })
    // It may be paused, or active, already.
    if (!response.ok && response.status !== 409)
      this.complaints.push(`${what}: ${response.status} ${await response.text()}`)
  }

  /** Everybody comes back, everything is answered, and what is due for long acts: nothing is on its way then. */
  async end(): Promise<void> {
    for (const { tabs, left } of this.devices) {
      for (const away of left.splice(0)) away.comeBack()
      for (const tab of tabs) await tab.ready()
    }
    for (const { agent } of this.desks) await until(() => agent.socket.connected, 'the agent is back')
    await this.settle()
    await this.clock.passes('P45D')
    for (const open of [...this.sent, ...this.replies])
      if (!open.place) this.complaints.push(`${open.id} was never answered`)
    for (const { tabs } of this.devices) for (const tab of tabs) this.complaints.push(...tab.complaints)
    for (const { complaints } of this.desks) this.complaints.push(...complaints)
  }

  close(): void {
    for (const { tabs } of this.devices) for (const tab of tabs) tab.close()
    for (const { agent } of this.desks) agent.leaves()
  }
}

const Placed = z.object({ conversation: z.string(), number: z.number() })
const Submitted = z.object({ form: z.object({ values: z.record(z.string(), z.unknown()) }) })

const pick = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(1, all.length)]

const messagesOf = (tab: Tab): MessageView[] => [...tab.transcripts.values()].flatMap(({ messages }) => messages)

function told(which: number, how: number): Record<string, string | number | null> {
  const plan = pick(['pro', 'free', null], how) ?? null
  return which % 2 === 0 ? { plan, visits: how % 6 } : { name: `Somebody ${how % 4}` }
}

function stateFor(how: number, now: number): object {
  if (how % 3 === 0) return { state: 'closed' }
  if (how % 3 === 1) return { state: 'open' }
  return { state: 'snoozed', until: new Date(now + (how % 2 ? 700 : 3_600_000)).toISOString() }
}

/** Mostly what the form wants, sometimes what it refuses. */
function valuesFor(form: Form, how: number): Record<string, unknown> {
  const good = { text: `Ada ${how}`, email: `ada-${how}@engine.example`, number: String(how), date: '2026-02-28' }
  const given = form.fields.map(({ key, kind, options = [] }) => [
    key,
    kind === 'choice' ? pick(options, how) : key === 'email' ? good.email : good[kind],
  ])
  return { ...Object.fromEntries(given), ...(how % 5 === 4 && { unknown: 'x' }) }
}
