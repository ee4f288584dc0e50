import type { Line } from '@pavior/shared/campaign/explain.ts'
import { standing } from '@pavior/shared/dry-run/explain.ts'
import type { Run } from '@pavior/shared/dry-run/run.ts'
import type { Names } from '@pavior/shared/filter/describe.ts'
import type { Act, Enrollment } from '@pavior/shared/journal/life.ts'
import { lineId } from '../draft/draft.ts'
import type { Lit } from '../use-builder.ts'
import { momentIn } from './words.ts'

type State = 'acted' | 'waits' | 'stopped'

/**
 * How a run looks on the canvas at one of its moments: what acted, what stands until when, and the way that led there.
 * @param told what was said of each moment
 */
export function litOf(run: Run, told: readonly Line[][], index: number, names: Names): Lit {
  const moment = run.moments[index]
  const components = new Map<string, { state: State; says?: string }>()
  const lines = new Set<string>()
  if (!moment) return { components, lines }
  const said = lastSaid(run, told, index, names)
  for (const enrollment of moment.known.life.enrollments.values()) {
    if (enrollment.campaign !== run.campaign.id) continue
    for (const act of enrollment.acts) {
      components.set(act.component, { state: stateOf(act), ...said(act.component) })
      light(lines, enrollment, act)
    }
    if (enrollment.status !== 'active') continue
    for (const one of enrollment.standing) {
      components.set(one.component, { state: 'waits', ...said(one.component) })
      light(lines, enrollment, one)
    }
  }
  return { components, lines }
}

const stateOf = ({ outcome }: Act): State => (outcome === 'skipped' || outcome === 'failed' ? 'stopped' : 'acted')

/** The line by which it was reached. */
function light(lines: Set<string>, { acts }: Enrollment, { component, from }: Pick<Act, 'component' | 'from'>): void {
  if (from === undefined) return
  const outcome = acts.find(act => act.component === from)?.outcome
  const port = outcome === 'matched' || outcome === 'unmatched' ? { port: outcome } : {}
  lines.add(lineId({ from, to: component, ...port }))
}

/** What was last said of each component, up to a moment; of what stands, what is to be said now. */
function lastSaid(
  run: Run,
  told: readonly Line[][],
  index: number,
  names: Names,
): (component: string) => { says?: string } {
  const said = new Map<string, string>()
  const keep = (line: Line) => {
    if (line.component !== undefined && line.tone !== 'told' && line.tone !== 'open')
      said.set(line.component, inWords(line, run.team.zone))
  }
  told
    .slice(0, index + 1)
    .flat()
    .forEach(keep)
  const moment = run.moments[index]
  if (moment) standing(run, moment, names).forEach(keep)
  return component => {
    const says = said.get(component)
    return says === undefined ? {} : { says }
  }
}

/** A line with the moment it ends with. */
export const inWords = ({ says, until }: Line, zone: string): string =>
  until === undefined ? says : `${says} ${momentIn(until, zone)}`
