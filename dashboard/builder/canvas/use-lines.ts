import { useState } from 'preact/hooks'
import { announceText } from '../../live/announce.ts'
import { refusal } from '../../live/change.ts'
import { type Draft, type Line, lineId } from '../draft/draft.ts'
import { aLine, componentOf, connect, cut, setWatch, type Watch, watchesForEver, whyNot } from '../draft/edits.ts'
import { useLatest } from '../use-builder.ts'
import { typeName } from '../words/components.ts'
import { refusals } from './refusals.ts'
import type { From } from './use-add.ts'

export type Lines = {
  draw: (from: From, to: string) => void
  /** One end of a line is put elsewhere, the line stays one. */
  move: (line: Line, from: From, to: string) => void
  /** Goes on where a line may leave this port: at once, or after the Filter was set to let somebody out there (C8). */
  leaving: (from: From, go: () => void) => void
  /** The Filter that watches for ever while somebody draws from its `unmatched`. */
  asked: boolean
  answer: (watch: Watch | undefined) => void
}

/** How lines come to be drawn, and why some are not. */
export function useLines(): Lines {
  const latest = useLatest()
  const [question, ask] = useState<{ from: From; go: () => void }>()

  function leaving(from: From, go: () => void): void {
    const component = componentOf(latest().draft, from.id)
    if (component && from.port === 'unmatched' && watchesForEver(component)) ask({ from, go })
    else go()
  }

  function draw(from: From, to: string, instead?: Line): void {
    const { draft, edit } = latest()
    const line = aLine(from.id, to, from.port)
    const without = (now: Draft) => (instead ? cut(now, new Set([lineId(instead)])) : now)
    const reason = whyNot(without(draft), line)
    if (reason) {
      refusal.set(refusals[reason])
      return
    }
    leaving(from, () => {
      // In one step with what it needs.
      edit(now => connect(without(now), line), stepOf(from))
      const [start, end] = [from.id, to].map(id => componentOf(draft, id)?.type ?? '')
      announceText(
        `Line ${instead ? 'moved: it leads' : 'drawn'} from ${typeName(start ?? '')} to ${typeName(end ?? '')}`,
      )
    })
  }

  function move(line: Line, from: From, to: string): void {
    const isThere = lineId(aLine(from.id, to, from.port)) === lineId(line)
    if (!isThere) draw(from, to, line)
  }

  function answer(watch: Watch | undefined): void {
    if (!question) return
    ask(undefined)
    if (!watch) return
    latest().edit(now => setWatch(now, question.from.id, watch), stepOf(question.from))
    question.go()
  }

  return { draw, move, leaving, asked: question !== undefined, answer }
}

/** Setting a Filter and drawing the line that asked for it is one step to undo. */
const stepOf = ({ id, port }: From): string => `line ${id} ${port ?? ''}`
