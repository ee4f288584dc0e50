import { plainDocument } from '@pavior/shared/document/document.ts'
import type { Answer } from '@pavior/shared/protocol/answer.ts'
import type { ConversationView, MessageView } from '@pavior/shared/protocol/views.ts'
import type { SyncAnswer, VisitorReceives, VisitorSends } from '@pavior/shared/protocol/visitor.ts'
import { io, type Socket } from 'socket.io-client'
import { type Transcript, unread, withMessages, withOwn, withRevision, withSync } from '../../widget/app/transcript.ts'
import { until } from '../house/until.ts'

/** What a browser keeps for a site: all its tabs share it. */
export type Device = { url: string; team: string; token?: string | undefined; identity?: string | undefined }

type Answered = Answer<Record<string, unknown>>

/** One tab with the widget in it, as far as the wire goes; its transcripts are kept by the widget's own rules. */
export class Tab {
  readonly device: Device
  readonly transcripts = new Map<string, Transcript>()
  readonly heads = new Map<string, ConversationView>()
  /** Answers that no client may ever get. */
  readonly complaints: string[] = []
  person = ''
  live = false
  private readonly socket: Socket<VisitorReceives, VisitorSends>
  private used: string | undefined
  private closed = false

  constructor(device: Device) {
    this.device = device
    this.socket = io(`${device.url}/visitor`, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 20,
      reconnectionDelayMax: 100,
      auth: give => {
        const { team, token, identity } = device
        this.used = token
        give({ team, ...(token !== undefined && { token }), ...(identity !== undefined && { identity }) })
      },
    })
    this.socket.on('ready', ready => {
      // Somebody else than before: what they wrote is not for these eyes.
      if (this.person !== ready.person.id) {
        this.transcripts.clear()
        this.heads.clear()
      }
      this.person = ready.person.id
      device.token = ready.token
      for (const head of ready.conversations) this.heads.set(head.id, head)
      this.live = true
    })
    this.socket.on('message', (message, got) => {
      got()
      this.take(message)
    })
    this.socket.on('conversation', head => {
      if ((this.heads.get(head.id)?.revision ?? -1) > head.revision) return
      this.heads.set(head.id, head)
      const known = this.transcripts.get(head.id)
      if (known) this.transcripts.set(head.id, withRevision(known, head.revision))
    })
    this.socket.on('revoked', () => {
      if (device.token === this.used) device.token = undefined
      this.reconnect()
    })
    this.socket.on('disconnect', reason => {
      this.live = false
      if (reason === 'io server disconnect' && !this.closed) this.socket.connect()
    })
    this.socket.on('connect_error', error => {
      if (!this.socket.active) this.complaints.push(`refused at the door: ${JSON.stringify(error)}`)
    })
  }

  private take(message: MessageView): void {
    const transcript = this.transcripts.get(message.conversation) ?? unread
    this.transcripts.set(message.conversation, withRevision(withMessages(transcript, [message]), message.revision))
  }

  async ready(): Promise<this> {
    await until(() => this.live || this.complaints.length > 0, 'the tab is welcomed')
    return this
  }

  /** With whatever the device keeps now. */
  reconnect(): void {
    this.live = false
    this.socket.disconnect()
    if (!this.closed) this.socket.connect()
  }

  /** The line breaks; it comes back by itself. */
  cut(): void {
    this.socket.io.engine?.close()
  }

  goAway(): void {
    this.live = false
    this.socket.disconnect()
  }

  comeBack(): void {
    if (!this.closed && !this.socket.connected) this.socket.connect()
  }

  close(): void {
    this.closed = true
    this.goAway()
  }

  /** Undefined when the line breaks before the answer. An answer that takes too long is a bug. */
  async ask(event: string, frame: unknown): Promise<Answered | undefined> {
    if (!this.live) return undefined
    const socket: Socket = this.socket
    const answer = await new Promise<Answered | undefined>(resolve => {
      const broken = () => resolve(undefined)
      socket.once('disconnect', broken)
      socket.timeout(20_000).emit(event, frame, (error: Error | null, answered: Answered) => {
        socket.off('disconnect', broken)
        if (error && socket.connected) this.complaints.push(`${event} was not answered: ${JSON.stringify(frame)}`)
        resolve(error ? undefined : answered)
      })
    })
    if (answer && !answer.ok && answer.error.code === 'internal') this.complaints.push(`${event} failed within`)
    return answer
  }

  /** A message of one's own is told by its answer. */
  async says(id: string, content: string, conversation?: string): Promise<Answered | undefined> {
    const answer = await this.ask('message:send', { id, content, ...(conversation !== undefined && { conversation }) })
    if (answer?.ok) {
      const { conversation: into, number, revision, at } = answer
      if (typeof into !== 'string' || typeof number !== 'number' || typeof revision !== 'number')
        throw new Error('an answer without its place')
      const said = { from: { type: 'person' as const }, content: plainDocument(content) }
      const message = { id, conversation: into, number, revision, at: String(at), ...said }
      const before = this.heads.get(into)
      const head = before && withOwn(before, message)
      this.take(message)
      if (head) this.heads.set(into, head)
    }
    return answer
  }

  /** One sync of one conversation, as the widget asks it; gives what the transcript is then. */
  async sync(conversation: string): Promise<MessageView[]> {
    for (let more = true; more; ) {
      const before = this.transcripts.get(conversation) ?? unread
      const frame = { conversation, after: before.messages.length, revision: before.revision }
      const answer: Answer<SyncAnswer> = await this.socket.emitWithAck('conversation:sync', frame)
      if (!answer.ok) throw new Error(`sync of ${conversation}: ${answer.error.message}`)
      this.transcripts.set(conversation, withSync(this.transcripts.get(conversation) ?? unread, answer))
      more = answer.more
    }
    return this.transcripts.get(conversation)?.messages ?? []
  }
}
