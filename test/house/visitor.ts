import { randomUUID } from 'node:crypto'
import { plainDocument } from '@pavior/shared/document/document.ts'
import type { Answer } from '@pavior/shared/protocol/answer.ts'
import type { ConversationView, FormView, MessageView } from '@pavior/shared/protocol/views.ts'
import type {
  FactsAnswer,
  PageFacts,
  Ready,
  SyncAnswer,
  VisitorReceives,
  VisitorSends,
} from '@pavior/shared/protocol/visitor.ts'
import { io, type Socket } from 'socket.io-client'
import { until } from './until.ts'

type Sent = Answer<{ conversation: string; number: number; revision: number; at: string }>
export type VisitorOptions = {
  token?: string | undefined
  identity?: string | undefined
  context?: { language?: string; timezone?: string }
  /** Of the handshake: what a browser or a proxy tells. */
  headers?: Record<string, string>
}

/** Somebody at a widget, as far as the wire goes: a real socket, and what came over it. */
export class TestVisitor {
  readonly url: string
  readonly team: string
  token: string | undefined
  identity: string | undefined
  socket: Socket<VisitorReceives, VisitorSends>
  person = ''
  ready: Ready | undefined
  /** By conversation, by number: the transcript as this client has it. */
  readonly messages = new Map<string, Map<number, MessageView>>()
  readonly conversations = new Map<string, ConversationView>()
  readonly typing: { conversation: string; on: boolean; name?: string }[] = []
  revoked = false

  constructor(url: string, team: string, options: VisitorOptions = {}) {
    this.url = url
    this.team = team
    this.token = options.token
    this.identity = options.identity
    const { token, identity, context } = options
    this.socket = io(`${url}/visitor`, {
      transports: ['websocket'],
      forceNew: true,
      ...(options.headers && { extraHeaders: options.headers }),
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
      // Read at each connection, as the widget does.
      auth: answer =>
        answer({
          team,
          ...((this.token ?? token) && { token: this.token ?? token }),
          ...(identity && { identity }),
          ...(context && { context }),
        }),
    })
    this.socket.on('ready', ready => {
      this.ready = ready
      this.person = ready.person.id
      if (ready.token !== undefined) this.token = ready.token
      for (const conversation of ready.conversations) this.conversations.set(conversation.id, conversation)
    })
    this.socket.on('message', (message, got) => {
      got()
      this.keep(message)
    })
    this.socket.on('conversation', conversation => this.conversations.set(conversation.id, conversation))
    this.socket.on('typing', typing => this.typing.push(typing))
    this.socket.on('revoked', () => {
      this.revoked = true
    })
  }

  async connected(): Promise<this> {
    await until(() => this.ready !== undefined, 'the visitor is welcomed')
    return this
  }

  private keep(message: MessageView): void {
    const known = this.messages.get(message.conversation) ?? new Map<number, MessageView>()
    known.set(message.number, message)
    this.messages.set(message.conversation, known)
  }

  async says(content: string, options: { id?: string; conversation?: string } = {}): Promise<Sent> {
    const { id = randomUUID(), conversation } = options
    const frame = { id, content, ...(conversation !== undefined && { conversation }) }
    const sent: Sent = await this.socket.emitWithAck('message:send', frame)
    // What one said oneself is answered, not told again: the client keeps it from the answer.
    if (sent.ok) {
      const { ok: _ok, ...place } = sent
      const known = this.messages.get(sent.conversation)?.get(sent.number)
      if (!known) this.keep({ id, ...place, from: { type: 'person' }, content: plainDocument(content) })
    }
    return sent
  }

  /** Says it and gives the conversation it began or went into; throws when it was refused. */
  async writes(content: string, conversation?: string): Promise<string> {
    const answer = await this.says(content, conversation === undefined ? {} : { conversation })
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.conversation
  }

  async fills(
    message: string,
    values: Record<string, string | number>,
    id: string = randomUUID(),
  ): Promise<Answer<{ form: FormView }>> {
    return await this.socket.emitWithAck('form:submit', { id, message, values })
  }

  async presses(message: string, button?: string, id: string = randomUUID()): Promise<Answer> {
    return await this.socket.emitWithAck('button:press', { id, message, ...(button !== undefined && { button }) })
  }

  async sees(conversation: string, number: number): Promise<Answer> {
    return await this.socket.emitWithAck('conversation:seen', { conversation, number })
  }

  async tells(...facts: PageFacts): Promise<Answer<FactsAnswer>> {
    return await this.socket.emitWithAck('facts', facts)
  }

  /** What the page says of them. */
  async updates(attributes: Record<string, string | number | boolean | null>): Promise<Answer<FactsAnswer>> {
    return await this.tells({ id: randomUUID(), kind: 'update', attributes })
  }

  async views(url: string): Promise<Answer<FactsAnswer>> {
    return await this.tells({ id: randomUUID(), kind: 'page', url })
  }

  /** Any frame, right or wrong. */
  async sends(event: string, frame: unknown): Promise<Answer<Record<string, unknown>>> {
    return await (this.socket as unknown as Socket).timeout(10_000).emitWithAck(event, frame)
  }

  /** All messages, asked for by number as a client that was away does; oldest first. */
  async transcript(conversation: string): Promise<MessageView[]> {
    const all: MessageView[] = []
    for (;;) {
      const page: Answer<SyncAnswer> = await this.socket.emitWithAck('conversation:sync', {
        conversation,
        after: all.length,
      })
      if (!page.ok) throw new Error(page.error.message)
      all.push(...page.messages)
      for (const message of page.messages) this.keep(message)
      if (!page.more) return all
    }
  }

  /** What came by itself, oldest first. */
  received(conversation: string): MessageView[] {
    return [...(this.messages.get(conversation)?.values() ?? [])].sort((a, b) => a.number - b.number)
  }

  /** Waits for a message that came by itself. */
  async receives(fits: (message: MessageView) => boolean, what = 'the message comes'): Promise<MessageView> {
    const find = () => [...this.messages.values()].flatMap(messages => [...messages.values()]).find(fits)
    await until(() => find() !== undefined, what)
    const found = find()
    if (!found) throw new Error(what)
    return found
  }

  leaves(): void {
    this.socket.disconnect()
  }
}
