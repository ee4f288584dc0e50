import { inWords } from '../in-words.ts'
import { CampaignGraph, MAX_COMPONENTS, MAX_DEPENDENCIES } from './campaign.ts'
import { conditions } from './check/conditions.ts'
import { content } from './check/content.ts'
import { doors } from './check/doors.ts'
import { entering } from './check/entering.ts'
import { lines } from './check/lines.ts'
import { error, type GraphProblem, type Known } from './check/problem.ts'
import { settings } from './check/settings.ts'
import { problemsOf } from './check/shape.ts'
import { ways } from './check/ways.ts'

/** More are not listed: whoever mends those sees the next. */
const MAX_PROBLEMS = 50

/** All that is wrong with a campaign (interfaces.md, "A campaign"), and the campaign where nothing stands against publishing it. */
export function check(input: unknown, known: Known): { problems: GraphProblem[]; graph?: CampaignGraph } {
  const size = tooLarge(input)
  if (size) return { problems: [size] }
  const read = CampaignGraph.safeParse(input, { error: inWords })
  if (!read.success) return { problems: some(problemsOf(read.error, input)) }
  const graph = read.data
  const problems = [lines, settings, content, conditions, entering, ways, doors].flatMap(look => look(graph, known))
  return problems.some(({ level }) => level === 'error')
    ? { problems: some(problems) }
    : { problems: some(problems), graph }
}

/** Errors first, since warnings can wait. */
function some(problems: GraphProblem[]): GraphProblem[] {
  if (problems.length <= MAX_PROBLEMS) return problems
  const errors = problems.filter(({ level }) => level === 'error')
  return [...errors, ...problems.filter(({ level }) => level === 'warning')].slice(0, MAX_PROBLEMS)
}

/** Said before anything else looks at it: nobody reads what is wrong with each of 10,000 components. */
function tooLarge(input: unknown): GraphProblem | undefined {
  for (const [key, most, what] of [
    ['components', MAX_COMPONENTS, 'components'],
    ['dependencies', MAX_DEPENDENCIES, 'lines'],
  ] as const) {
    const list: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, key) : undefined
    if (Array.isArray(list) && list.length > most)
      return error('too-large', key, `A campaign has at most ${most} ${what}, this one has ${list.length}.`)
  }
  return undefined
}
