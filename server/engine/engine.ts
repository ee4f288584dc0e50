import type { Fact } from '@pavior/shared/campaign/fact.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Sql } from 'postgres'
import type { LiveTeams } from '../campaigns/live.ts'
import { isAway } from '../database/away.ts'
import { reactExpecting } from './expecting.ts'
import { createMemory, suffices } from './memory.ts'
import type { Outcome, Reaction } from './reaction.ts'
import { type Around, StaleTeam, transact, usedBefore } from './transaction.ts'

/** `react` is the only way that anything about a person changes. */
export type Engine = {
  /** Resolves once it is committed (S2). Throws a Problem when the fact can't be; nothing has changed then. */
  react: (fact: Fact) => Promise<Reaction>
  /** Refuses new facts and waits for those under way. */
  stop: () => Promise<void>
}

/** Teams whose people's heads wait for a transaction, and how many are under way. */
type Line = { ready: Map<string, Set<string>>; running: number }

type Waiting = { fact: Fact; resolve: (reaction: Reaction) => void; reject: (error: unknown) => void }

/** Facts of one person in line: more are refused until some are through. */
const LANE = 200
/** People who share one transaction. */
const GROUP = 64
/** As many always go together; of more, each transaction takes its share: a small one beside a large one waits for its turn as long. */
const SMALL = 8
/** Transactions at a time: what comes meanwhile shares the next one (architecture.md, "Group commit"). */
const IN_FLIGHT = 2
/** What time brings, and bulk work: nobody sits before a screen and waits, so it never takes the place of a fact of somebody who does. */
const PATIENT: readonly Fact['kind'][] = ['time', 'enroll']
/** While people are there, it goes in small steps, one at a time, between which they are heard: a group of 64 keeps the process busy for 20 ms. */
const STEP = 8
/** So long after a fact of somebody who waits, in milliseconds, the next is expected. */
const PRESENCE = 1000
const TRIES = 5

/**
 * A lane per person, of which only the head goes on; heads of different people of a team share a transaction.
 * @param told called with what was committed, right after its sender is answered
 */
export function createEngine(sql: Sql, teams: LiveTeams, around: Around, told: (reaction: Reaction) => void): Engine {
  const lanes = new Map<string, Waiting[]>()
  const prompt: Line = { ready: new Map(), running: 0 }
  const patient: Line = { ready: new Map(), running: 0 }
  const running = new Set<Promise<void>>()
  const memory = createMemory()
  const { clock } = around
  let scheduled = false
  let peopleAt = Number.NEGATIVE_INFINITY
  let stopping = false

  function react(fact: Fact): Promise<Reaction> {
    if (stopping)
      return Promise.reject(
        new Problem('unavailable', 'The server is stopping; try again in a moment.', { retryAfter: 1000 }),
      )
    return new Promise((resolve, reject) => {
      const lane = lanes.get(fact.person)
      if (!lane) {
        lanes.set(fact.person, [{ fact, resolve, reject }])
        makeReady(fact)
      } else if (lane.length >= LANE) {
        reject(new Problem('rate-limited', 'Too much at once; try again in a moment.', { retryAfter: 1000 }))
      } else lane.push({ fact, resolve, reject })
    })
  }

  /** The head of a lane. */
  function makeReady({ team, person, kind }: Fact): void {
    const isPatient = PATIENT.includes(kind)
    if (!isPatient) peopleAt = performance.now()
    const { ready } = isPatient ? patient : prompt
    const people = ready.get(team)
    if (people) people.add(person)
    else ready.set(team, new Set([person]))
    if (scheduled) return
    // What else comes in with the same turn of the loop shares the transaction.
    scheduled = true
    setImmediate(() => {
      scheduled = false
      pump()
    })
  }

  function pump(): void {
    take(prompt, IN_FLIGHT, Math.min(GROUP, Math.max(SMALL, Math.ceil(lanes.size / IN_FLIGHT))))
    if (performance.now() - peopleAt > PRESENCE) take(patient, IN_FLIGHT, GROUP)
    else take(patient, 1, STEP)
  }

  function take(line: Line, atATime: number, most: number): void {
    for (const [team, people] of line.ready) {
      if (line.running >= atATime) return
      line.ready.delete(team)
      const group = takeGroup(people, most)
      // What did not fit goes behind the other teams.
      if (people.size > 0) line.ready.set(team, people)
      line.running++
      const run = runGroup(team, group).finally(() => {
        running.delete(run)
        line.running--
        pump()
      })
      running.add(run)
    }
  }

  /** Heads of up to `most` lanes; a merge locks two people and goes alone. */
  function takeGroup(people: Set<string>, most: number): Waiting[] {
    const group: Waiting[] = []
    for (const person of people) {
      const head = lanes.get(person)?.[0]
      const alone = head?.fact.kind === 'identified'
      if (alone && group.length > 0) continue
      people.delete(person)
      if (head) group.push(head)
      if (alone || group.length >= most) break
    }
    return group
  }

  async function runGroup(team: string, group: Waiting[]): Promise<void> {
    const rest = await tryExpecting(team, group)
    try {
      if (rest.length > 0)
        settle(
          rest,
          await attempt(
            team,
            rest.map(({ fact }) => fact),
          ),
          false,
        )
    } catch (error) {
      // A database that is away is so for each of them.
      if (rest.length === 1 || isAway(error)) for (const { reject } of rest) reject(error)
      else
        await Promise.all(
          rest.map(waiting =>
            attempt(team, [waiting.fact]).then(done => settle([waiting], done, false), waiting.reject),
          ),
        )
    }
    for (const { fact } of group) {
      const lane = lanes.get(fact.person)
      lane?.shift()
      if (!lane || lane.length === 0) lanes.delete(fact.person)
      else if (lane[0]) makeReady(lane[0].fact)
    }
  }

  /** The short way, for those whose lives are in memory. Gives those who have to go the long one. */
  async function tryExpecting(team: string, group: Waiting[]): Promise<Waiting[]> {
    const now = clock.now()
    const live = teams.known(team)
    if (now === undefined || live === undefined) return group
    const facts = group.flatMap(({ fact }) => {
      const remembered = memory.take(fact.person)
      return remembered && suffices(remembered, fact, live.campaigns) ? [{ fact, remembered }] : []
    })
    if (facts.length === 0) return group
    // What the database says against it is found out again on the long way.
    const done = await reactExpecting(sql, live, facts, around, now).catch(() => new Map<Fact, Reaction>())
    const settled = group.filter(({ fact }) => done.has(fact))
    settle(
      settled,
      settled.flatMap(({ fact }) => {
        const reaction = done.get(fact)
        return reaction ? [{ kind: 'done', reaction }] : []
      }),
      true,
    )
    return group.filter(({ fact }) => !done.has(fact))
  }

  /** Serialisation failures, deadlocks, races for the same new row and lost connections try the same facts again (S1 settles what is unknown). */
  async function attempt(team: string, facts: Fact[]): Promise<Outcome[]> {
    let live = await teams.get(team)
    // Each for itself: who waited for the database for long may still meet a team that changed meanwhile.
    const tried = new Map<Again, number>()
    for (;;) {
      try {
        return await transact(sql, around, live, facts)
      } catch (error) {
        const again = whetherAgain(error)
        if (again === undefined || (facts.length > 1 && again.alone)) throw error
        const tries = (tried.get(again) ?? 0) + 1
        tried.set(again, tries)
        if (tries >= again.tries) throw isTakenId(error) ? usedBefore() : error
        if (error instanceof StaleTeam) live = await teams.reload(team)
        else await new Promise(resolve => setTimeout(resolve, again.pause * tries))
      }
    }
  }

  /** @param remembered they were in memory before */
  function settle(group: Waiting[], outcomes: Outcome[], remembered: boolean): void {
    group.forEach(({ fact, resolve, reject }, index) => {
      const outcome = outcomes[index]
      if (outcome?.kind === 'done') {
        const { reaction } = outcome
        const last = reaction.entries.at(-1)
        if (last) {
          // Behind the answer to its sender, which waits for nothing.
          process.nextTick(told, reaction)
          const { life, aside, team } = reaction
          // A bulk of people must not drive out those who are active.
          if (remembered || !PATIENT.includes(fact.kind))
            memory.keep(fact.person, { life, aside, number: last.number, campaigns: team.campaigns })
        }
        resolve(reaction)
      } else if (outcome?.kind === 'moved') {
        react({ ...fact, person: outcome.to }).then(resolve, reject)
      } else reject(outcome?.error ?? new Error('a fact without an outcome'))
    })
  }

  return {
    react,
    stop: async () => {
      stopping = true
      while (lanes.size > 0)
        await (running.size > 0 ? Promise.all(running) : new Promise(resolve => setImmediate(resolve)))
    },
  }
}

/** S1: still there after all tries, so it is no race for the same fact: the id is another message's. */
const isTakenId = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'constraint_name' in error && error.constraint_name === 'messages_id'

type Again = { tries: number; pause: number; alone: boolean }

const STALE: Again = { tries: 20, pause: 0, alone: false }
const COLLIDED: Again = { tries: TRIES, pause: 5, alone: false }
const TAKEN: Again = { tries: TRIES, pause: 5, alone: true }
const AWAY: Again = { tries: 40, pause: 25, alone: false }

function whetherAgain(error: unknown): Again | undefined {
  if (error instanceof StaleTeam) return STALE
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  // 40001 serialisation, 40P01 deadlock, 55P03 lock timeout; 23505: somebody else made the same row first.
  if (['40001', '40P01', '55P03'].includes(code)) return COLLIDED
  if (code === '23505') return TAKEN
  return isAway(error) ? AWAY : undefined
}
