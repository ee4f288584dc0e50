import './problem-list.css'
import { CircleAlert, TriangleAlert } from 'lucide-preact'
import { BrokenScenarios } from '../dry-run/scenario-list.tsx'
import { useScenarios } from '../dry-run/scenarios.ts'
import { useBuilder } from '../use-builder.ts'
import type { ShownProblem } from './problems.ts'

/** What stands against publishing, and what is likely not meant; each leads to where it is mended. */
export function ProblemList() {
  const { problems } = useBuilder()
  const errors = problems.filter(({ level }) => level === 'error').length
  const scenarios = useScenarios()
  const broken = scenarios.filter(({ state }) => state === 'broken').length
  const warnings = problems.length - errors + broken
  if (problems.length + broken === 0) return null
  return (
    <section class="problems" aria-label="Problems">
      <header>
        <h2>Problems</h2>
        {errors > 0 ? <span class="tag bad">{count(errors, 'error')}</span> : null}
        {warnings > 0 ? <span class="tag warn">{count(warnings, 'warning')}</span> : null}
        <span class="push" />
        {errors > 0 ? <small>Publishing waits until no error stands</small> : null}
      </header>
      <ul>
        {problems.map(problem => (
          <li key={`${problem.path} ${problem.code}`}>
            <Problem problem={problem} />
          </li>
        ))}
        <BrokenScenarios checked={scenarios} />
      </ul>
    </section>
  )
}

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`

function Problem({ problem }: { problem: ShownProblem }) {
  const { show, open, draft } = useBuilder()
  const { level, component, about, says, path } = problem
  const [part, index] = path.split('.')
  const exit = part === 'exits' ? draft.exits[Number(index)] : undefined
  const goes =
    component !== undefined
      ? () => show(component)
      : part === 'audience'
        ? () => open({ is: 'audience' })
        : exit
          ? () => open({ is: 'exit', id: exit.id })
          : undefined
  const words = (
    <>
      {level === 'error' ? (
        <CircleAlert class="bad" aria-label="Error" />
      ) : (
        <TriangleAlert class="warn" aria-label="Warning" />
      )}
      <span dir="auto">
        {about === undefined ? null : <b>{about}: </b>}
        {exit?.name ? <b>{exit.name}: </b> : null}
        {says}
      </span>
    </>
  )
  if (!goes) return <p class="problem">{words}</p>
  return (
    <button type="button" class="problem" onClick={goes}>
      {words}
      <span class="link">Show</span>
    </button>
  )
}
