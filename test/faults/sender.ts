import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '@pavior/shared/protocol/answer.ts'
import type { MessageView } from '@pavior/shared/protocol/views.ts'
import type { Ready, VisitorReceives, VisitorSends } from '@pavior/shared/protocol/visitor.ts'
import { io, type Socket } from 'socket.io-client'

type Answered = Answer<Record<string, unknown>>
export type Acknowledged = { id: string; content: string; conversation: string; number: number }

/** Codes that pass by themselves, as the widget's outbox takes them. */
const PASSES = ['rate-limited', 'unavailable', 'internal']

/**
 * A visitor with an outbox: one thing after the other, each sent again with the same id until it is answered,
 * whatever happens to the server in between.
 */
export class Sender {
  readonly name: string
  readonly acknowledged: Acknowledged[] = []
  /** Forms that were shown to this visitor, and what they were told is stored. */
  readonly forms = new Map<string, unknown>()
  readonly complaints: string[] = []
  person = ''
  /** How often something had to be sent again. */
  again = 0
  private readonly socket: Socket<VisitorReceives, VisitorSends>
  private token: string | undefined
  private live = false
  private conversation: string | undefined

  constructor(url: string, team: string, name: string, token?: string) {
    this.name = name
    this.token = token
    this.socket = io(`${url}/visitor`, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 300,
      auth: give => give({ team, ...(this.token !== undefined && { token: this.token }) }),
    })
    this.socket.on('ready', ready => this.welcomed(ready))
    this.socket.on('message', (message, got) => {
      got()
      this.sees(message)
    })
    this.socket.on('disconnect', reason => {
      this.live = false
      if (reason === 'io server disconnect') this.socket.connect()
    })
    this.socket.on('connect_error', () => {
      // Refused at the door while the database is away: unlike a broken line it is not tried again by itself.
      if (!this.socket.active) setTimeout(() => this.socket.connect(), 200)
    })
  }

  private welcomed(ready: Ready): void {
    if (this.person !== '' && this.person !== ready.person.id)
      this.complaints.push(`${this.name} was ${this.person} and is ${ready.person.id}`)
    this.person = ready.person.id
    this.token = ready.token
    this.live = true
  }

  private sees(message: MessageView): void {
    if (message.form && !this.forms.has(message.id)) this.forms.set(message.id, undefined)
  }

  /** Another tab of the same browser. */
  async secondTab(url: string, team: string): Promise<Sender> {
    const tab = new Sender(url, team, `${this.name} in a second tab`, this.token)
    while (!tab.live) await sleep(10)
    return tab
  }

  async says(content: string): Promise<void> {
    const id = randomUUID()
    const into = this.conversation
    const answer = await this.untilAnswered('message:send', {
      id,
      content,
      ...(into !== undefined && { conversation: into }),
    })
    if (!answer.ok) {
      this.complaints.push(`${this.name} was refused: ${JSON.stringify(answer)}`)
      return
    }
    const { conversation, number } = answer
    if (typeof conversation !== 'string' || typeof number !== 'number') throw new Error('an answer without its place')
    this.conversation = conversation
    this.acknowledged.push({ id, content, conversation, number })
  }

  /** Gives the values that are stored now, one's own or those that were first. */
  async fills(message: string, values: Record<string, string>): Promise<unknown> {
    const answer = await this.untilAnswered('form:submit', { id: randomUUID(), message, values })
    const stored = answer.ok ? Reflect.get(Object(answer.form), 'values') : answer.error.values
    if (!answer.ok && answer.error.code !== 'already-submitted')
      this.complaints.push(`${this.name}'s form was refused: ${JSON.stringify(answer)}`)
    return stored
  }

  /** S1: the same until there is an answer that stands. */
  private async untilAnswered(
    event: 'message:send' | 'form:submit',
    frame: { id: string } & Record<string, unknown>,
  ): Promise<Answered> {
    for (let tries = 0; ; tries++) {
      while (!this.live) await sleep(10)
      if (tries > 0) this.again++
      const socket: Socket = this.socket
      const answer: Answered | undefined = await socket
        .timeout(8000)
        .emitWithAck(event, frame)
        .catch(() => undefined)
      if (answer === undefined) {
        // No answer within the time: the line may be dead.
        if (this.live && socket.connected) socket.disconnect().connect()
        this.live = socket.connected && this.live
        continue
      }
      if (answer.ok || !PASSES.includes(answer.error.code)) return answer
      if (answer.error.code === 'internal') this.complaints.push(`${this.name} met a bug: ${JSON.stringify(answer)}`)
      await sleep(answer.error.retryAfter ?? 100)
    }
  }

  leaves(): void {
    this.socket.disconnect()
  }
}
