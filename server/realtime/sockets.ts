import type { AgentReceives } from '@pavior/shared/protocol/agent.ts'
import type { VisitorReceives } from '@pavior/shared/protocol/visitor.ts'
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io'
import type { Visitor } from '../people/door.ts'
import type { SignedIn } from '../teams/signed-in.ts'

type VisitorData = { visitor: Visitor; address: string; behind: boolean; conversations: Set<string> }
type AgentData = {
  who: SignedIn
  watching: Map<string, string>
  drawing: Set<string>
  /** Rooms of numbers. */
  counting: Set<string>
  /** The room of the past that is on screen. */
  past: string | undefined
  available: boolean
}

type None = Record<string, never>
/** What comes in is nothing yet: each frame is read by its schema (answering.ts). */
type Received = DefaultEventsMap
export type VisitorSocket = Socket<Received, VisitorReceives, None, VisitorData>
export type AgentSocket = Socket<Received, AgentReceives, None, AgentData>
export type VisitorSpace = Namespace<Received, VisitorReceives, None, VisitorData>
export type AgentSpace = Namespace<Received, AgentReceives, None, AgentData>

/** Rooms, by who listens in them. Ids of people and conversations are unique, teams are not guessed from them. */
export const room = {
  person: (id: string) => `person:${id}`,
  team: (id: string) => `team:${id}`,
  conversation: (id: string) => `conversation:${id}`,
  session: (id: string) => `session:${id}`,
  agent: (id: string) => `agent:${id}`,
  past: (team: string, person: string) => `past:${team}:${person}`,
  /** An id of a campaign is unique in its team only. */
  draft: (team: string, campaign: string) => `draft:${team}:${campaign}`,
  statistics: (team: string, campaign: string, of: string) => `statistics:${team}:${campaign}:${of}`,
}

/** The sockets of a room that are connected to this process. */
export function socketsIn(visitors: VisitorSpace, name: string): VisitorSocket[] {
  return [...(visitors.adapter.rooms.get(name) ?? [])].flatMap(id => visitors.sockets.get(id) ?? [])
}

/** Whether anybody in the room hears what is told to it, apart from the socket `except`. */
export function isHeard(space: VisitorSpace | AgentSpace, name: string, except?: string): boolean {
  for (const id of space.adapter.rooms.get(name) ?? []) if (id !== except) return true
  return false
}
