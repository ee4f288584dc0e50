import { eligible, mayEnter } from '@pavior/shared/campaign/outside.ts'
import { subjectOf } from '@pavior/shared/campaign/subject.ts'
import { why } from '@pavior/shared/campaign/why.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCampaigns, anySteps } from './any-step.ts'
import { PureHistory } from './pure-history.ts'
import { runs } from './runs.ts'

test('why somebody is in, or is not, is what the engine has of them, on any history', () => {
  const given = new Map<string, number>()
  fc.assert(
    fc.property(anyCampaigns, anySteps(40), (graphs, steps) => {
      const history = new PureHistory(graphs)
      for (const step of steps) history.take(step)
      for (const known of history.everybody())
        for (const campaign of history.campaigns.byAge) {
          const { life, tallies } = known
          const published = {
            id: campaign.id,
            status: campaign.status,
            versions: [{ since: campaign.activatedAt, campaign }],
            enrolling: false,
          }
          const answer = why(published, { streams: history.streams, person: life.person.id }, history.now, {})
          const { reason, decided, visits, says } = answer
          given.set(reason, (given.get(reason) ?? 0) + 1)
          const enrollments = [...life.enrollments.values()].filter(one => one.campaign === campaign.id)
          expect(says).toMatch(/^[A-Z].*\.$/su)
          expect(reason === 'inside').toBe(enrollments.some(({ status }) => status === 'active'))
          if (reason !== 'inside')
            expect(reason === 'once' || reason === 'ended').toBe(!mayEnter(campaign, enrollments))
          const subject = subjectOf({ ...history.around, life, tallies, isNew: false, number: 0 })
          const isOut = !eligible(campaign, subject, history.now)
          if (answer.judged === undefined && !['inside', 'once', 'ended'].includes(reason))
            expect([reason, isOut]).toEqual([reason, reason === 'audience' || reason === 'exit'])
          for (const { since } of decided ?? []) if (since !== undefined) expect(since).toBeLessThanOrEqual(history.now)
          // Each act is told once, and what was not reached did not act.
          expect(visits.map(({ enrollment }) => enrollment.id).sort()).toEqual(enrollments.map(({ id }) => id).sort())
          for (const { enrollment, told, unreached, stands } of visits) {
            const acted = enrollment.acts.map(({ component }) => component)
            const said = new Set(told.flatMap(({ component }) => component ?? []))
            expect(acted.filter(id => !said.has(id) || unreached.includes(id))).toEqual([])
            if (enrollment.status === 'active')
              expect(stands.length).toBe(enrollment.standing.length + enrollment.openForms.length)
          }
        }
    }),
    runs(150),
  )
  const often = ['inside', 'once', 'ended', 'exit', 'audience', 'message', 'unheard', 'start', 'paused']
  expect(often.filter(reason => !given.has(reason))).toEqual([])
}, 120_000)
