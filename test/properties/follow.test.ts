import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { apply } from '@pavior/shared/journal/apply.ts'
import { replay } from '@pavior/shared/journal/replay.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { brokenLaws, told } from '../house/laws.ts'
import { plain } from '../house/life.ts'
import { anyCampaign } from './any-campaign.ts'
import { anySteps, PureHistory } from './pure-history.ts'
import { runs } from './runs.ts'

const anyCampaigns = fc.array(anyCampaign, { maxLength: 3 })

test('S6: what follows from any facts is what their entries tell, and keeps the laws', () => {
  const happened = new Map<string, number>()
  fc.assert(
    fc.property(anyCampaigns, anySteps(60), (campaigns, steps) => {
      const history = new PureHistory(campaigns)
      for (const step of steps)
        for (const { kind } of history.take(step)) happened.set(kind, (happened.get(kind) ?? 0) + 1)
      for (const [stream, { life, isNew, mergedInto }] of history.people) {
        if (isNew) continue
        expect(brokenLaws(history.streams, stream)).toEqual([])
        expect(reentries(history, stream)).toEqual([])
        if (mergedInto === undefined) expect(plain(replay(history.streams, stream))).toEqual(plain(life))
      }
    }),
    runs(500),
  )
  // The histories are about everything that can happen.
  for (const kind of ['merged', 'form-submitted', 'form-closed', 'button-pressed', 'left', 'listening', 'acted'])
    expect(happened.get(kind) ?? 0, `${kind} happened`).toBeGreaterThan(10)
})

/** C3: campaigns that take a person in once, and took this one in again. */
function reentries({ campaigns, streams }: PureHistory, stream: string): string[] {
  const own = streams(stream)
  const entered = told(streams, stream).filter(entry => entry.kind === 'entered')
  const again = entered.filter(
    (entry, index) =>
      own.includes(entry) &&
      campaigns.byAge.some(({ id, reentry }) => id === entry.campaign && reentry === 'never') &&
      entered.slice(0, index).some(({ campaign }) => campaign === entry.campaign),
  )
  return again.map(({ campaign }) => campaign)
}

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
      for (const press of presses) history.take({ what: 'presses', who: 0, which: 0, how: press === 0 ? 3 : 1 })
      const said = history.people.get('visitor-0')?.entries.filter(({ kind }) => kind === 'message-sent')
      const replies = presses.filter(press => press === 0).length
      expect(said?.length).toBe(replies > 0 ? 2 : 1)
      expect(history.refused.get('conflict') ?? 0).toBe(Math.max(0, replies - 1))
    }),
    runs(50),
  )
})
