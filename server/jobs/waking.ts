import { randomUUID } from 'node:crypto'
import { Problem } from '@pavior/shared/problem.ts'
import { isAway } from '../database/away.ts'
import type { Engine } from '../engine/engine.ts'
import type { Log } from '../log.ts'

/** A person of a team. */
export type Someone = { team: string; person: string }

export type Waking = {
  /**
   * What is due of each of them acts (S4). Many at a time, one's failure holding up nobody: it is logged, and what is
   * due stays due.
   */
  wake: (people: readonly Someone[]) => Promise<void>
  /** Resolves when nobody is being woken any more. */
  settled: () => Promise<void>
}

/** Wakes each person once at a time in this process, whoever asks for it: a job, the sweep, a flip. */
export function createWaking(engine: Pick<Engine, 'react'>, log: Log): Waking {
  const underWay = new Map<string, Promise<void>>()
  const one = ({ team, person }: Someone): Promise<void> => {
    const key = `${team} ${person}`
    const before = underWay.get(key)
    if (before) return before
    const waking = engine.react({ kind: 'time', id: randomUUID(), team, person }).then(
      () => undefined,
      error => {
        if (!passes(error)) log.error({ team, person, error }, 'what is due of a person failed and will be tried again')
      },
    )
    underWay.set(key, waking)
    return waking.finally(() => underWay.delete(key))
  }
  return {
    wake: async people => {
      await Promise.all(people.map(one))
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay.values())
    },
  }
}

/** The server stops, the database is away: the next sweep comes by. */
export const passes = (error: unknown): boolean =>
  isAway(error) || (error instanceof Problem && ['unavailable', 'rate-limited'].includes(error.code))
