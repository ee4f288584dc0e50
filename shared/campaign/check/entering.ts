import type { CampaignGraph } from '../campaign.ts'
import { constantOf } from './conditions-in.ts'
import { error, type GraphProblem, warning } from './problem.ts'

/** Who enters and who leaves: C2, C18. */
export function entering({ audience, exits }: CampaignGraph): GraphProblem[] {
  const nobody =
    constantOf(audience) === false ? [warning('nobody-enters', 'audience', 'Nobody ever matches this audience.')] : []
  const seen = new Set<string>()
  const leaving = exits.flatMap(({ id, name, filter }, index): GraphProblem[] => {
    const double = seen.has(id) ? [error('double-id', `exits.${index}.id`, `Two exits have the id "${id}".`)] : []
    seen.add(id)
    const message = `The exit "${name}" matches everybody, so nobody ever enters.`
    const all = constantOf(filter) === true ? [warning('everybody-exits', `exits.${index}.filter`, message)] : []
    return [...double, ...all]
  })
  return [...nobody, ...leaving]
}
