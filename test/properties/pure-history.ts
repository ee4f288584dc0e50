import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { type Campaigns, campaignsOf } from '@pavior/shared/campaign/campaigns.ts'
import { type CompiledCampaign, compileGraph } from '@pavior/shared/campaign/compile.ts'
import { emailAndNameForm } from '@pavior/shared/campaign/default.ts'
import type { Fact, FactBody } from '@pavior/shared/campaign/fact.ts'
import { follow } from '@pavior/shared/campaign/follow.ts'
import type { Tallies } from '@pavior/shared/campaign/tallies.ts'
import type { World } from '@pavior/shared/campaign/world.ts'
import { buttonOf, plainDocument } from '@pavior/shared/document/document.ts'
import { needKey } from '@pavior/shared/filter/subject.ts'
import { unborn } from '@pavior/shared/journal/apply.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Life, Message } from '@pavior/shared/journal/life.ts'
import { Problem } from '@pavior/shared/problem.ts'
import fc from 'fast-check'
import { emptyWorld } from '../house/world.ts'

/** Something that happens; the numbers choose among what there is at that moment. */
export type Step = { what: (typeof happenings)[number]; who: number; which: number; how: number }

const happenings = [
  'starts',
  'starts',
  'writes',
  'writes',
  'writes',
  'answers',
  'answers',
  'presses',
  'sees',
  'views',
  'tracks',
  'updates',
  'updates',
  'identifies',
  'replies',
  'notes',
  'assigns',
  'changes state',
  'marks unread',
  'api sets',
] as const

export const anySteps = (most: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      // More often than by chance: two have to be the same user before one is merged (C25).
      what: fc.constantFrom(...happenings, 'identifies', 'identifies', 'identifies'),
      who: fc.nat({ max: 2 }),
      which: fc.nat({ max: 50 }),
      how: fc.nat({ max: 50 }),
    }),
    { minLength: 5, maxLength: most },
  )

export type Known = { life: Life; tallies: Tallies; entries: Entry[]; isNew: boolean; mergedInto?: string }

const AGENTS = ['robin', 'mara']
const INBOX = 'support'
const START = Date.UTC(2026, 0, 1)

/** Everybody's history in memory: `follow` for each step, entries kept as the journal keeps them. */
export class PureHistory {
  readonly people = new Map<string, Known>()
  readonly campaigns: Campaigns
  /** What was refused, by code. */
  readonly refused = new Map<string, number>()
  now = START
  private ids = 0

  constructor(graphs: CampaignGraph[]) {
    const compiled = [emailAndNameForm, ...graphs].map((graph, index): CompiledCampaign => {
      const { name, audience, exits, reentry, startable } = graph
      const newest = compileGraph(graph, 1)
      return {
        id: `campaign-${index}`,
        name,
        status: 'active',
        createdAt: START + index,
        activatedAt: START + index,
        audience,
        exits,
        reentry,
        startable,
        looks: 0,
        moveBefore: 0,
        newest,
        versions: new Map([[1, newest]]),
      }
    })
    this.campaigns = campaignsOf(compiled)
  }

  readonly streams = (stream: string): Entry[] => this.people.get(stream)?.entries ?? []

  private newId = (): string => `id-${++this.ids}`

  private who(name: string): Known {
    const known = this.people.get(name)
    if (known?.mergedInto !== undefined) return this.who(known.mergedInto)
    if (known) return known
    const tallies: Tallies = new Map(this.campaigns.needs.map(need => [needKey(need), { need, times: [] }]))
    const fresh = { life: unborn(name, this.now), tallies, entries: [], isNew: true }
    this.people.set(name, fresh)
    return fresh
  }

  /** Gives the entries that the step led to; none when it could not be. */
  take(step: Step): readonly Entry[] {
    this.now += 1 + step.how * 997
    const person = this.who(`visitor-${step.who}`)
    if (person.isNew) person.life = unborn(person.life.person.id, this.now)
    // It concerns two people.
    if (step.what === 'identifies') return this.identify(person, step)
    const body = this.bodyOf(step, person)
    return body ? this.react(person, body, step) : []
  }

  private react(person: Known, body: FactBody, { how }: Step): readonly Entry[] {
    // As the server does it: a fact that is refused leaves no trace.
    const life = structuredClone(person.life)
    const visitor = body.kind === 'identified' && body.visitor !== undefined ? this.people.get(body.visitor) : undefined
    const context = how % 4 === 0 ? { context: { language: how % 8 === 0 ? 'de' : 'en' } } : {}
    const fact: Fact = { id: this.newId(), team: 'team', person: life.person.id, ...context, ...body }
    const tallies = structuredClone(person.tallies)
    const world: World = {
      ...emptyWorld(life, this.newId),
      isNew: person.isNew,
      number: person.entries.length,
      tallies,
      ...(visitor && {
        visitor: {
          life: structuredClone(visitor.life),
          number: visitor.entries.length,
          tallies: structuredClone(visitor.tallies),
        },
      }),
      agents: new Set(AGENTS),
      inboxes: new Map([[INBOX, new Set(AGENTS)]]),
      inbox: INBOX,
    }
    try {
      const entries = follow(this.campaigns, fact, world, this.now)
      // What is stored is the rows of a life, not the objects of the moment.
      person.life = structuredClone(life)
      person.tallies = tallies
      person.entries.push(...structuredClone(entries))
      if (entries.length > 0) person.isNew = false
      if (visitor && entries.some(({ kind }) => kind === 'merged')) visitor.mergedInto = life.person.id
      return entries
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.refused.set(error.code, (this.refused.get(error.code) ?? 0) + 1)
      return []
    }
  }

  private bodyOf({ what, which, how }: Step, { life, isNew }: Known): FactBody | undefined {
    const conversation = pick([...life.conversations.keys()], which)
    const messages = [...life.conversations.values()].flatMap(one => one.messages)
    const content = plainDocument(pick(['Hello', 'Do you ship to Norway?', 'norway!'], how) ?? 'Hello')
    const by = how % 2 === 0 ? { type: 'agent' as const, id: 'robin' } : { type: 'api' as const }
    switch (what) {
      case 'starts':
        return { kind: 'message', content }
      case 'writes':
        return { kind: 'message', conversation: conversation ?? 'nobody’s', content }
      case 'answers':
        return answer(
          pick(
            messages.filter(({ form }) => form),
            which,
          ),
          how,
        )
      case 'presses':
        return press(messages, which, how)
      case 'sees':
        return conversation === undefined
          ? undefined
          : { kind: 'seen', conversation, number: how, by: { type: 'person' } }
      case 'marks unread':
        return conversation === undefined
          ? undefined
          : { kind: 'seen', conversation, number: how % 3, by: { type: 'agent', id: 'mara' } }
      case 'views':
        return { kind: 'page', url: `https://shop.example/${how % 2 === 0 ? 'pricing' : 'bikes'}` }
      case 'tracks':
        return { kind: 'track', name: 'ordered', properties: { bikes: how } }
      case 'updates':
        return { kind: 'attributes', source: 'page', set: values(which, how) }
      case 'api sets':
        return isNew ? undefined : { kind: 'attributes', source: 'api', set: values(which, how) }
      case 'identifies':
        return undefined
      case 'replies':
        return { kind: 'agent-message', conversation: conversation ?? 'nobody’s', agent: 'robin', content }
      case 'notes':
        return { kind: 'note', conversation: conversation ?? 'nobody’s', agent: 'mara', content }
      case 'assigns':
        return conversation === undefined
          ? undefined
          : { kind: 'assigned', conversation, assignee: pick([null, 'robin', 'nobody'], how) ?? null, by }
      case 'changes state':
        return conversation === undefined ? undefined : this.stateChange(conversation, which, by)
    }
  }

  private stateChange(conversation: string, which: number, by: Extract<FactBody, { kind: 'state' }>['by']): FactBody {
    const state = pick(['open', 'closed', 'snoozed'] as const, which) ?? 'open'
    return { kind: 'state', conversation, state, by, ...(state === 'snoozed' && { until: this.now + 60_000 }) }
  }

  /** C25 as the server asks it: the signup with this id if there is one, otherwise the visitor becomes it. */
  private identify(visitor: Known, step: Step): readonly Entry[] {
    const externalId = `user-${step.which % 2}`
    const signup = [...this.people.values()].find(({ life }) => life.person.externalId === externalId)
    const set: FactSet = step.how % 2 === 0 ? { email: `${externalId}@site.example` } : {}
    const identified: FactBody = { kind: 'identified', externalId, set, source: 'identity' }
    const { person } = visitor.life
    if (!signup || signup === visitor || visitor.isNew || person.type === 'signup')
      return this.react(visitor.isNew ? (signup ?? visitor) : visitor, identified, step)
    return this.react(signup, { ...identified, visitor: person.id }, step)
  }
}

type FactSet = Extract<FactBody, { kind: 'identified' }>['set']

const pick = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(1, all.length)]

function values(which: number, how: number): Record<string, string | number | null> {
  const name = pick(['Okan', 'Ada', null], how) ?? null
  return which % 3 === 0
    ? { 'attributes.plan': how % 2 === 0 ? 'pro' : 'free' }
    : which % 3 === 1
      ? { 'attributes.visits': how % 6, name }
      : { email: how % 3 === 0 ? null : `visitor${how % 3}@postfach.example` }
}

/** Mostly what the form wants, sometimes what it refuses. */
function answer(message: Message | undefined, how: number): FactBody | undefined {
  const block = message?.content.content.find(one => one.type === 'form')
  if (!message || block?.type !== 'form') return undefined
  const good = { text: 'Ada', email: 'ada@engine.example', number: '3', date: '2026-02-28' }
  const given = block.attrs.fields.map(({ key, kind, options }) => [
    key,
    kind === 'choice' ? (pick(options ?? [], how) ?? '') : key === 'email' ? good.email : good[kind],
  ])
  const wrong = how % 4 === 3 ? { unknown: 'x' } : {}
  return { kind: 'form', message: message.id, values: { ...Object.fromEntries(given), ...wrong } }
}

function press(messages: Message[], which: number, how: number): FactBody | undefined {
  const withButtons = messages.filter(({ content }) => buttonOf(content, 'one'))
  const message = pick(withButtons, which)
  return message && { kind: 'button', message: message.id, button: how % 3 === 0 ? 'two' : 'one' }
}
