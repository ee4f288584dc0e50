/** Who is connected to this process: sockets counted by person and by agent. */
export type Presence = {
  /** Gives true when this was the first (came) or last (went) socket. */
  came: (who: string) => boolean
  went: (who: string) => boolean
  has: (who: string) => boolean
}

export function createPresence(): Presence {
  const sockets = new Map<string, number>()
  return {
    came: who => {
      const count = (sockets.get(who) ?? 0) + 1
      sockets.set(who, count)
      return count === 1
    },
    went: who => {
      const count = (sockets.get(who) ?? 1) - 1
      if (count > 0) sockets.set(who, count)
      else sockets.delete(who)
      return count <= 0
    },
    has: who => sockets.has(who),
  }
}
