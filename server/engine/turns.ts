import type { LiveTeam } from '../campaigns/live.ts'

/** Whose turn it is to get a conversation of an inbox (C13). */
export type Turns = {
  /** The next of these agents after the one who was last given something; `agents` is in order and not empty. */
  next: (team: LiveTeam, inbox: string, agents: readonly string[]) => string
  /** Inboxes whose turn moved since this was last asked. */
  moved: () => Moved[]
}

type Moved = { team: string; inbox: string; agent: string }

/**
 * Kept in memory, so that facts of many people do not wait for one row of an inbox; begun where the database says, and
 * written down now and then. Each process goes round on its own, which gives everybody the same in the end.
 */
export function createTurns(): Turns {
  const last = new Map<string, Moved>()
  const unsaved = new Set<string>()
  return {
    next: (team, inbox, agents) => {
      const key = `${team.id} ${inbox}`
      const before = last.get(key)?.agent ?? team.turns.get(inbox) ?? ''
      const agent = agents.find(one => one > before) ?? agents[0] ?? ''
      last.set(key, { team: team.id, inbox, agent })
      unsaved.add(key)
      return agent
    },
    moved: () => {
      const moved = [...unsaved].flatMap(key => last.get(key) ?? [])
      unsaved.clear()
      return moved
    },
  }
}
