import type { AgentReceives, AgentSends } from '@pavior/shared/protocol/agent.ts'
import type { Answer } from '@pavior/shared/protocol/answer.ts'
import type { LiveStatistics } from '@pavior/shared/protocol/statistics.ts'
import { io, type Socket } from 'socket.io-client'
import { catchUpOnAll } from './catch-up.ts'
import { hear } from './hear.ts'
import { listenToPast } from './past.ts'
import { tellSignedOut } from './server.ts'
import { type Asked, listenToStatistics, statisticsHeard } from './statistics.ts'
import { store } from './store.ts'

/** The one socket of this tab. */

/**
 * `live`: what is on screen is what the server has. `catching-up`: connected, and something is still being asked for.
 * `offline`: no connection, the socket is trying again.
 */
export type Connection = 'connecting' | 'offline' | 'catching-up' | 'live'

export const connection = store<Connection>('connecting')

let socket: Socket<AgentReceives, AgentSends> | undefined
const onLive = new Set<() => void>()
const watched = new Map<string, number>()

/** Called each time the socket stands and is signed in; for what must be said again. */
export function whenConnected(callback: () => void): () => void {
  onLive.add(callback)
  if (socket?.connected && connection.get() !== 'connecting') callback()
  return () => onLive.delete(callback)
}

export function connect(): void {
  if (socket) return
  const opened: Socket<AgentReceives, AgentSends> = io('/agent', {
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 8_000,
    withCredentials: true,
  })
  socket = opened
  hear(opened)
  opened.on('ready', () => {
    for (const conversation of watched.keys()) opened.emit('watch', { conversation }, ignore)
    for (const callback of [...onLive]) callback()
    void settle()
  })
  opened.on('disconnect', reason => {
    connection.set('offline')
    // The server ended it (signed out elsewhere, membership over): the next request says why.
    if (reason === 'io server disconnect') setTimeout(() => opened.connect(), 1_000)
  })
  opened.on('connect_error', error => {
    connection.set('offline')
    if (codeOf(error) === 'unauthorized') return tellSignedOut()
    // A refusal by the server's middleware ends the client's own attempts.
    if (!opened.active) setTimeout(() => opened.connect(), 3_000)
  })
  addEventListener('online', reconnect)
  addEventListener('offline', reconnect)
  addEventListener('visibilitychange', wake)
}

export function disconnect(): void {
  removeEventListener('online', reconnect)
  removeEventListener('offline', reconnect)
  removeEventListener('visibilitychange', wake)
  socket?.disconnect()
  socket = undefined
  watched.clear()
  connection.set('connecting')
}

/** The network came or went: the old line may be dead without knowing. What is still in reach is back at once. */
function reconnect(): void {
  socket?.disconnect().connect()
}

let hiddenSince: number | undefined

/** A tab that slept may hold a socket that is dead without knowing it. */
function wake(): void {
  if (document.hidden) {
    hiddenSince = Date.now()
    return
  }
  const slept = hiddenSince !== undefined && Date.now() - hiddenSince > 15_000
  hiddenSince = undefined
  if (!socket?.connected) socket?.connect()
  else if (slept) void settle()
}

let settling: Promise<void> | undefined

/** Asks for everything that may be missing, and says so until it is here. */
function settle(): Promise<void> {
  settling ??= (async () => {
    connection.set('catching-up')
    for (let pause = 500; socket?.connected; pause = Math.min(pause * 2, 8_000)) {
      try {
        await catchUpOnAll()
        if (socket?.connected) connection.set('live')
        return
      } catch {
        // It stays “Catching up …” until the server has answered.
        await new Promise(resolve => setTimeout(resolve, pause))
      }
    }
  })().finally(() => {
    settling = undefined
  })
  return settling
}

const ignore = () => undefined

function codeOf(error: Error): unknown {
  const data: unknown = 'data' in error ? error.data : undefined
  return typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined
}

/** While it is watched, a conversation's messages come here and others see that one looks. Gives what ends it. */
export function watch(conversation: string): () => void {
  watched.set(conversation, (watched.get(conversation) ?? 0) + 1)
  if (socket?.connected) socket.emit('watch', { conversation }, ignore)
  return () => {
    const left = (watched.get(conversation) ?? 1) - 1
    if (left > 0) {
      watched.set(conversation, left)
      return
    }
    watched.delete(conversation)
    if (socket?.connected) socket.emit('unwatch', { conversation }, ignore)
  }
}

/** While a draft is open, others see that one draws on it, and changes are told. Gives what ends it. */
export function watchDraft(campaign: string): () => void {
  const again = whenConnected(() => socket?.emit('draft:watch', { campaign }, ignore))
  return () => {
    again()
    if (socket?.connected) socket.emit('draft:unwatch', { campaign }, ignore)
  }
}

/** While a person's past is on screen it is told that it has grown, first as soon as one listens. Gives what ends it. */
export function watchPast(person: string, told: () => void): () => void {
  const end = listenToPast(told)
  const again = whenConnected(() => socket?.emit('rewind:watch', { person }, told))
  return () => {
    again()
    end()
    if (socket?.connected) socket.emit('rewind:unwatch', { person }, ignore)
  }
}

/** While numbers are on screen they are told here as they move (T4), first as they are. Gives what ends it. */
export function watchStatistics(asked: Asked, told: (live: LiveStatistics) => void): () => void {
  const end = listenToStatistics(asked, told)
  const again = whenConnected(() =>
    socket?.emit('statistics:watch', asked, answer => {
      if (answer.ok) statisticsHeard(answer)
    }),
  )
  return () => {
    again()
    end()
    if (socket?.connected) socket.emit('statistics:unwatch', asked, ignore)
  }
}

/** Said only if it can be said now: it is of no use later. */
export function sayTyping(conversation: string, on: boolean): void {
  if (socket?.connected) socket.emit('typing', { conversation, on }, ignore)
}

export function saySeen(conversation: string, number: number): void {
  if (socket?.connected) socket.emit('conversation:seen', { conversation, number }, ignore)
}

export function sayAvailable(available: boolean): void {
  if (socket?.connected) socket.emit('available', { available }, ignore)
}

type SendFrame = Parameters<AgentSends['message:send']>[0]
type Sent = Parameters<Parameters<AgentSends['message:send']>[1]>[0]
type NoteSent = Parameters<Parameters<AgentSends['note:send']>[1]>[0]

/** `undefined` when no answer came: whether it was kept is unknown, and the same frame has to be sent again (S1). */
export const sendMessage = (frame: SendFrame): Promise<Sent | undefined> =>
  answered(answer => socket?.timeout(10_000).emit('message:send', frame, answer))

export const sendNote = (frame: SendFrame): Promise<NoteSent | undefined> =>
  answered(answer => socket?.timeout(10_000).emit('note:send', frame, answer))

function answered<T>(
  emit: (answer: (failed: Error | null, answer: Answer<T>) => void) => void,
): Promise<Answer<T> | undefined> {
  if (!socket?.connected) return Promise.resolve(undefined)
  return new Promise(resolve => emit((failed, answer) => resolve(failed ? undefined : answer)))
}

export const isConnected = (): boolean => socket?.connected === true
