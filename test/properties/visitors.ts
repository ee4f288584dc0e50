import { randomUUID } from 'node:crypto'
import { formOf } from '@pavior/shared/document/document.ts'
import type { Form } from '@pavior/shared/document/form-schema.ts'
import type { MessageView } from '@pavior/shared/protocol/views.ts'
import { z } from 'zod'
import { differences } from '../house/differences.ts'
import type { TestTeam } from '../house/house.ts'
import type { Step } from './any-history.ts'
import { interactions } from './interacting.ts'
import { type Place, pick, placed, told } from './placed.ts'
import { type Device, Tab } from './tab.ts'

const DEVICES = 3

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

/** The visitors of a team, each at a device with tabs, and all that they know they have done. */
export class Visitors {
  readonly devices: { device: Device; tabs: Tab[]; left: Tab[] }[] = []
  readonly sent: Sent[] = []
  /** By form: the values that somebody was told are stored. */
  private readonly answered = new Map<string, unknown>()
  private readonly team: TestTeam
  private readonly complaints: string[]

  constructor(team: TestTeam, complaints: string[]) {
    this.team = team
    this.complaints = complaints
  }

  async begin(): Promise<void> {
    for (let index = 0; index < DEVICES; index++) {
      const device = { url: this.team.url, team: this.team.id }
      this.devices.push({ device, tabs: [await new Tab(device).ready()], left: [] })
    }
  }

  async settle(): Promise<void> {
    for (const { tabs, left } of this.devices) for (const tab of tabs) if (!left.includes(tab)) await tab.ready()
    for (const sent of this.sent) if (!sent.place) await this.resend(sent)
  }

  async end(): Promise<void> {
    for (const { tabs, left } of this.devices) {
      for (const away of left.splice(0)) away.comeBack()
      for (const tab of tabs) await tab.ready()
    }
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
    if (answer.ok) placed(this.complaints, sent, answer)
    // A conversation that went to somebody else with its person is nobody's to write in for this one.
    else if (answer.error.code !== 'not-found' && answer.error.code !== 'conflict')
      this.complaints.push(`a message was refused: ${JSON.stringify(answer)}`)
    if (!answer.ok && !sent.place) this.sent.splice(this.sent.indexOf(sent), 1)
  }

  async take(step: Step): Promise<void> {
    const there = pick(this.devices, step.who)
    const tab = pick(there?.tabs.filter(({ live }) => live) ?? [], step.which)
    if (there && step.what === 'tab comes back') {
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
      case 'visitor interacts':
        return await this.interact(tab, step)
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
    // Or, now and then, a link in the text.
    const button = how % 5 > 0 && { button: how % 2 ? 'one' : 'two' }
    const frame = { id: randomUUID(), message: message.id, ...button }
    const answer = await tab.ask('button:press', frame)
    if (answer && !answer.ok && !['conflict', 'not-found'].includes(answer.error.code))
      this.complaints.push(`a button was refused: ${JSON.stringify(answer)}`)
  }

  /** What is forged is passed over, never refused. */
  private async interact(tab: Tab, { which, how }: Step): Promise<void> {
    const there = { conversations: [...tab.transcripts.keys()], messages: messagesOf(tab) }
    const answer = await tab.ask('interactions', interactions(there, which, how))
    if (answer && !answer.ok) this.complaints.push(`what was done was refused: ${JSON.stringify(answer)}`)
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

  close(): void {
    for (const { tabs } of this.devices) for (const tab of tabs) tab.close()
  }
}

const Submitted = z.object({ form: z.object({ values: z.record(z.string(), z.unknown()) }) })

const messagesOf = (tab: Tab): MessageView[] => [...tab.transcripts.values()].flatMap(({ messages }) => messages)

/** Mostly what the form wants, sometimes what it refuses. */
function valuesFor(form: Form, how: number): Record<string, unknown> {
  const good = { text: `Ada ${how}`, email: `ada-${how}@engine.example`, number: String(how), date: '2026-02-28' }
  const given = form.fields.map(({ key, kind, options = [] }) => [
    key,
    kind === 'choice' ? pick(options, how) : key === 'email' ? good.email : good[kind],
  ])
  return { ...Object.fromEntries(given), ...(how % 5 === 4 && { unknown: 'x' }) }
}
