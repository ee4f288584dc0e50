import { type Happening, outlook } from '@pavior/shared/dry-run/outlook.ts'
import { nextLook } from '@pavior/shared/dry-run/react.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCampaign } from './any-campaign.ts'
import { anyCampaigns, anySteps } from './any-step.ts'
import type { Known } from './pure-engine.ts'
import { PureHistory } from './pure-history.ts'
import { runs } from './runs.ts'

test('C23: what is said of somebody inside, whatever is published, is what time brings', () => {
  const seen = { atOnce: 0, later: 0, nothing: 0 }
  fc.assert(
    fc.property(
      anyCampaigns,
      anySteps(40),
      anyCampaign,
      fc.boolean(),
      fc.nat(),
      (campaigns, steps, next, move, which) => {
        const history = new PureHistory(campaigns)
        for (const step of steps) history.take(step)
        const inside = history.everybody().flatMap(known => insideOf(history, known))
        const one = inside[which % Math.max(inside.length, 1)]
        if (!one) return
        history.live.publish(one.campaign, next, move)
        history.campaignsChanged()
        const known = history.who(one.person)
        const now = Math.max(history.now, known.life.person.factAt) + 1
        const said = outlook(history.campaigns, known, history.around, one.enrollment, now)

        const after = (number: number) => history.who(one.person).entries.filter(entry => entry.number > number)
        history.follows(
          { kind: 'time', id: 'now', team: 'team', person: one.person },
          known,
          undefined,
          now,
          history.around,
        )
        const atOnce = after(known.number)
        expect(happeningIn(atOnce, one.enrollment)).toEqual(plain(said.now))
        if (said.now.acts.length > 0) seen.atOnce++
        if (said.next === undefined) seen.nothing++
        const later = comes(history, one.person, one.enrollment)
        expect(later && { acts: later.acts, left: later.left }).toEqual(
          said.next && plain({ acts: said.next.acts, left: said.next.left }),
        )
        if (!later || !said.next) return
        seen.later++
        expect(Math.abs(later.at - said.next.at)).toBeLessThan(50)
      },
    ),
    runs(300),
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0)
}, 120_000)

function insideOf(history: PureHistory, { life }: Known) {
  return [...life.enrollments.values()].flatMap(({ id, campaign, status }) =>
    status === 'active' && history.live.statusOf(campaign) !== 'archived'
      ? [{ person: life.person.id, enrollment: id, campaign }]
      : [],
  )
}

/** The first that happens in the enrollment as time passes for everybody; undefined: nothing ever does. */
function comes(history: PureHistory, person: string, enrollment: string): (Happening & { at: number }) | undefined {
  for (let look = 0; look < 24; look++) {
    const known = history.who(person)
    const next = nextLook(known)
    if (next === undefined || known.life.enrollments.get(enrollment)?.status !== 'active') return undefined
    history.passes(Math.max(0, next - history.now), false)
    const entries = history.who(person).entries.filter(({ number }) => number > known.number)
    const happening = happeningIn(entries, enrollment)
    if (happening.acts.length > 0 || happening.left) return { ...happening, at: entries[0]?.at ?? 0 }
  }
  return undefined
}

function happeningIn(entries: readonly Entry[], id: string) {
  const own = entries.filter(entry => 'enrollment' in entry && entry.enrollment === id)
  const left = own.find(entry => entry.kind === 'left')
  return {
    acts: own.flatMap(entry =>
      entry.kind === 'acted' || entry.kind === 'act-revoked'
        ? [{ component: entry.component, outcome: entry.outcome }]
        : [],
    ),
    ...(left && { left: { status: left.status, ...(left.cause !== undefined && { cause: left.cause }) } }),
  }
}

const plain = ({ acts, left }: Happening) => ({
  acts: acts.map(({ component, outcome }) => ({ component, outcome })),
  ...(left && { left: { status: left.status, ...(left.cause !== undefined && { cause: left.cause }) } }),
})
