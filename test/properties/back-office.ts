import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../house/clock.ts'
import type { TestTeam } from '../house/house.ts'
import { until } from '../house/until.ts'
import type { Step } from './any-history.ts'
import type { Desk } from './desk.ts'
import { type Place, pick, placed, told } from './placed.ts'

/** Agents at their desks and the site's own server, and all that they know they have done. */
export class BackOffice {
  readonly replies: { id: string; desk: Desk; conversation: string; content: string; place?: Place }[] = []
  private readonly team: TestTeam
  private readonly desks: Desk[]
  private readonly clock: Clock
  private readonly complaints: string[]

  constructor(team: TestTeam, desks: Desk[], clock: Clock, complaints: string[]) {
    this.team = team
    this.desks = desks
    this.clock = clock
    this.complaints = complaints
  }

  async settle(): Promise<void> {
    for (const reply of this.replies) if (!reply.place) await this.sendReply(reply)
  }

  async end(): Promise<void> {
    for (const { agent } of this.desks) await until(() => agent.socket.connected, 'the agent is back')
  }

  private async sendReply(reply: (typeof this.replies)[number]): Promise<void> {
    const { id, desk, conversation, content } = reply
    const answer = await desk.replies(conversation, content, id)
    if (answer?.ok) placed(this.complaints, reply, answer)
    else if (answer) this.complaints.push(`a reply was refused: ${JSON.stringify(answer)}`)
  }

  async take({ what, who, which, how }: Step): Promise<void> {
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
}

function stateFor(how: number, now: number): object {
  if (how % 3 === 0) return { state: 'closed' }
  if (how % 3 === 1) return { state: 'open' }
  return { state: 'snoozed', until: new Date(now + (how % 2 ? 700 : 3_600_000)).toISOString() }
}
