import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Life } from '@pavior/shared/journal/life.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { WatchStatistics } from '@pavior/shared/protocol/agent.ts'
import type { LiveStatistics } from '@pavior/shared/protocol/statistics.ts'
import type { Sql } from 'postgres'
import type { z } from 'zod'
import type { Which } from '../campaigns/arrivals.ts'
import { statisticsOf } from '../campaigns/statistics.ts'
import { isAway } from '../database/away.ts'
import type { Reaction } from '../engine/reaction.ts'
import { every } from '../jobs/every.ts'
import type { Limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { Answering } from './answering.ts'
import { type AgentSocket, type AgentSpace, isHeard, room } from './sockets.ts'

/** Numbers that are on screen somewhere: counted once for everybody who looks at them (T4). */
export type StatisticsOnScreen = {
  serve: (socket: AgentSocket, on: Answering) => void
  moved: (reaction: Reaction) => void
  stop: () => Promise<void>
}

/** At most four times a second, and so that counting takes at most a twentieth of the time. */
const PAUSE = 250
const SHARE = 20
/** Numbers are also looked at this often, unasked: another process may have moved them. */
const LOOK = 5000
const MOST_AT_ONCE = 8

type Shown = {
  room: string
  campaign: string
  which: Which
  asked: Omit<LiveStatistics, 'revision' | 'statistics'>
  /** As told last. */
  told: string
  revision: number
  /** When it may be counted again, on the process's clock. */
  again: number
  timer: NodeJS.Timeout | undefined
}

export function statisticsOnScreen(needs: {
  agents: AgentSpace
  sql: Sql
  limits: Limits
  reports: boolean
  log: Log
}): StatisticsOnScreen {
  const { agents, sql, limits, reports, log } = needs
  const shown = new Map<string, Shown>()
  let stopped = false
  /** One is counted at a time, whatever is on screen. */
  let counting: Promise<unknown> = Promise.resolve()

  const stopLooking = every(LOOK, 'looking at the numbers on screen', log, async () => {
    for (const one of shown.values()) soon(one)
  })

  function soon(one: Shown): void {
    if (stopped || one.timer !== undefined) return
    one.timer = setTimeout(
      () => {
        one.timer = undefined
        tell(one).catch(error => log[isAway(error) ? 'warn' : 'error']({ error }, 'numbers on screen were not counted'))
      },
      Math.max(0, one.again - performance.now()),
    )
  }

  async function tell(one: Shown): Promise<void> {
    if (!isHeard(agents, one.room)) {
      shown.delete(one.room)
      return
    }
    await count(one)
  }

  /** What they are now; whoever looks on is told if they are not what was told last. */
  async function count(one: Shown): Promise<LiveStatistics> {
    const mine = counting.then(async () => {
      const began = performance.now()
      const statistics = await statisticsOf(sql, one.which, reports)
      const ended = performance.now()
      one.again = Math.max(began + PAUSE, ended + (ended - began) * (SHARE - 1))
      const words = JSON.stringify(statistics)
      const isNews = words !== one.told
      // By the clock: what was told before a new start of the server is older, too.
      if (isNews) one.revision = Math.max(one.revision + 1, Date.now())
      one.told = words
      const live = { ...one.asked, revision: one.revision, statistics }
      if (isNews) agents.to(one.room).emit('statistics', live)
      return live
    })
    counting = mine.catch(() => undefined)
    return await mine
  }

  function shownBy(team: string, asked: z.output<typeof WatchStatistics>): Shown {
    const { campaign, version, from, to } = asked
    const name = room.statistics(team, campaign, JSON.stringify([version, from, to]))
    return (
      shown.get(name) ?? {
        room: name,
        campaign: key(team, campaign),
        which: { team, campaign, version: version ?? 0, period: { from, to } },
        asked: {
          campaign,
          ...(version !== undefined && { version }),
          ...(from && { from: from.toISOString() }),
          ...(to && { to: to.toISOString() }),
        },
        told: '',
        revision: 0,
        again: 0,
        timer: undefined,
      }
    )
  }

  return {
    serve: (socket, on) => {
      const { team, agent } = socket.data.who
      on('statistics:watch', WatchStatistics, async asked => {
        await limits.take('agent-send', agent.id)
        const one = shownBy(team, asked)
        const { counting: own } = socket.data
        if (!own.has(one.room) && own.size >= MOST_AT_ONCE)
          throw new Problem('conflict', `At most ${MOST_AT_ONCE} numbers can be watched at a time.`)
        own.add(one.room)
        try {
          const live = await count(one)
          // Gone, or looking elsewhere, meanwhile.
          if (!socket.connected || !own.has(one.room)) return live
          shown.set(one.room, shown.get(one.room) ?? one)
          await socket.join(one.room)
          // What moved between counting and joining is told.
          soon(shown.get(one.room) ?? one)
          return live
        } catch (error) {
          own.delete(one.room)
          throw error
        }
      })
      on('statistics:unwatch', WatchStatistics, async asked => {
        const { room: name } = shownBy(team, asked)
        socket.data.counting.delete(name)
        await socket.leave(name)
        return undefined
      })
    },
    moved: ({ team, entries, life }) => {
      if (shown.size === 0) return
      const campaigns = new Set(movedIn(entries, life).map(campaign => key(team.id, campaign)))
      if (campaigns.size === 0) return
      for (const one of shown.values()) if (campaigns.has(one.campaign)) soon(one)
    },
    stop: async () => {
      stopped = true
      for (const { timer } of shown.values()) clearTimeout(timer)
      await stopLooking()
      await counting
    },
  }
}

const key = (team: string, campaign: string) => `${team} ${campaign}`

/** Campaigns whose numbers the entries move. */
function movedIn(entries: readonly Entry[], { enrollments }: Life): string[] {
  if (entries.some(({ kind }) => kind === 'merged' || kind === 'erased'))
    return Array.from(enrollments.values(), ({ campaign }) => campaign)
  return entries.flatMap(entry => {
    const campaign = 'enrollment' in entry ? enrollments.get(entry.enrollment)?.campaign : undefined
    return campaign === undefined ? [] : [campaign]
  })
}
