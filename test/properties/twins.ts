import type { Reaction } from '@pavior/server/engine/reaction.ts'
import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import type { Fact, FactBody } from '@pavior/shared/campaign/fact.ts'
import { unborn } from '@pavior/shared/journal/apply.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { differences } from '../house/differences.ts'
import { plain, storedLife } from '../house/life.ts'
import type { Step } from './any-step.ts'
import type { Doing } from './doings.ts'
import { type Cast, PureHistory } from './pure-history.ts'
import type { ServerSide } from './server-side.ts'

/**
 * One history, twice: each fact goes through a server with its database and, with the moment and the ids that were
 * given there, through `follow` in memory.
 */
export class Twins {
  readonly complaints: string[] = []
  /** What happened, in words for whoever looks for the reason. */
  readonly story: string[] = []
  private readonly pure: PureHistory
  private readonly server: ServerSide
  private readonly sql: Sql
  private readonly team: string
  private readonly cast: Cast
  private readonly done = new Map<string, Reaction['result']>()
  private ids = 0

  constructor(server: ServerSide, sql: Sql, team: string, cast: Cast, graphs: readonly CampaignGraph[]) {
    this.server = server
    this.sql = sql
    this.team = team
    this.cast = cast
    this.pure = new PureHistory(graphs, cast)
  }

  /** The campaigns as the server has them. */
  async begin(graphs: readonly CampaignGraph[]): Promise<void> {
    await this.server.begin(graphs.map((graph, index) => ({ id: this.cast.campaigns[index + 1] ?? '', graph })))
    const rows = await this.sql`select id, created_at, activated_at from campaigns where team_id = ${this.team}`
    for (const { id, created_at, activated_at } of rows.map(row => CampaignRow.parse(row)))
      this.pure.live.began(id, created_at.getTime(), activated_at.getTime())
  }

  async take(step: Step): Promise<void> {
    if (step.which % 3 === 0) this.server.changesSides()
    this.pure.now = await this.server.now()
    for (const doing of this.pure.doings(step)) await this.does(doing, step)
    await this.compareDue(step)
  }

  private async does(doing: Doing, step: Step): Promise<void> {
    switch (doing.what) {
      case 'fact':
        await this.react(this.factOf(doing)).catch(refusal)
        return
      case 'passes':
        await this.server.passes(this.react, doing.milliseconds, doing.standsStill)
        return
      case 'address':
        await this.address(doing.email, doing.status)
        return
      case 'inboxes change':
        return
      default:
        await this.change(doing, step)
    }
  }

  private async address(email: string, status: Extract<Doing, { what: 'address' }>['status']): Promise<void> {
    // A bounce never takes back somebody's own wish.
    if (this.pure.addresses.get(email) !== 'unsubscribed' || status !== 'bounced')
      this.pure.addresses.set(email, status)
    await this.server.address(this.react, email, status)
  }

  private async change(doing: Extract<Doing, { campaign: string }>, { how }: Step): Promise<void> {
    const { live } = this.pure
    try {
      await this.server.change(doing, how % 2 === 0 ? 'enroll' : 'skip')
    } catch (error) {
      this.story.push(`${doing.what} ${doing.campaign}: ${refusal(error)}`)
      return
    }
    this.story.push(`${doing.what} ${doing.campaign}`)
    if (doing.what === 'publishes') live.publish(doing.campaign, doing.graph, doing.move)
    else if (doing.what === 'pauses') live.pause(doing.campaign)
    else if (doing.what === 'resumes') live.resume(doing.campaign)
    else live.archive(doing.campaign)
    this.pure.campaignsChanged()
  }

  private factOf({ person, body, language }: Extract<Doing, { what: 'fact' }>): Fact {
    const context = language === undefined ? {} : { context: { language } }
    return { id: crypto.randomUUID(), team: this.team, person, ...context, ...body }
  }

  /** Through both. Throws what the server's engine throws. */
  private readonly react = async (fact: Fact): Promise<Reaction> => {
    // The jobs go on with the histories before this one, too.
    if (fact.team !== this.team) return await this.server.react(fact)
    let reaction: Reaction
    try {
      reaction = await this.server.react(fact)
    } catch (error) {
      refusal(error)
      const { code } = error instanceof Problem ? error : { code: '' }
      const why = this.pureRefusal(fact)
      if (why !== code)
        this.complaints.push(`${fact.kind} was refused by the server with ${code}, in memory with ${why}`)
      throw error
    }
    const before = this.done.get(fact.id)
    if (before) this.complaints.push(...differences(reaction.result, before, 'S1: another result'))
    else this.follow(fact, reaction)
    this.done.set(fact.id, reaction.result)
    this.story.push(inWords(fact, reaction))
    return reaction
  }

  private pureRefusal(fact: Fact): string | undefined {
    const known = this.pure.who(fact.person)
    if (known.life.person.erasedAt !== undefined) return 'gone'
    try {
      this.pure.wouldFollow(known, fact, Math.max(this.pure.now, known.life.person.factAt + 1))
      return undefined
    } catch (error) {
      refusal(error)
      return error instanceof Problem ? error.code : undefined
    }
  }

  private follow(fact: Fact, { entries: there, result }: Reaction): void {
    const { pure } = this
    const known = pure.who(fact.person)
    const at = there[0]?.at ?? result.at
    if (known.isNew) known.life = unborn(known.life.person.id, at)
    const ids = there.flatMap(madeIds)
    const newId = () => ids.shift() ?? `missing-${++this.ids}`
    const visitor = visitorOf(fact, pure)
    try {
      const here = pure.follows(fact, known, visitor, at, { ...pure.around, newId })
      this.complaints.push(
        ...differences(withoutNothing(here), withoutNothing(there), `${fact.kind} of ${fact.person}: memory ≠ server`),
      )
    } catch (error) {
      this.complaints.push(`${fact.kind} was refused in memory: ${refusal(error)}`)
    }
  }

  /** When everybody is to be looked at next. */
  private async compareDue(step: Step): Promise<void> {
    const timers = await this.sql`select enrollment_id as id, due_at as at from timers where team_id = ${this.team}`
    const people = await this
      .sql`select id, flip_at as at from people where team_id = ${this.team} and flip_at is not null`
    const own = [...this.pure.people.values()].filter(({ mergedInto, isNew }) => mergedInto === undefined && !isNew)
    const wakes = own.flatMap(one => [...one.wakes])
    const flipping = own.flatMap(({ life: { person }, flipAt }): [string, number][] =>
      flipAt === undefined || person.erasedAt !== undefined ? [] : [[person.id, flipAt]],
    )
    const after = `after ${step.what} ${step.who} ${step.which} ${step.how}`
    this.complaints.push(
      ...differences(Object.fromEntries(wakes), byId(timers), `timers ${after}: memory ≠ server`),
      ...differences(Object.fromEntries(flipping), byId(people), `flips ${after}: memory ≠ server`),
    )
  }

  /** In the end: acts, standing, outcomes, statuses, and all else that is stored of everybody. */
  async compareLives(): Promise<void> {
    for (const { life } of this.pure.everybody()) {
      const stored = plain(await storedLife(this.sql, this.team, life.person.id))
      this.complaints.push(...differences(plain(life), stored, `${life.person.id}: memory ≠ stored`))
    }
  }

  catchUp(): Promise<void> {
    return this.server.catchUp(this.react)
  }
}

const CampaignRow = z.object({ id: z.string(), created_at: z.date(), activated_at: z.date() })
const Due = z.object({ id: z.string(), at: z.date() })

const byId = (rows: readonly unknown[]) =>
  Object.fromEntries(rows.map(row => Due.parse(row)).map(({ id, at }) => [id, at.getTime()]))

/** Why it can't be; whatever else is thrown is a bug. */
function refusal(error: unknown): string {
  if (error instanceof Problem) return error.code
  throw error
}

function inWords({ kind, person }: Fact, { entries, result }: Reaction): string {
  const words = entries.map(entry => {
    const { kind: what, v: _v, number: _number, at: _at, ...more } = entry
    return `${what} ${'enrollment' in entry || what === 'merged' ? JSON.stringify(more) : ''}`
  })
  return [`${result.at} ${kind} of ${person}`, ...words].join('\n    ')
}

/** The ids that were made on the way, in their order. */
function madeIds(entry: Entry): string[] {
  if (entry.kind === 'entered') return [entry.enrollment]
  if (entry.kind === 'conversation-started') return [entry.conversation]
  return entry.kind === 'message-sent' && entry.campaign ? [entry.id] : []
}

function visitorOf(fact: FactBody, { people }: PureHistory) {
  const visitor = fact.kind === 'identified' && fact.visitor !== undefined ? people.get(fact.visitor) : undefined
  const mayMerge = visitor?.mergedInto === undefined && visitor?.life.person.type !== 'signup'
  return mayMerge ? visitor : undefined
}

/** As JSON keeps it. */
const withoutNothing = (entries: readonly Entry[]): unknown => JSON.parse(JSON.stringify(entries))
