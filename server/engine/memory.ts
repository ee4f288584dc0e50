import type { Campaigns } from '@pavior/shared/campaign/campaigns.ts'
import type { Fact } from '@pavior/shared/campaign/fact.ts'
import type { Life } from '@pavior/shared/journal/life.ts'
import { snapshot } from '@pavior/shared/people/person.ts'
import { bearing, conversing, isOpen } from './bearing.ts'
import { conversationsNamed, messagesNamed } from './named.ts'
import type { Aside } from './reaction.ts'

/**
 * A life as this process last committed it, with what is beside it, and the number of its last entry. `campaigns`:
 * those whose questions about events the tallies answer.
 */
export type Remembered = { life: Life; aside: Aside; number: number; campaigns: Campaigns }

/**
 * The people who were last active in this process. What is remembered is only ever written on together with a check
 * that it is still true (`expectingStatement`), so it may be stale and forgotten at any time.
 */
export type Memory = {
  /** Takes it out: whoever follows a fact changes it in place, and puts it back when that was committed. */
  take: (person: string) => Remembered | undefined
  keep: (person: string, remembered: Remembered) => void
}

/** Most people in memory, and of each most conversations that no campaign goes on in. */
const PEOPLE = 10_000
const CONVERSATIONS = 20

export function createMemory(): Memory {
  // A Map keeps the order of insertion: the first key is who was longest not active.
  const lives = new Map<string, Remembered>()
  return {
    take: person => {
      const remembered = lives.get(person)
      lives.delete(person)
      return remembered
    },
    keep: (person, { life, aside, number, campaigns }) => {
      const tallies = new Map(aside.tallies)
      lives.set(person, { life: copy(life), aside: { ...aside, tallies }, number, campaigns })
      if (lives.size <= PEOPLE) return
      const oldest = lives.keys().next().value
      if (oldest !== undefined) lives.delete(oldest)
    },
  }
}

/** A life of its own, with no more than can still bear on what comes next. */
function copy(life: Life): Life {
  const conversations = conversing(life, CONVERSATIONS)
  return {
    person: snapshot(life.person),
    conversations: byId(conversations, one => ({
      ...one,
      messages: one.messages.filter(isOpen).map(message => ({ ...message })),
      notes: [],
    })),
    enrollments: byId(bearing(life, conversations), one => ({
      ...one,
      standing: one.standing.map(standing => ({ ...standing })),
      acts: one.acts.map(act => ({ ...act })),
      openForms: [...one.openForms],
      openEmails: [...one.openEmails],
    })),
    noted: new Set(life.noted),
  }
}

const byId = <T extends { id: string }>(all: readonly T[], how: (one: T) => T): Map<string, T> =>
  new Map(all.map(one => [one.id, how(one)]))

/** Whether what is remembered holds all that the fact can touch, as `lockAndLoad` would load it. */
export function suffices({ life, campaigns }: Remembered, fact: Fact, live: Campaigns): boolean {
  if (campaigns !== live) return false
  switch (fact.kind) {
    case 'message':
      return fact.conversation === undefined || life.conversations.has(fact.conversation)
    case 'agent-message':
    case 'note':
    case 'assigned':
    case 'state':
    case 'seen':
      return life.conversations.has(fact.conversation)
    case 'button':
      return holds(life, fact.message)
    case 'interactions':
      return (
        conversationsNamed(fact).every(id => life.conversations.has(id)) &&
        messagesNamed(fact).every(id => holds(life, id))
      )
    case 'page':
    case 'track':
    case 'time':
    case 'enroll':
    case 'start':
      return true
    case 'remove':
      return life.enrollments.has(fact.enrollment)
    case 'attributes':
      return !('email' in fact.set)
    // What stands against an address, or another person, is looked up.
    case 'form':
    case 'email':
    case 'email-event':
    case 'address':
    case 'identified':
    case 'erase':
      return false
  }
}

const holds = ({ conversations }: Life, message: string): boolean =>
  [...conversations.values()].some(({ messages }) => messages.some(({ id }) => id === message))
