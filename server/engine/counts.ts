import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Enrollment, Life } from '@pavior/shared/journal/life.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { Written } from './rows.ts'
import type { NewRows } from './tables.ts'

/**
 * What a life counts for at this moment, by `[campaign, version, component, outcome]`: the campaign's own numbers by
 * the person's latest enrollment (T2, not counting those a merge removed), and the components that stand waiting.
 * Version 0 stands for all; the component is empty for the campaign's own numbers.
 */
export type Standings = Map<string, number>

export function standings(life: Life, into: Standings = new Map()): Standings {
  const add = (...key: [campaign: string, version: number, component: string, outcome: string]) => {
    const name = JSON.stringify(key)
    into.set(name, (into.get(name) ?? 0) + 1)
  }
  const latest = new Map<string, Enrollment>()
  for (const enrollment of life.enrollments.values()) {
    const { campaign, version, status, cause } = enrollment
    for (const { component } of enrollment.listening) {
      add(campaign, 0, component, 'listening')
      add(campaign, version, component, 'listening')
    }
    if (status === 'removed' && cause === 'merged') continue
    const other = latest.get(campaign)
    if (!other || isLater(enrollment, other)) latest.set(campaign, enrollment)
  }
  for (const { campaign, status } of latest.values()) {
    add(campaign, 0, '', 'entered')
    add(campaign, 0, '', status)
  }
  return into
}

/** By the id where a merge brought two together that began at the same moment: in whatever order a life is loaded. */
const isLater = (one: Enrollment, other: Enrollment): boolean =>
  one.enteredAt > other.enteredAt || (one.enteredAt === other.enteredAt && one.id > other.id)

/** How the numbers move with a fact: people once per component and outcome (T1), standings by their difference. */
export function countRows(rows: NewRows, { team, life, entries, before }: Written): void {
  const at = entries.at(-1)?.at
  if (at === undefined) return
  const after = standings(life)
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const delta = (after.get(key) ?? 0) - (before.get(key) ?? 0)
    if (delta === 0) continue
    const [campaign, version, component, outcome] = JSON.parse(key)
    rows.countDeltas.push([team, campaign, version, component, outcome, delta, toIso(at)])
  }
  const counted = new Set<string>()
  for (const entry of entries) {
    for (const { enrollment, component, outcome } of outcomesOf(life, entry)) {
      for (const version of [0, enrollment.version]) {
        const key = JSON.stringify([enrollment.campaign, version, component, outcome])
        if (counted.has(key)) continue
        counted.add(key)
        rows.componentPeople.push([
          team,
          enrollment.campaign,
          version,
          component,
          outcome,
          life.person.id,
          toIso(entry.at),
        ])
      }
    }
  }
}

type Counted = { enrollment: Enrollment; component: string; outcome: string }

function outcomesOf(life: Life, entry: Entry): Counted[] {
  if (entry.kind === 'acted') {
    const enrollment = life.enrollments.get(entry.enrollment)
    return enrollment ? [{ enrollment, component: entry.component, outcome: entry.outcome }] : []
  }
  if (entry.kind !== 'form-submitted' && entry.kind !== 'button-pressed') return []
  const message = life.conversations.get(entry.conversation)?.messages.find(one => one.id === entry.message)
  const enrollment = message?.campaign && life.enrollments.get(message.campaign.enrollment)
  if (!enrollment || !message?.campaign) return []
  return [
    {
      enrollment,
      component: message.campaign.component,
      outcome: entry.kind === 'form-submitted' ? 'submitted' : 'clicked',
    },
  ]
}
