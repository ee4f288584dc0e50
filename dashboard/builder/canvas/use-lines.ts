import { useState } from 'preact/hooks'
import { announceText } from '../../live/announce.ts'
import { refusal } from '../../live/change.ts'
import { aLine, componentOf, connect, setWatch, type Watch, watchesForEver, whyNot } from '../draft/edits.ts'
import { useBuilder } from '../use-builder.ts'
import { typeName } from '../words/components.ts'
import { refusals } from './refusals.ts'
import type { From } from './use-add.ts'

export type Lines = {
  draw: (from: From, to: string) => void
  /** Goes on where a line may leave this port: at once, or after the Filter was set to let somebody out there (C8). */
  leaving: (from: From, go: () => void) => void
  /** The Filter that watches for ever while somebody draws from its `unmatched`. */
  asked: boolean
  answer: (watch: Watch | undefined) => void
}

/** How lines come to be drawn, and why some are not. */
export function useLines(): Lines {
  const { draft, edit } = useBuilder()
  const [question, ask] = useState<{ from: From; go: () => void }>()

  function leaving(from: From, go: () => void): void {
    const component = componentOf(draft, from.id)
    if (component && from.port === 'unmatched' && watchesForEver(component)) ask({ from, go })
    else go()
  }

  function draw(from: From, to: string): void {
    const line = aLine(from.id, to, from.port)
    const reason = whyNot(draft, line)
    if (reason) {
      refusal.set(refusals[reason])
      return
    }
    leaving(from, () => {
      // In one step with what it needs.
      edit(now => connect(now, line), stepOf(from))
      const [start, end] = [from.id, to].map(id => componentOf(draft, id)?.type ?? '')
      announceText(`Line drawn from ${typeName(start ?? '')} to ${typeName(end ?? '')}`)
    })
  }

  function answer(watch: Watch | undefined): void {
    if (!question) return
    ask(undefined)
    if (!watch) return
    edit(now => setWatch(now, question.from.id, watch), stepOf(question.from))
    question.go()
  }

  return { draw, leaving, asked: question !== undefined, answer }
}

/** Setting a Filter and drawing the line that asked for it is one step to undo. */
const stepOf = ({ id, port }: From): string => `line ${id} ${port ?? ''}`
