import { randomUUID } from 'node:crypto'
import type { AgentReceives, AgentSends } from '@pavior/shared/protocol/agent.ts'
import type { Answer } from '@pavior/shared/protocol/answer.ts'
import type { InboxConversation, MessageView, NoteView } from '@pavior/shared/protocol/views.ts'
import { io, type Socket } from 'socket.io-client'
import { until } from './until.ts'

/** An agent in the dashboard, as far as the wire goes: a session's cookie, a real socket, HTTP. */
export class TestAgent {
  readonly url: string
  readonly cookie: string
  readonly socket: Socket<AgentReceives, AgentSends>
  id = ''
  name = ''
  readonly inbox = new Map<string, InboxConversation>()
  readonly messages: (MessageView | NoteView)[] = []
  readonly typing: { conversation: string; on: boolean; from: { type: string; id: string; name: string } }[] = []
  readonly watching = new Map<string, { id: string; name: string }[]>()

  constructor(url: string, cookie: string, origin = url) {
    this.url = url
    this.cookie = cookie
    this.socket = io(`${url}/agent`, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      extraHeaders: { cookie, origin },
    })
    this.socket.on('ready', ({ agent }) => {
      this.id = agent.id
      this.name = agent.name
    })
    this.socket.on('inbox', row => this.inbox.set(row.id, row))
    this.socket.on('message', message => this.messages.push(message))
    this.socket.on('typing', typing => this.typing.push(typing))
    this.socket.on('watching', ({ conversation, agents }) => this.watching.set(conversation, agents))
  }

  async connected(): Promise<this> {
    await until(() => this.id !== '', 'the agent is welcomed')
    return this
  }

  async replies(
    conversation: string,
    content: string,
    id: string = randomUUID(),
  ): Promise<Answer<{ conversation: string; number: number; at: string }>> {
    return await this.socket.emitWithAck('message:send', { id, conversation, content })
  }

  async notes(conversation: string, content: string, id: string = randomUUID()): Promise<Answer<{ note: NoteView }>> {
    return await this.socket.emitWithAck('note:send', { id, conversation, content })
  }

  async watches(conversation: string): Promise<Answer> {
    return await this.socket.emitWithAck('watch', { conversation })
  }

  /** Any frame, right or wrong. */
  async sends(event: string, frame: unknown): Promise<Answer<Record<string, unknown>>> {
    return await (this.socket as unknown as Socket).timeout(10_000).emitWithAck(event, frame)
  }

  async asks(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { cookie: this.cookie, origin: this.url, 'content-type': 'application/json', ...init.headers }
    return await fetch(`${this.url}${path}`, { ...init, headers })
  }

  async reads(path: string): Promise<Record<string, unknown>> {
    const response = await this.asks(path)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return await response.json()
  }

  /** Changes a conversation: its state, inbox or assignee. */
  async changes(conversation: string, change: object): Promise<Response> {
    return await this.asks(`/api/v1/conversations/${conversation}`, { method: 'PATCH', body: JSON.stringify(change) })
  }

  async sees(row: (row: InboxConversation) => boolean, what = 'the row shows it'): Promise<InboxConversation> {
    await until(() => [...this.inbox.values()].some(row), what)
    const found = [...this.inbox.values()].find(row)
    if (!found) throw new Error(what)
    return found
  }

  leaves(): void {
    this.socket.disconnect()
  }
}
