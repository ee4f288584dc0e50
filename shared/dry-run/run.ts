import type { CampaignGraph } from '../campaign/campaign.ts'
import { type Campaigns, campaignsOf } from '../campaign/campaigns.ts'
import { type CompiledCampaign, compileGraph } from '../campaign/compile.ts'
import type { AddressStatus, FactBody } from '../campaign/fact.ts'
import { waitEnd } from '../campaign/wait-time.ts'
import { zoneOf } from '../campaign/zone.ts'
import type { Entry } from '../journal/entry.ts'
import { Problem } from '../problem.ts'
import type { Instant } from '../text.ts'
import { factsOf } from './facts.ts'
import type { Move } from './move.ts'
import { type Around, dueOf, type Known, nextLook, react } from './react.ts'
import type { Beginning } from './start.ts'

/** The team in which a draft is played: everybody is there and available. */
export type Team = {
  zone: string
  agents: readonly string[]
  /** The one in which conversations begin first. */
  inboxes: readonly { id: string; agents: readonly string[] }[]
}

/** One fact of a dry run, and what followed from it. */
export type Moment = {
  /** The move it belongs to; -1: the campaign goes live. */
  move: number
  at: Instant
  /** It came by itself: time, or an email on its way out. */
  byItself: boolean
  before: Known
  known: Known
  entries: readonly Entry[]
  /** Why the move could not be. */
  refused?: string | undefined
}

export type Run = { campaign: CompiledCampaign; campaigns: Campaigns; team: Team; moments: readonly Moment[] }

const SECOND = 1000
/** Of a graph that goes round by itself. */
const MOST_LOOKS = 500

/**
 * Plays a draft on somebody, with the real `follow`: the same graph, person and moves give the same run. Nothing is
 * written. It begins at `at` with the campaign going live, when whoever matches already is let in (C4).
 */
export function play(
  { id, graph, createdAt }: { id: string; graph: CampaignGraph; createdAt: Instant },
  team: Team,
  beginning: Beginning,
  moves: readonly Move[],
  at: Instant,
): Run {
  const newest = compileGraph(graph, 1)
  const { name, audience, exits, reentry, startable } = graph
  const campaign: CompiledCampaign = {
    ...{ id, name, audience, exits, reentry, startable, newest },
    status: 'active',
    createdAt,
    activatedAt: at,
    looks: 0,
    moveBefore: 0,
    versions: new Map([[1, newest]]),
  }
  const campaigns = campaignsOf([campaign])
  const playing = new Playing(campaigns, team, beginning, id, at)
  if (!beginning.isNew && !startable && !newest.startsByMessage)
    playing.happens(-1, { kind: 'enroll', campaign: id }, true)
  for (const [index, move] of moves.entries()) playing.plays(index, move)
  return { campaign, campaigns, team, moments: playing.moments }
}

class Playing {
  readonly moments: Moment[] = []
  private known: Known
  private now: Instant
  private readonly campaigns: Campaigns
  private readonly campaign: string
  private readonly around: Around
  private readonly addresses = new Map<string, AddressStatus>()

  constructor(campaigns: Campaigns, team: Team, beginning: Beginning, campaign: string, at: Instant) {
    this.campaigns = campaigns
    this.campaign = campaign
    this.now = Math.max(at, beginning.isNew ? at : beginning.life.person.factAt + 1)
    const { person } = beginning.life
    if (person.email !== undefined) this.addresses.set(person.email, person.emailStatus ?? 'ok')
    this.around = aroundOf(team, this.addresses)
    const { life, number, isNew } = beginning
    const tallies = beginning.tallies(campaigns)
    const due = dueOf(campaigns, { ...this.around, life, number, isNew, tallies }, this.now)
    this.known = { life, number, isNew, tallies, ...due }
  }

  plays(index: number, move: Move): void {
    try {
      this.goesOn(index, this.now + SECOND)
      if (move.do === 'passes') this.passes(index, this.endOf(move.for))
      else if (move.do === 'passes-until-next') this.passesUntilNext(index)
      else for (const body of factsOf(move, this.known.life, this.campaign)) this.happens(index, body, false)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const { known, now } = this
      this.moments.push({
        move: index,
        at: now,
        byItself: false,
        before: known,
        known,
        entries: [],
        refused: error.message,
      })
    }
  }

  happens(move: number, body: FactBody, byItself: boolean): void {
    const before = this.known
    if (body.kind === 'address') this.addresses.set(body.email, body.status)
    this.now = Math.max(this.now, before.isNew ? 0 : before.life.person.factAt + 1)
    const fact = { id: this.around.newId(this.now), team: 'dry-run', person: before.life.person.id, ...body }
    const { known, entries } = react(this.campaigns, fact, before, undefined, this.around, this.now)
    this.known = known
    this.now = Math.max(this.now, entries.at(-1)?.at ?? 0)
    this.moments.push({ move, at: this.now, byItself, before, known, entries })
    this.handsOver(move, body)
  }

  /** What the worker does with an email that is due: it asks once more, and gives it to the provider. */
  private handsOver(move: number, { kind }: FactBody): void {
    if (kind === 'email') return
    const own = [...this.known.life.enrollments.values()].filter(({ campaign }) => campaign === this.campaign)
    for (const { conversation, message } of own.flatMap(({ openEmails }) => openEmails)) {
      const email = () =>
        this.known.life.conversations.get(conversation)?.messages.find(({ id }) => id === message)?.email
      const { to = '', state } = email() ?? {}
      if (state !== 'due') continue
      this.happens(move, { kind: 'email', message, to, what: 'hand-over' }, true)
      if (email()?.state === 'handing') this.happens(move, { kind: 'email', message, to, what: 'handed' }, true)
    }
  }

  private endOf(duration: string): Instant {
    const end = waitEnd({ for: duration }, this.now, zoneOf('team', this.around.zone, undefined))
    return Math.max(end, this.now)
  }

  /** Whoever is due is looked at then. */
  private goesOn(move: number, end: Instant): void {
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const next = nextLook(this.known)
      if (next === undefined || next > end) break
      this.now = Math.max(this.now, next)
      this.happens(move, { kind: 'time' }, true)
    }
    this.now = Math.max(this.now, end)
  }

  /** Where time comes to rest there is a moment, too: nothing happening is something to see. */
  private passes(move: number, end: Instant): void {
    this.goesOn(move, end)
    if (this.moments.at(-1)?.at === this.now) return
    const { known, now } = this
    this.moments.push({ move, at: now, byItself: true, before: known, known, entries: [] })
  }

  private passesUntilNext(move: number): void {
    const next = nextLook(this.known)
    if (next === undefined) throw new Problem('not-found', 'Nothing happens by itself any more.')
    this.passes(move, Math.max(next, this.now))
  }
}

function aroundOf({ zone, agents, inboxes }: Team, addresses: ReadonlyMap<string, AddressStatus>): Around {
  let ids = 0
  const last = new Map<string, string>()
  return {
    zone,
    agents: new Set(agents),
    inboxes: new Map(inboxes.map(({ id, agents: members }) => [id, new Set(members)])),
    inbox: inboxes[0]?.id,
    isAvailable: () => true,
    nextInTurn: (inbox, members) => {
      const before = last.get(inbox) ?? ''
      const next = members.find(agent => agent > before) ?? members[0] ?? ''
      last.set(inbox, next)
      return next
    },
    addressStatus: email => addresses.get(email) ?? 'ok',
    newId: () => `dry-run-${++ids}`,
  }
}
