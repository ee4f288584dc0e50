import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { apply } from '@pavior/shared/journal/apply.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import { engagements, outcomes } from '@pavior/shared/journal/life.ts'
import { replay } from '@pavior/shared/journal/replay.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { brokenLaws } from '../house/laws.ts'
import { plain } from '../house/life.ts'
import { anyCampaigns, anySteps } from './any-step.ts'
import { PureHistory } from './pure-history.ts'
import { changedTwice, wokenTooLate } from './quiet.ts'
import { runs } from './runs.ts'

test('S6, C1: what follows from any facts is what their entries tell, keeps the laws, and time alone changes nothing before its time', () => {
  const happened = new Map<string, number>()
  const count = (what: string) => happened.set(what, (happened.get(what) ?? 0) + 1)
  const never = () => [...everything].filter(what => !happened.has(what))
  const play = () =>
    fc.assert(
      fc.property(anyCampaigns, anySteps(60), (campaigns, steps) => {
        const history = new PureHistory(campaigns)
        for (const step of steps) {
          for (const entry of history.take(step)) for (const what of namesOf(entry)) count(what)
          expect(changedTwice(history)).toEqual([])
          const known = step.how % 3 === 0 ? history.everybody()[step.which % 3] : undefined
          if (known) expect(wokenTooLate(history, known, step.which / 51)).toEqual([])
        }
        expect(history.complaints).toEqual([])
        for (const [stream, { life, isNew, mergedInto }] of history.people) {
          if (isNew) continue
          expect(brokenLaws(history.streams, stream)).toEqual([])
          if (mergedInto === undefined) expect(plain(replay(history.streams, stream))).toEqual(plain(life))
        }
      }),
      runs(500),
    )
  // What is rare may need more of them.
  for (let played = 0; played === 0 || (played < ROUNDS && never().length > 0); played++) play()
  expect(never(), 'what never happened, so that the histories are not about it').toEqual([])
}, 300_000)

/** Of histories, until each thing that can happen has. */
const ROUNDS = 8

/** What an entry is an example of: its kind, and for some the outcome. */
function namesOf(entry: Entry): string[] {
  if (entry.kind === 'acted' || entry.kind === 'act-revoked' || entry.kind === 'engaged')
    return [entry.kind, `${entry.kind} ${entry.outcome}`]
  if (entry.kind === 'left') return [entry.kind, `left ${entry.status} ${causeOf(entry)}`]
  return entry.kind === 'email-changed' ? [entry.kind, `email ${entry.state}`] : [entry.kind]
}

/** Exits have an id, ends the component's. */
const causeOf = ({ status, cause }: Extract<Entry, { kind: 'left' }>): string =>
  status === 'removed' || status === 'completed' ? (cause ?? 'by itself') : ''

/** Every kind of entry there is. */
const kinds: Record<Entry['kind'], true> = {
  arrived: true,
  'page-viewed': true,
  'event-tracked': true,
  'attributes-set': true,
  identified: true,
  'became-lead': true,
  merged: true,
  'conversation-started': true,
  'message-sent': true,
  'note-written': true,
  'form-submitted': true,
  'form-closed': true,
  'button-pressed': true,
  'conversation-assigned': true,
  'conversation-closed': true,
  'conversation-snoozed': true,
  'conversation-reopened': true,
  seen: true,
  'address-changed': true,
  'eligible-noted': true,
  'eligible-forgotten': true,
  'email-changed': true,
  entered: true,
  listening: true,
  waiting: true,
  watching: true,
  heard: true,
  acted: true,
  'act-revoked': true,
  engaged: true,
  looked: true,
  moved: true,
  left: true,
  interacted: true,
  erased: true,
}

/** What histories have to be about, and are. */
const everything = new Set([
  ...Object.keys(kinds),
  ...outcomes.map(outcome => `acted ${outcome}`),
  ...['skipped', 'failed'].map(outcome => `act-revoked ${outcome}`),
  ...engagements.map(outcome => `engaged ${outcome}`),
  ...['due', 'handing', 'handed', 'unknown', 'revoked'].map(state => `email ${state}`),
  ...['ended ', 'exited ', 'completed by itself', 'completed entered-again'].map(how => `left ${how}`),
  ...['merged', 'deleted', 'published', 'erased', 'agent', 'api'].map(cause => `left removed ${cause}`),
])

test('R1: a life replayed up to any entry and carried on with the rest is the whole life', () => {
  fc.assert(
    fc.property(anyCampaigns, anySteps(30), fc.nat({ max: 200 }), (campaigns, steps, cut) => {
      const history = new PureHistory(campaigns)
      for (const step of steps) history.take(step)
      for (const [stream, { isNew, entries }] of history.people) {
        if (isNew) continue
        const until = cut % (entries.length + 1)
        const life = replay(history.streams, stream, until)
        if (until === 0) life.person.firstSeenAt = entries[0]?.at ?? 0
        if (until === 0) life.person.factAt = entries[0]?.at ?? 0
        for (const entry of entries.slice(until))
          apply(life, structuredClone(entry), (other, number) => replay(history.streams, other, number))
        expect(plain(life)).toEqual(plain(replay(history.streams, stream)))
      }
    }),
    runs(150),
  )
})

test('the same facts lead to the same entries, and the entries are JSON', () => {
  fc.assert(
    fc.property(anyCampaigns, anySteps(30), (campaigns, steps) => {
      const [one, other] = [new PureHistory(campaigns), new PureHistory(campaigns)]
      for (const step of steps) {
        const entries = one.take(step)
        expect(other.take(step)).toEqual(entries)
        expect(plainJson(entries)).toEqual(JSON.parse(JSON.stringify(entries)))
      }
    }),
    runs(100),
  )
})

/** Without what is not there, which JSON leaves out. */
const plainJson = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(plainJson)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, plainJson(one)]])),
        )
      : value

test('C11: a link is only noted; of the reply buttons beside it one is chosen, once', () => {
  const content = {
    type: 'doc' as const,
    content: [
      { type: 'button' as const, attrs: { id: 'one', label: 'See bikes', action: { url: 'https://shop.example/' } } },
      { type: 'button' as const, attrs: { id: 'two', label: 'Yes', action: { reply: true as const } } },
    ],
  }
  const greeting = CampaignGraph.parse({
    name: 'Greeting',
    audience: { all: [] },
    components: [{ id: 'a', type: 'send-message', position: { x: 0, y: 0 }, settings: { content } }],
  })
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 1 }), { minLength: 1, maxLength: 5 }), presses => {
      const history = new PureHistory([greeting])
      history.take({ what: 'tracks', who: 0, which: 0, how: 0 })
      for (const press of presses) history.take({ what: 'presses', who: 0, which: press === 0 ? 1 : 0, how: 1 })
      const said = history.people.get('visitor-0')?.entries.filter(({ kind }) => kind === 'message-sent')
      const replies = presses.filter(press => press === 0).length
      expect(said?.length).toBe(replies > 0 ? 2 : 1)
      expect(history.refused.get('conflict') ?? 0).toBe(Math.max(0, replies - 1))
    }),
    runs(50),
  )
})

test('T1: a link of an email that is clicked again and again is noted once, each button of its own once', () => {
  const history = new PureHistory([
    CampaignGraph.parse({
      name: 'News',
      audience: { field: 'email', op: 'set' },
      components: [
        { id: 'a', type: 'send-email', position: { x: 0, y: 0 }, settings: { subject: 'News', content: 'News' } },
        { id: 'b', type: 'wait', position: { x: 0, y: 100 }, settings: { for: 'P1W' } },
      ],
    }),
  ])
  const step = { who: 0, which: 0, how: 0 }
  history.take({ ...step, what: 'identifies' })
  history.take({ ...step, what: 'email goes out' })
  // Which: with or without a button; how: clicked.
  for (const which of [1, 1, 0, 0, 1]) history.take({ ...step, what: 'email is told of', which, how: 2 })
  const engaged = history.everybody()[0]?.entries.flatMap(entry => (entry.kind === 'engaged' ? [entry.button] : []))
  expect(engaged).toEqual([undefined, 'one'])
})

test('C7: whoever leaves two campaigns in one fact leaves the older first, in whatever order they were loaded', () => {
  const waiting = CampaignGraph.parse({
    name: 'Waiting',
    audience: { field: 'type', op: 'equals', value: 'lead' },
    exits: [{ id: 'pro', name: 'Pro', filter: { field: 'attributes.plan', op: 'equals', value: 'pro' } }],
    components: [{ id: 'a', type: 'wait', position: { x: 0, y: 0 }, settings: { for: 'P1W' } }],
  })
  const leaving = (how: 'archives' | 'exits', reversed: boolean): string[] => {
    const history = new PureHistory([waiting, waiting])
    history.take({ what: 'updates', who: 0, which: 2, how: 1 })
    const known = history.everybody()[0]
    if (!known) throw new Error('nobody is inside')
    const { enrollments } = known.life
    if (reversed) known.life.enrollments = new Map([...enrollments].reverse())
    if (how === 'archives') for (const id of ['campaign-1', 'campaign-2']) history.live.archive(id)
    const entries =
      how === 'archives'
        ? history.take({ what: 'time passes', who: 0, which: 8, how: 0 })
        : history.take({ what: 'updates', who: 0, which: 0, how: 0 })
    return entries.flatMap(one => (one.kind === 'left' ? [enrollments.get(one.enrollment)?.campaign ?? ''] : []))
  }
  for (const reversed of [false, true]) expect(leaving('exits', reversed)).toEqual(['campaign-1', 'campaign-2'])
  expect(leaving('archives', true)).toEqual(leaving('archives', false))
})
