import type { ProblemDetails } from '@pavior/shared/problem.ts'
import type { MessageView } from '@pavior/shared/protocol/views.ts'
import type { VisitorAuth, VisitorReceives, VisitorSends } from '@pavior/shared/protocol/visitor.ts'
import { io, type Socket } from 'socket.io-client'

export type Connection = ReturnType<typeof createConnection>

type Told = Omit<VisitorReceives, 'message'> & {
  message(message: MessageView): void
  lost(): void
  /** The server said no at the door. Gives after how many milliseconds to try again, if at all. */
  refused(problem: ProblemDetails): number | undefined
}

/** The socket: WebSocket first, polling where that is blocked; it comes back by itself, quickly. */
export function createConnection(auth: () => VisitorAuth, told: Told) {
  const socket: Socket<VisitorReceives, VisitorSends> = io('/visitor', {
    autoConnect: false,
    auth: give => give(auth()),
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 400,
    reconnectionDelayMax: 8000,
    timeout: 8000,
  })
  let live = false
  let started = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const again = (after: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => started && socket.connect(), after)
  }
  const lost = () => {
    live = false
    told.lost()
  }

  socket.on('ready', ready => {
    live = true
    told.ready(ready)
  })
  socket.on('message', (message, got) => {
    told.message(message)
    got()
  })
  socket.on('conversation', told.conversation)
  socket.on('typing', told.typing)
  socket.on('presence', told.presence)
  socket.on('revoked', told.revoked)
  socket.on('disconnect', reason => {
    lost()
    // The server let go (its identity ran out, it restarts): unlike a broken line, that is not mended by itself.
    if (reason === 'io server disconnect') again(500 + Math.random() * 1000)
  })
  socket.on('connect_error', (error: Error & { data?: ProblemDetails }) => {
    lost()
    if (socket.active) return
    const problem = error.data ?? { code: 'unavailable', message: error.message }
    const wait = told.refused(problem)
    if (wait !== undefined) again(wait * (1 + Math.random()))
  })
  const reconnect = () => {
    if (!started) return
    lost()
    clearTimeout(timer)
    socket.disconnect().connect()
  }
  addEventListener('online', () => !live && reconnect())
  // The old line may be dead without knowing. What is still in reach, as on one's own machine, is back at once.
  addEventListener('offline', reconnect)

  return {
    isLive: () => live,
    start() {
      if (started) return
      started = true
      socket.connect()
    },
    reconnect,
    /** Rejects when no answer comes in time, or the line breaks. */
    ask: (within = 8000) => socket.timeout(within),
    /** Without waiting for the answer. */
    typing: (conversation: string, on: boolean) =>
      live && socket.volatile.emit('typing', { conversation, on }, () => {}),
  }
}
