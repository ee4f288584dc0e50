import { Problem } from '@pavior/shared/problem.ts'
import { WatchDraft } from '@pavior/shared/protocol/agent.ts'
import type { Sql } from 'postgres'
import type { Answering } from './answering.ts'
import { type AgentSocket, type AgentSpace, room } from './sockets.ts'

/** Who has a campaign's draft open: each of them sees the others, and hears when it was saved. */
export function serveDrafts(
  { agents, sql }: { agents: AgentSpace; sql: Sql },
  socket: AgentSocket,
  on: Answering,
): void {
  on('draft:watch', WatchDraft, async ({ campaign }) => {
    const { team } = socket.data.who
    const [known] = await sql`select from campaigns where team_id = ${team} and id = ${campaign}`
    if (!known) throw new Problem('not-found', 'There is no such campaign.')
    socket.data.drawing.add(campaign)
    await socket.join(room.draft(team, campaign))
    tellDrawing(agents, team, campaign)
    return undefined
  })

  on('draft:unwatch', WatchDraft, async ({ campaign }) => {
    const { team } = socket.data.who
    socket.data.drawing.delete(campaign)
    await socket.leave(room.draft(team, campaign))
    tellDrawing(agents, team, campaign)
    return undefined
  })

  socket.on('disconnect', () => {
    for (const campaign of socket.data.drawing) tellDrawing(agents, socket.data.who.team, campaign)
  })
}

/** Everybody who draws hears who else does. */
function tellDrawing(agents: AgentSpace, team: string, campaign: string): void {
  const sockets = [...(agents.adapter.rooms.get(room.draft(team, campaign)) ?? [])].flatMap(
    id => agents.sockets.get(id) ?? [],
  )
  const names = new Map(sockets.map(({ data }) => [data.who.agent.id, data.who.agent.name]))
  for (const socket of sockets) {
    const others = [...names].filter(([id]) => id !== socket.data.who.agent.id).map(([id, name]) => ({ id, name }))
    socket.emit('drawing', { campaign, agents: others })
  }
}
