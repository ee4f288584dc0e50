/** Which teams have somebody there, as their visitors are told. */
export type Staff = {
  came: (team: string, agent: string) => void
  /** @param forGood they said so, or were signed out: nobody waits for them */
  went: (team: string, agent: string, forGood: boolean) => void
  isThere: (team: string) => boolean
  /** Tells nothing any more. */
  stop: () => void
}

/** Who loads the page anew, or loses the line, is back within so many milliseconds or has gone. */
const GRACE = 5000

/**
 * An agent who went is still there for a moment, so that a page that is loaded anew does not tell every visitor of the
 * team that nobody is there and then that somebody is: each would be drawn, recorded and rewound.
 * @param tell called when the first of a team comes and when the last one is gone
 */
export function createStaff(tell: (team: string, online: boolean) => void): Staff {
  /** By team, its agents; with what ends their moment where they went. */
  const teams = new Map<string, Map<string, NodeJS.Timeout | undefined>>()
  let stopped = false

  function leave(team: string, agent: string): void {
    const agents = teams.get(team)
    if (!agents?.delete(agent) || agents.size > 0) return
    teams.delete(team)
    tell(team, false)
  }

  return {
    came: (team, agent) => {
      const agents = teams.get(team) ?? new Map<string, NodeJS.Timeout | undefined>()
      clearTimeout(agents.get(agent))
      agents.set(agent, undefined)
      if (teams.has(team)) return
      teams.set(team, agents)
      tell(team, true)
    },
    went: (team, agent, forGood) => {
      const agents = teams.get(team)
      if (stopped || !agents?.has(agent)) return
      clearTimeout(agents.get(agent))
      if (forGood) leave(team, agent)
      else agents.set(agent, setTimeout(leave, GRACE, team, agent))
    },
    isThere: team => teams.has(team),
    stop: () => {
      stopped = true
      for (const agents of teams.values()) for (const timer of agents.values()) clearTimeout(timer)
    },
  }
}
