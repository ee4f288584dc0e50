import type { GraphProblem, Known } from '@pavior/shared/campaign/check/problem.ts'
import { check } from '@pavior/shared/campaign/check.ts'
import type { Draft } from '../draft/draft.ts'
import { componentOf } from '../draft/edits.ts'
import { componentName } from '../words/said.ts'

/** A problem as it is shown: with the component it is about, in the words of the screen. */
export type ShownProblem = GraphProblem & {
  /** What to call the component it is about. */
  about?: string
  /** What is wrong, as a sentence. */
  says: string
}

/** All that is wrong with the draft, by the same check that publishing makes (`POST /campaigns/check`). */
export function problemsOf(draft: Draft, known: Known): ShownProblem[] {
  const { problems } = check(draft, known)
  const names = new Map(draft.components.map(component => [component.id, componentName(component)]))
  return problems.map(problem => {
    const component = problem.component === undefined ? undefined : componentOf(draft, problem.component)
    return {
      ...problem,
      ...(component && { about: componentName(component) }),
      says: inWords(problem, names),
    }
  })
}

/** What a place in the JSON is called on the screen. The longest beginning that fits counts. */
const places: readonly (readonly [RegExp, string])[] = [
  [/^name$/, 'The name'],
  [/^audience/, 'The audience'],
  [/^exits\.\d+\.name/, 'The name of a global exit'],
  [/^exits/, 'A global exit'],
  [/settings\.content/, 'The message'],
  [/settings\.subject/, 'The subject'],
  [/settings\.preview/, 'The preview text'],
  [/settings\.filter/, 'The condition'],
  [/settings\.watch/, 'The time to watch for'],
  [/settings\.inbox/, 'The inbox'],
  [/settings\.agent/, 'The agent'],
  [/settings\.from/, 'The sender'],
  [/settings\.hours/, 'Days and hours'],
  [/settings\.zone/, 'The time zone'],
  [/settings\.for/, 'The time'],
  [/settings\.until/, 'The date'],
  [/settings\.contains/, 'The words to listen for'],
]

/** The sentences of `check`, without ids that nobody has seen. */
function inWords({ code, path, message }: GraphProblem, names: ReadonlyMap<string, string>): string {
  switch (code) {
    case 'unknown-inbox':
      return 'The inbox was deleted. Choose another one.'
    case 'unknown-agent':
      return 'The agent left the team. Choose somebody else.'
    case 'empty':
      return 'There is no component yet. Add one from the left.'
    case 'invalid': {
      if (path.endsWith('settings.inbox') && message === 'is missing') return 'No inbox is chosen.'
      const place = places.find(([at]) => at.test(path))?.[1]
      if (path === 'audience' && message === 'is missing') return 'Who is it for? Say so in the audience, above.'
      return place === undefined
        ? sentence(named(message, names))
        : sentence(`${place} ${message === 'must not be empty' ? 'is empty' : named(message, names)}`)
    }
    default:
      return sentence(named(message, names))
  }
}

/** `Wait "wait-k3f9x"` and `"wait-k3f9x"` by what stands on the component. */
const named = (message: string, names: ReadonlyMap<string, string>): string =>
  message.replace(/(?:[A-Z][a-z]+(?: [a-z]+)? )?"([^"]+)"/g, (whole, id: string) => names.get(id) ?? whole)

const sentence = (text: string): string => {
  const [first = '', ...rest] = text
  const whole = first.toUpperCase() + rest.join('')
  return /[.…!?]$/.test(whole) ? whole : `${whole}.`
}
