import { WatchRewind } from '@pavior/shared/protocol/agent.ts'
import type { Sql } from 'postgres'
import type { Reaction } from '../engine/reaction.ts'
import { personOf } from '../people/reads.ts'
import type { Answering } from './answering.ts'
import { type AgentSocket, type AgentSpace, isHeard, room } from './sockets.ts'

/** Whose past is on screen, one at a time: whoever looks hears that it has grown, and asks for what they miss (S3). */
export function servePasts({ sql }: { sql: Sql }, socket: AgentSocket, on: Answering): void {
  const { team } = socket.data.who
  /** One after the other: of two at once the later is looked at. */
  let before: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const mine = before.then(act)
    before = mine.catch(() => undefined)
    return mine
  }
  const leave = async () => {
    const { past } = socket.data
    socket.data.past = undefined
    if (past !== undefined) await socket.leave(past)
  }

  on('rewind:watch', WatchRewind, ({ person }) =>
    inTurn(async () => {
      const { id } = await personOf(sql, team, person)
      await leave()
      // Gone meanwhile: a room that is joined now would never be left.
      if (!socket.connected) return undefined
      socket.data.past = room.past(team, id)
      await socket.join(socket.data.past)
      return undefined
    }),
  )

  on('rewind:unwatch', WatchRewind, ({ person }) =>
    inTurn(async () => {
      // Another one may be on screen already.
      if (socket.data.past === room.past(team, person)) await leave()
      return undefined
    }),
  )
}

/** Of whoever was merged in, too: their past goes on in the person's (C25). */
export function tellPasts(agents: AgentSpace, { team, life, entries, visitor }: Reaction): void {
  if (entries.length === 0) return
  for (const person of [life.person.id, visitor]) {
    if (person === undefined) continue
    const watched = room.past(team.id, person)
    if (isHeard(agents, watched)) agents.to(watched).emit('grown', { person })
  }
}
