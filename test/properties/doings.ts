import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { check } from '@pavior/shared/campaign/check.ts'
import type { AddressStatus, EmailEvent, EmailStep, FactBody } from '@pavior/shared/campaign/fact.ts'
import { plainDocument } from '@pavior/shared/document/document.ts'
import type { Life, Message } from '@pavior/shared/journal/life.ts'
import type { Instant } from '@pavior/shared/text.ts'
import { pick, type Step } from './any-step.ts'
import { interacts } from './interacting.ts'
import type { LiveCampaigns } from './live-campaigns.ts'
import type { Known } from './pure-engine.ts'

/** Something done to one person, to a campaign, to an address, or by the clock. */
export type Doing =
  | { what: 'fact'; person: string; body: FactBody; language?: string }
  | { what: 'passes'; milliseconds: number; standsStill: boolean }
  | { what: 'publishes'; campaign: string; graph: CampaignGraph; move: boolean }
  | { what: 'pauses' | 'resumes' | 'archives'; campaign: string }
  | { what: 'address'; email: string; status: AddressStatus }
  | { what: 'inboxes change' }

/** What there is to choose among. */
export type Scene = {
  now: Instant
  people: ReadonlyMap<string, Known>
  live: LiveCampaigns
  graphs: readonly CampaignGraph[]
  agents: readonly string[]
  inbox: string
}

const SECOND = 1000
const DAY = 86_400 * SECOND
const DURATIONS = [1, 20, 61, 151, 3600, 43_200]
  .map(seconds => seconds * SECOND)
  .concat([1, 8, 40].map(days => days * DAY))

/** What a step is about somebody; what comes later in it is asked for when what comes before was done. */
export function* doingsOf(step: Step, person: string, scene: Scene): Generator<Doing> {
  const { what, which, how } = step
  const campaign = pick(fitting(what, scene.live), which)
  switch (what) {
    case 'time passes':
      yield { what: 'passes', milliseconds: pick(DURATIONS, which) ?? 0, standsStill: how % 3 === 0 }
      return
    case 'pauses':
    case 'resumes':
      if (campaign !== undefined) yield { what, campaign }
      return
    case 'inboxes change':
      yield { what }
      return
    case 'archives':
      if (campaign !== undefined && how % 3 === 0) yield { what, campaign }
      return
    case 'publishes': {
      const graph = pick(scene.graphs, how)
      const move = which % 2 === 0
      if (campaign !== undefined && graph) yield { what, campaign, graph: varied(graph, step, scene), move }
      return
    }
    case 'identifies':
      yield identified(person, step, scene)
      return
    case 'email goes out':
      yield* goesOut(person, step, scene)
      return
    case 'email is told of':
      yield* toldOf(person, step, scene)
      return
    case 'address changes': {
      const email = lifeOf(scene, person)?.person.email
      const status = pick<AddressStatus>(['unsubscribed', 'bounced', 'ok'], how) ?? 'ok'
      if (email !== undefined) yield { what: 'address', email, status }
      return
    }
    default: {
      const body = bodyOf(what, step, person, scene)
      const language = how % 4 === 0 ? { language: how % 8 === 0 ? 'de' : 'en' } : {}
      if (body) yield { what: 'fact', person, body, ...language }
    }
  }
}

/** Mostly those of which it can be. */
function fitting(what: Step['what'], live: LiveCampaigns): string[] {
  const status = what === 'pauses' ? 'active' : what === 'resumes' ? 'paused' : undefined
  return live.ids.filter(id => (status === undefined ? live.statusOf(id) !== 'archived' : live.statusOf(id) === status))
}

const lifeOf = ({ people }: Scene, person: string): Life | undefined => people.get(person)?.life

const messagesOf = (life: Life | undefined): Message[] =>
  [...(life?.conversations.values() ?? [])].flatMap(({ messages }) => messages)

/** The rest, of which each is one fact. */
function bodyOf(
  what: Exclude<
    Step['what'],
    | 'time passes'
    | 'inboxes change'
    | 'pauses'
    | 'resumes'
    | 'archives'
    | 'publishes'
    | 'identifies'
    | 'email goes out'
    | 'email is told of'
    | 'address changes'
  >,
  { which, how }: Step,
  person: string,
  scene: Scene,
): FactBody | undefined {
  const known = scene.people.get(person)
  const life = known?.life
  const conversation = pick([...(life?.conversations.keys() ?? [])], which)
  const messages = messagesOf(life)
  const content = plainDocument(pick(['Hello', 'Do you ship to Norway?', 'norway!'], how) ?? 'Hello')
  const [robin = '', mara = ''] = scene.agents
  const by = how % 2 === 0 ? { type: 'agent' as const, id: robin } : { type: 'api' as const }
  const enrollments = [...(life?.enrollments.values() ?? [])]
  const isNew = known?.isNew ?? true
  switch (what) {
    case 'starts':
      return { kind: 'message', content }
    case 'writes':
      return { kind: 'message', ...(conversation !== undefined && { conversation }), content }
    case 'answers':
      return answer(messages, which, how)
    case 'presses':
      return press(messages, which, how)
    case 'sees':
      return conversation === undefined
        ? undefined
        : { kind: 'seen', conversation, number: how, by: { type: 'person' } }
    case 'marks unread':
      return conversation === undefined
        ? undefined
        : { kind: 'seen', conversation, number: how % 3, by: { type: 'agent', id: mara } }
    case 'interacts':
      return interacts(life, which, how)
    case 'views':
      return { kind: 'page', url: `https://shop.example/${how % 2 === 0 ? 'pricing' : 'bikes'}` }
    case 'tracks': {
      const happenedAt = how % 7 === 0 ? { happenedAt: scene.now - which * 10 * SECOND } : {}
      return { kind: 'track', name: 'ordered', properties: { bikes: how }, ...happenedAt }
    }
    case 'updates':
      return { kind: 'attributes', source: 'page', set: values(which, how) }
    case 'api sets':
      return isNew ? undefined : { kind: 'attributes', source: 'api', set: values(which, how) }
    case 'replies':
      return conversation === undefined ? undefined : { kind: 'agent-message', conversation, agent: robin, content }
    case 'notes':
      return conversation === undefined ? undefined : { kind: 'note', conversation, agent: mara, content }
    case 'assigns':
      return conversation === undefined
        ? undefined
        : { kind: 'assigned', conversation, assignee: pick([null, robin, 'nobody'], how) ?? null, by }
    case 'changes state': {
      const state = pick(['open', 'closed', 'snoozed'] as const, which) ?? 'open'
      const until = state === 'snoozed' && how % 3 > 0 ? { until: scene.now + 60 * SECOND } : {}
      return conversation === undefined ? undefined : { kind: 'state', conversation, state, by, ...until }
    }
    case 'email takes a step': {
      const message = pick(
        messages.filter(({ email }) => email),
        which,
      )
      const step = pick<EmailStep>(['hand-over', 'handed', 'not-handed', 'skipped', 'failed', 'unknown'], how)
      return message && step && emailStep(message, step)
    }
    case 'is started':
    case 'is enrolled': {
      const startable = scene.live.ids.filter(id => scene.live.startable(id) === (what === 'is started'))
      const campaign = pick(how % 5 === 0 ? scene.live.ids : startable, which)
      if (campaign === undefined || (what === 'is enrolled' && isNew)) return undefined
      return what === 'is started' ? { kind: 'start', campaign, by: { type: 'person' } } : { kind: 'enroll', campaign }
    }
    case 'is removed': {
      const inside = enrollments.filter(({ status }) => status === 'active')
      const enrollment = pick(how % 5 === 0 ? enrollments : inside, which)
      return enrollment && { kind: 'remove', enrollment: enrollment.id, by }
    }
    case 'is erased':
      return isNew || how % 2 > 0 ? undefined : { kind: 'erase', by: { type: 'api' } }
    default:
      return what satisfies never
  }
}

/** C25 as the server asks it: the signup with this id if there is one, otherwise the visitor becomes it. */
function identified(person: string, { which, how }: Step, { people }: Scene): Doing {
  const externalId = `user-${which % 2}`
  const visitor = people.get(person)
  const signup = [...people].find(
    ([, { life, mergedInto }]) => mergedInto === undefined && life.person.externalId === externalId,
  )?.[0]
  const set: Extract<FactBody, { kind: 'identified' }>['set'] =
    how % 2 === 0 ? { email: `${externalId}@site.example` } : {}
  const body = { kind: 'identified', externalId, set, source: 'identity' } as const
  if (signup === undefined || signup === person) return { what: 'fact', person, body }
  const { type, erasedAt } = visitor?.life.person ?? {}
  if (!visitor || visitor.isNew || type === 'signup' || erasedAt !== undefined)
    return { what: 'fact', person: signup, body }
  return { what: 'fact', person: signup, body: { ...body, visitor: person } }
}

function emailStep({ id, email }: Message, what: EmailStep): FactBody {
  const reason = what === 'failed' || what === 'skipped' ? { reason: 'The address does not exist.' } : {}
  return { kind: 'email', message: id, to: email?.to ?? '', what, ...reason }
}

type Email = Message & { email: NonNullable<Message['email']> }

/** Of this person, or else of anybody. */
function emailsWith(scene: Scene, person: string, fits: (email: Email['email']) => boolean): [string, Email][] {
  const of = (id: string) =>
    messagesOf(lifeOf(scene, id)).flatMap((message): [string, Email][] =>
      message.email && fits(message.email) ? [[id, { ...message, email: message.email }]] : [],
    )
  const own = of(person)
  const others = [...scene.people].filter(([, { mergedInto }]) => mergedInto === undefined)
  return own.length > 0 ? own : others.flatMap(([id]) => of(id))
}

const THEN = ['handed', 'unknown', 'handed', 'not-handed', 'handed', 'failed', undefined] as const

/** As the worker does it: it asks, and where it may, tells what became of it; sometimes it dies in between. */
function* goesOut(whose: string, { which, how }: Step, scene: Scene): Generator<Doing> {
  const [person, message] = pick(
    emailsWith(scene, whose, ({ state }) => state === 'due'),
    which,
  ) ?? ['', undefined]
  if (!message) return
  yield { what: 'fact', person, body: emailStep(message, 'hand-over') }
  const now = messagesOf(lifeOf(scene, person)).find(({ id }) => id === message.id)
  const then = pick<EmailStep | undefined>(THEN, how)
  if (now?.email?.state === 'handing' && then) yield { what: 'fact', person, body: emailStep(message, then) }
}

function* toldOf(whose: string, { which, how }: Step, scene: Scene): Generator<Doing> {
  const [person, message] = pick(
    emailsWith(scene, whose, ({ state }) => state !== 'due'),
    which,
  ) ?? ['', undefined]
  if (!message) return
  const events = ['delivered', 'opened', 'clicked', 'bounced', 'complained', 'unsubscribed'] as const
  const event = pick<EmailEvent>(events, how) ?? 'delivered'
  const button = event === 'clicked' && which % 2 === 0 ? { button: 'one' } : {}
  yield { what: 'fact', person, body: { kind: 'email-event', message: message.id, event, ...button } }
  const status = event === 'bounced' ? 'bounced' : 'unsubscribed'
  if (how > 25 && events.indexOf(event) > 2) yield { what: 'address', email: message.email.to, status }
}

/** A next version: another campaign of this history, without a component of it, or with other waits. */
function varied(graph: CampaignGraph, { which }: Step, { agents, inbox }: Scene): CampaignGraph {
  const gone = which % 3 === 0 ? pick(graph.components, which)?.id : undefined
  const components = graph.components.flatMap((one): typeof graph.components => {
    if (one.id === gone) return []
    if (which % 3 !== 1 || one.type !== 'wait' || !('for' in one.settings)) return [one]
    return [{ ...one, settings: { ...one.settings, for: 'PT40S' } }]
  })
  const dependencies = graph.dependencies.filter(({ from, to }) => from !== gone && to !== gone)
  const known = { agents: new Set(agents), inboxes: new Set([inbox]) }
  return check({ ...graph, components, dependencies }, known).graph ?? graph
}

function values(which: number, how: number): Record<string, string | number | null> {
  const name = pick(['Okan', 'Ada', null], how) ?? null
  if (which % 4 === 0) return { 'attributes.plan': how % 2 === 0 ? 'pro' : 'free' }
  if (which % 4 === 1) return { 'attributes.visits': how % 6, name }
  return { email: how % 9 === 0 ? null : `visitor${how % 3}@postfach.example` }
}

/** Mostly what the form wants, sometimes what it refuses. */
function answer(messages: Message[], which: number, how: number): FactBody | undefined {
  const message = pick(
    messages.filter(({ form }) => form),
    which,
  )
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
  const buttons = messages.flatMap(({ id, content }) =>
    content.content.flatMap(block => (block.type === 'button' ? [{ message: id, button: block.attrs.id }] : [])),
  )
  const pressed = pick(buttons, which)
  return pressed && { kind: 'button', ...pressed, ...(how % 7 === 0 && { button: 'none' }) }
}
