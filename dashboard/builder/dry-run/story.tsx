import type { Line } from '@pavior/shared/campaign/explain.ts'
import { standing } from '@pavior/shared/dry-run/explain.ts'
import type { Move } from '@pavior/shared/dry-run/move.ts'
import type { Moment, Run } from '@pavior/shared/dry-run/run.ts'
import { useMemo } from 'preact/hooks'
import { useBuilder } from '../use-builder.ts'
import { typeName } from '../words/components.ts'
import { inWords } from './lit.ts'
import { momentIn, moveInWords } from './words.ts'

type Props = { run: Run; told: readonly Line[][]; moves: readonly Move[]; at: number; onStep: (index: number) => void }

/** What follows so soon, as an email that leaves, is told with what it follows from. */
const SECOND = 1000

/** What happened, moment by moment, with the reason of whatever did not. */
export function Story({ run, told, moves, at, onStep }: Props) {
  const { names } = useBuilder()
  return (
    <ol class="story" aria-label="What happens">
      {run.moments.map((moment, index) => {
        const before = run.moments[index - 1]
        const title = titleOf(moment, before, moves, run.team.zone, text => moveInWords(text, names))
        const lines = news(told[index] ?? [], told[index - 1])
        if (title === undefined && lines.length === 0) return null
        return (
          <li key={index} class={index > at ? 'later' : undefined} aria-current={index === at ? 'step' : undefined}>
            {title === undefined && before && moment.at - before.at < SECOND ? null : (
              <button type="button" class="story-title" onClick={() => onStep(index)}>
                <b dir="auto">{title ?? momentIn(moment.at, run.team.zone)}</b>
                {title === undefined ? null : <time>{momentIn(moment.at, run.team.zone)}</time>}
              </button>
            )}
            <Lines lines={lines} zone={run.team.zone} />
          </li>
        )
      })}
    </ol>
  )
}

/** The move, where it begins; nothing for what follows from it by itself. */
function titleOf(
  { move, byItself, at }: Moment,
  before: Moment | undefined,
  moves: readonly Move[],
  zone: string,
  words: (move: Move) => string,
): string | undefined {
  if (before?.move === move) return undefined
  if (move < 0) return 'The campaign goes live'
  const played = moves[move]
  // What was due before the move acts first, and is not its doing.
  if (byItself && played && !played.do.startsWith('passes')) return momentIn(at, zone)
  return played && words(played)
}

/** That somebody is outside is said once for each reason. */
const news = (lines: readonly Line[], before: readonly Line[] | undefined): readonly Line[] =>
  lines.filter(line => line.tone !== 'outside' || !before?.some(({ says }) => says === line.says))

/** What stands now: until when, and why it still does. */
export function Standing({ run, at }: { run: Run; at: number }) {
  const { names } = useBuilder()
  const moment = run.moments[at]
  const lines = useMemo(() => (moment ? standing(run, moment, names) : []), [run, moment, names])
  if (lines.length === 0) return null
  return (
    <section class="standing">
      <h3>Now</h3>
      <Lines lines={lines} zone={run.team.zone} />
    </section>
  )
}

function Lines({ lines, zone }: { lines: readonly Line[]; zone: string }) {
  const { draft, names, show } = useBuilder()
  const called = (id: string, tone: Line['tone']) => {
    const type = draft.components.find(component => component.id === id)?.type
    // What was sent is said behind it.
    return tone === 'did' && type?.startsWith('send-') ? typeName(type) : (names.component?.(id) ?? id)
  }
  return (
    <ul class="story-lines">
      {gathered(lines).map((line, index) => {
        const { component, tone } = line
        return (
          <li key={index} class={tone}>
            {component === undefined ? null : (
              <button type="button" class="link" onClick={() => show(component)}>
                {called(component, tone)}
              </button>
            )}{' '}
            <span dir="auto">{inWords(line, zone)}</span>
          </li>
        )
      })}
    </ul>
  )
}

/** What became of the same message at once is one line. */
function gathered(lines: readonly Line[]): Line[] {
  const all: Line[] = []
  for (const line of lines) {
    const before = all.at(-1)
    if (
      before?.tone === 'told' &&
      line.tone === 'told' &&
      line.component !== undefined &&
      before.component === line.component
    )
      all[all.length - 1] = {
        ...before,
        says: `${before.says}, ${line.says.charAt(0).toLowerCase()}${line.says.slice(1)}`,
      }
    else all.push(line)
  }
  return all
}
