import { randomUUID } from 'node:crypto'
import type { Answer } from '@pavior/shared/protocol/answer.ts'
import type { Socket } from 'socket.io-client'
import { threadFrom, withMessage, withSync } from '../../dashboard/live/thread.ts'
import type { Thread, ThreadAnswer } from '../../dashboard/live/views.ts'
import type { TestAgent } from '../house/agent.ts'

type Answered = Answer<Record<string, unknown>>

/** An agent with conversations open, whose histories are kept by the dashboard's own rules. */
export class Desk {
  readonly agent: TestAgent
  readonly threads = new Map<string, Thread>()
  readonly complaints: string[] = []

  constructor(agent: TestAgent) {
    this.agent = agent
    agent.socket.on('message', message => {
      const known = this.threads.get(message.conversation)
      if (known) this.threads.set(message.conversation, withMessage(known, message).thread)
    })
    // Whoever comes back looks at the same conversations.
    agent.socket.on('connect', () => {
      for (const conversation of this.threads.keys()) void this.ask('watch', { conversation })
    })
  }

  /** Undefined when the line breaks before the answer. */
  async ask(event: string, frame: unknown): Promise<Answered | undefined> {
    const socket: Socket = this.agent.socket
    if (!socket.connected) return undefined
    const answer = await new Promise<Answered | undefined>(resolve => {
      const broken = () => resolve(undefined)
      socket.once('disconnect', broken)
      socket.timeout(20_000).emit(event, frame, (error: Error | null, answered: Answered) => {
        socket.off('disconnect', broken)
        if (error && socket.connected) this.complaints.push(`${event} of an agent was not answered`)
        resolve(error ? undefined : answered)
      })
    })
    if (answer && !answer.ok && answer.error.code === 'internal')
      this.complaints.push(`${event} of an agent failed within`)
    return answer
  }

  async opens(conversation: string): Promise<void> {
    if (this.threads.has(conversation)) return
    await this.ask('watch', { conversation })
    const answer: ThreadAnswer = await this.read(conversation, '')
    this.threads.set(conversation, threadFrom(answer))
  }

  /** One sync of one conversation, as the dashboard asks it. */
  async sync(conversation: string): Promise<Thread> {
    for (;;) {
      const thread = this.threads.get(conversation)
      if (!thread) throw new Error('a conversation that is not open')
      const after = thread.messages.at(-1)?.number ?? 0
      const answer: ThreadAnswer = await this.read(conversation, `?after=${after}&revision=${thread.revision}`)
      const next = withSync(this.threads.get(conversation) ?? thread, answer)
      this.threads.set(conversation, next)
      if (!answer.more) return next
    }
  }

  private async read(conversation: string, query: string): Promise<ThreadAnswer> {
    const response = await this.agent.asks(`/api/dashboard/conversations/${conversation}/sync${query}`)
    if (!response.ok) throw new Error(`reading a conversation: ${response.status} ${await response.text()}`)
    return await response.json()
  }

  /** Over HTTP. What fails within is a complaint, what is refused is not. */
  async changes(conversation: string, change: object): Promise<void> {
    const response = await this.agent.changes(conversation, change)
    const text = await response.text()
    if (response.status >= 500) this.complaints.push(`${JSON.stringify(change)}: ${response.status} ${text}`)
  }

  replies(conversation: string, content: string, id: string = randomUUID()): Promise<Answered | undefined> {
    return this.ask('message:send', { id, conversation, content })
  }

  goesAwayAndBack(): void {
    this.agent.socket.disconnect().connect()
  }
}
