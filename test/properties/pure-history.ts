import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { emailAndNameForm } from '@pavior/shared/campaign/default.ts'
import type { AddressStatus, Fact, FactBody } from '@pavior/shared/campaign/fact.ts'
import { type Around, nextLook, talliesOf } from '@pavior/shared/dry-run/react.ts'
import { unborn } from '@pavior/shared/journal/apply.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import { told } from '@pavior/shared/journal/replay.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Instant } from '@pavior/shared/text.ts'
import { AGENTS, INBOX } from './any-component.ts'
import { campaignName, pick, type Step } from './any-step.ts'
import { type Doing, doingsOf, type Scene } from './doings.ts'
import { LiveCampaigns } from './live-campaigns.ts'
import { type Known, reactPurely } from './pure-engine.ts'

const START = Date.UTC(2026, 0, 1)

/** Who and what there is in a history, by its ids. */
export type Cast = {
  /** The default campaign first. */
  campaigns: readonly string[]
  people: readonly string[]
  agents: readonly string[]
  /** Those of them at whom a conversation may arrive in turn. */
  available: readonly string[]
  inbox: string
  zone: string
}

const cast = (graphs: readonly CampaignGraph[]): Cast => ({
  campaigns: [campaignName(0), ...graphs.map((_, index) => campaignName(index + 1))],
  people: [0, 1, 2].map(index => `visitor-${index}`),
  agents: AGENTS,
  available: AGENTS,
  inbox: INBOX,
  zone: 'Europe/Berlin',
})

/** Everybody's history in memory: `follow` for each fact, entries kept as the journal keeps them. */
export class PureHistory {
  readonly people = new Map<string, Known>()
  readonly live = new LiveCampaigns()
  /** What was refused, by code. */
  readonly refused = new Map<string, number>()
  /** What may never happen and did. */
  readonly complaints: string[] = []
  /** What happened last, where it was not refused. */
  last: { person: string; body: FactBody } | undefined
  now = START
  readonly around: Around
  readonly addresses = new Map<string, AddressStatus>()
  private readonly graphs: readonly CampaignGraph[]
  private readonly cast: Cast
  private readonly inboxes: Map<string, ReadonlySet<string>>
  private ids = 0
  private turns = 0

  constructor(graphs: readonly CampaignGraph[], names: Cast = cast(graphs)) {
    this.graphs = graphs
    this.cast = names
    const { agents, inbox } = names
    this.inboxes = new Map([[inbox, new Set(agents)]])
    for (const [index, graph] of [emailAndNameForm, ...graphs].entries())
      this.live.begin(names.campaigns[index] ?? '', graph, START + index, START + index)
    this.around = {
      zone: names.zone,
      agents: new Set(agents),
      inboxes: this.inboxes,
      inbox,
      recording: true,
      isAvailable: agent => names.available.includes(agent),
      nextInTurn: (_inbox, among) => among[this.turns++ % among.length] ?? '',
      addressStatus: email => this.addresses.get(email) ?? 'ok',
      newId: () => `id-${++this.ids}`,
    }
  }

  readonly streams = (stream: string): Entry[] => this.people.get(stream)?.entries ?? []

  get campaigns() {
    return this.live.compiled
  }

  /** What a step is about. */
  doings(step: Step): Generator<Doing> {
    const { now, people, live, graphs } = this
    const { agents, inbox, people: names } = this.cast
    const scene: Scene = { now, people, live, graphs, agents, inbox }
    return doingsOf(step, this.who(pick(names, step.who) ?? '').life.person.id, scene)
  }

  /** Whoever is called so, or became somebody else (C25). */
  who(name: string): Known {
    const known = this.people.get(name)
    if (known?.mergedInto !== undefined) return this.who(known.mergedInto)
    if (known) return known
    const fresh: Known = {
      life: unborn(name, this.now),
      tallies: talliesOf(this.campaigns, []),
      entries: [],
      isNew: true,
      number: 0,
      wakes: new Map(),
      flipAt: undefined,
    }
    this.people.set(name, fresh)
    return fresh
  }

  /** Gives the entries that the step led to; none when it could not be. */
  take(step: Step): readonly Entry[] {
    this.now += 1 + step.how * 997
    const entries: Entry[] = []
    for (const doing of this.doings(step)) entries.push(...this.does(doing))
    return entries
  }

  private does(doing: Doing): readonly Entry[] {
    switch (doing.what) {
      case 'fact':
        return this.react(doing.person, doing.body, doing.language)
      case 'address': {
        this.addresses.set(doing.email, doing.status)
        const { email, status } = doing
        const owners = this.everybody().filter(({ life }) => life.person.email === email)
        return owners.flatMap(({ life }) => this.react(life.person.id, { kind: 'address', email, status }))
      }
      case 'passes':
        return this.passes(doing.milliseconds, doing.standsStill)
      case 'inboxes change':
        if (!this.inboxes.delete(this.cast.inbox)) this.inboxes.set(this.cast.inbox, new Set(this.cast.agents))
        return []
      case 'publishes':
        this.live.publish(doing.campaign, doing.graph, doing.move)
        break
      case 'pauses':
        if (this.live.statusOf(doing.campaign) === 'active') this.live.pause(doing.campaign)
        break
      case 'resumes':
        if (this.live.statusOf(doing.campaign) === 'paused') this.live.resume(doing.campaign)
        break
      case 'archives':
        this.live.archive(doing.campaign)
        break
      default:
        return doing satisfies never
    }
    this.campaignsChanged()
    return []
  }

  /** Others ask for other events now. */
  campaignsChanged(): void {
    for (const known of this.people.values())
      known.tallies = talliesOf(this.campaigns, told(this.streams, known.life.person.id))
  }

  /** Those of whom something is known and who are still somebody of their own. */
  everybody(): Known[] {
    return [...this.people.values()].filter(
      ({ isNew, mergedInto, life }) => !isNew && mergedInto === undefined && life.person.erasedAt === undefined,
    )
  }

  /** Whoever is due is woken then, or, where nothing runs meanwhile, at the end. */
  passes(milliseconds: number, standsStill: boolean): Entry[] {
    const end = this.now + milliseconds
    const entries: Entry[] = []
    if (standsStill) this.now = end
    // Some campaigns go round and round by themselves: a hundred times is enough.
    for (let rounds = 0; rounds < 100; rounds++) {
      const due = this.everybody().filter(known => (nextLook(known) ?? end + 1) <= end)
      const next = Math.min(...due.map(known => nextLook(known) ?? end))
      if (due.length === 0) break
      this.now = Math.max(this.now, next)
      for (const known of due)
        if ((nextLook(known) ?? end + 1) <= this.now)
          entries.push(...this.react(known.life.person.id, { kind: 'time' }))
    }
    this.now = Math.max(this.now, end)
    return entries
  }

  private react(id: string, body: FactBody, language?: string): readonly Entry[] {
    const known = this.who(id)
    if (known.life.person.erasedAt !== undefined) return []
    const visitor = body.kind === 'identified' && body.visitor !== undefined ? this.people.get(body.visitor) : undefined
    for (const one of [known, ...(visitor ? [visitor] : [])])
      if (!one.isNew) this.now = Math.max(this.now, one.life.person.factAt + 1)
    if (known.isNew) known.life = unborn(known.life.person.id, this.now)
    const fact = this.factOf(known, body, language)
    try {
      return this.follows(fact, known, visitor, this.now, this.around)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.refused.set(error.code, (this.refused.get(error.code) ?? 0) + 1)
      return []
    }
  }

  /** Lets it happen. Throws a Problem when it can't be. */
  follows(fact: Fact, known: Known, visitor: Known | undefined, at: Instant, around: Around): readonly Entry[] {
    const { known: after, entries } = reactPurely(this.campaigns, fact, known, visitor, around, at)
    this.look(known, after, entries)
    this.people.set(known.life.person.id, after)
    if (visitor && entries.some(({ kind }) => kind === 'merged')) visitor.mergedInto = known.life.person.id
    // What was due before it acted a millisecond before it.
    this.now = Math.max(this.now, entries.at(-1)?.at ?? 0)
    const { id: _id, team: _team, person, ...body } = fact
    this.last = { person, body }
    return entries
  }

  /** What would follow from a fact then; nothing is kept of it. Throws a Problem when it can't be. */
  wouldFollow(known: Known, body: FactBody, at: Instant): { known: Known; entries: Entry[] } {
    return reactPurely(this.campaigns, this.factOf(known, body, undefined), known, undefined, this.around, at)
  }

  private factOf({ life }: Known, body: FactBody, language: string | undefined): Fact {
    const context = language === undefined ? {} : { context: { ...browserOf(life.person), language } }
    return { id: this.around.newId(0), team: 'team', person: life.person.id, ...context, ...body }
  }

  /** C3: nobody enters again who may not. C24: paused, nobody enters and nothing acts. */
  private look(before: Known, after: Known, entries: readonly Entry[]): void {
    const campaigns = new Map([...before.life.enrollments.values()].map(({ id, campaign }) => [id, campaign]))
    const entered = new Set(entries.flatMap(entry => (entry.kind === 'entered' ? [entry.enrollment] : [])))
    for (const entry of entries) {
      // What a visitor had been in comes with their merge (C25), not before.
      if (entry.kind === 'merged')
        for (const { id, campaign } of after.life.enrollments.values())
          if (!entered.has(id)) campaigns.set(id, campaign)
      if (entry.kind === 'acted' && entry.outcome === 'failed' && entry.reason !== 'The inbox was deleted.')
        this.complaints.push(`C14: ${entry.component} failed: ${entry.reason}`)
      if (entry.kind === 'entered') {
        const inside = [...campaigns.values()].includes(entry.campaign)
        if (this.campaigns.byId.get(entry.campaign)?.reentry === 'never' && inside)
          this.complaints.push(`C3: ${entry.campaign} was entered again`)
        campaigns.set(entry.enrollment, entry.campaign)
      }
      if (!ACTING.includes(entry.kind) || !('enrollment' in entry)) continue
      const campaign = campaigns.get(entry.enrollment)
      if (campaign !== undefined && this.live.statusOf(campaign) !== 'active')
        this.complaints.push(`C24: ${entry.kind} in a campaign that is ${this.live.statusOf(campaign)}`)
    }
  }
}

const ACTING: readonly Entry['kind'][] = ['entered', 'acted', 'looked']

const browserOf = ({ timezone, country, browser, os, device }: Known['life']['person']) => ({
  timezone,
  country,
  browser,
  os,
  device,
})
