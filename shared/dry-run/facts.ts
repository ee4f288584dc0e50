import type { EmailEvent, FactBody } from '../campaign/fact.ts'
import { buttonOf, plainDocument } from '../document/document.ts'
import type { Conversation, Life, Message } from '../journal/life.ts'
import { Problem } from '../problem.ts'
import type { Move } from './move.ts'

type Played = Exclude<Move, { do: 'passes' | 'passes-until-next' }>

/** The facts that a move is, for somebody as they are. Throws a Problem where there is nothing to do it with. */
export function factsOf(move: Played, life: Life, campaign: string): FactBody[] {
  switch (move.do) {
    case 'says': {
      const conversation = move.new ? undefined : latest(life)?.id
      return [{ kind: 'message', conversation, content: plainDocument(move.text) }]
    }
    case 'submits':
      return [{ kind: 'form', message: sentBy(life, move.component, 'message').id, values: move.values }]
    case 'presses':
      return [press(life, move.component, move.button)]
    case 'reads':
      return read(life)
    case 'views':
      return [{ kind: 'page', url: move.url, title: move.title }]
    case 'tracks':
      return [{ kind: 'track', name: move.name, properties: move.properties }]
    case 'becomes-signup': {
      const set = Object.fromEntries(
        (['email', 'name'] as const).flatMap(key => (move[key] === undefined ? [] : [[key, move[key]]])),
      )
      return [{ kind: 'identified', externalId: life.person.externalId ?? 'made-up', set, source: 'identity' }]
    }
    case 'is-set':
      return [{ kind: 'attributes', set: keyed(move.set), source: 'api' }]
    case 'email':
      return email(life, move.component, move.event, move.button)
    case 'agent-replies':
      return [{ kind: 'agent-message', conversation: anyConversation(life).id, content: plainDocument(move.text) }]
    case 'agent-closes':
      return [{ kind: 'state', conversation: anyConversation(life).id, state: 'closed', by: { type: 'api' } }]
    case 'starts':
      return [{ kind: 'start', campaign, by: { type: 'person' } }]
    default:
      return move satisfies never
  }
}

/** The one that was last written in. */
function latest({ conversations }: Life): Conversation | undefined {
  const at = (one: Conversation) => one.last?.at ?? one.startedAt
  return [...conversations.values()].reduce<Conversation | undefined>(
    (newest, one) => (newest === undefined || at(one) >= at(newest) ? one : newest),
    undefined,
  )
}

function anyConversation(life: Life): Conversation {
  const found = latest(life)
  if (!found) throw new Problem('not-found', 'There is no conversation yet.')
  return found
}

/** What a component sent last. */
function sentBy(life: Life, component: string, what: 'message' | 'email'): Message {
  const messages = [...life.conversations.values()].flatMap(({ messages }) => messages)
  const found = messages.findLast(
    one => one.campaign?.component === component && (what === 'email') === (one.email !== undefined),
  )
  if (!found) throw new Problem('not-found', `The ${what} was not sent to them.`)
  return found
}

/** A button of an email opens its link. */
function press(life: Life, component: string, button: string): FactBody {
  const { id, content } = sentBy(life, component, 'message')
  if (!buttonOf(content, button)) throw new Problem('not-found', 'The message has no such button.')
  return { kind: 'button', message: id, button }
}

function read(life: Life): FactBody[] {
  const unseen = [...life.conversations.values()].filter(({ number, seenByPerson }) => number > seenByPerson)
  if (unseen.length === 0) throw new Problem('not-found', 'There is nothing that they have not read.')
  return unseen.map(({ id, number }) => ({ kind: 'seen', conversation: id, number, by: { type: 'person' } }))
}

/** As the provider tells it: what stands against an address stands against it from then on (C12). */
function email(life: Life, component: string, event: EmailEvent, button: string | undefined): FactBody[] {
  const sent = sentBy(life, component, 'email')
  const told: FactBody = { kind: 'email-event', message: sent.id, event, button }
  const address = sent.email?.to
  if (address === undefined || (event !== 'bounced' && event !== 'unsubscribed')) return [told]
  return [told, { kind: 'address', email: address, status: event }]
}

const OWN = ['email', 'name', 'phone']

/** As attributes are named: `plan` is the attribute `plan`. */
const keyed = (set: Extract<Move, { do: 'is-set' }>['set']) =>
  Object.fromEntries(Object.entries(set).map(([key, value]) => [OWN.includes(key) ? key : `attributes.${key}`, value]))
