import { Plus, Scissors } from 'lucide-preact'
import { announceText } from '../live/announce.ts'
import { useConnecting } from './canvas/use-connecting.tsx'
import { type DraftComponent, type Line, lineId } from './draft/draft.ts'
import { componentOf, cut, type Port, portsOf } from './draft/edits.ts'
import { useBuilder } from './use-builder.ts'
import { isType, typeIcons } from './words/components.ts'
import { componentName } from './words/said.ts'

/** Where people go from here: each line leads there, can be cut, and another one drawn, without a mouse. */
export function LeadsTo({ component }: { component: DraftComponent }) {
  const ports = portsOf(component)
  const connecting = useConnecting()
  if (ports.length === 0) return null
  return (
    <section class="leads-to">
      <h3>Leads to</h3>
      {ports.map(port => (
        <From key={port ?? ''} component={component} port={port} offer={connecting.offer} />
      ))}
      {connecting.asks}
    </section>
  )
}

type FromProps = {
  component: DraftComponent
  port: Port | undefined
  offer: ReturnType<typeof useConnecting>['offer']
}

function From({ component, port, offer }: FromProps) {
  const { draft } = useBuilder()
  const lines = draft.dependencies.filter(line => line.from === component.id && line.port === port)
  return (
    <div class="leads">
      {port === undefined ? null : <span class="soft">{port}</span>}
      <ul>
        {lines.map(line => (
          <li key={lineId(line)}>
            <Target line={line} />
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="button quiet small"
        aria-label={port === undefined ? 'Draw a line' : `Draw a line from ${port}`}
        onClick={event => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect()
          offer({ at: { x: left, y: bottom + 4 }, from: [{ id: component.id, port }], existing: true })
        }}
      >
        <Plus />
        Draw a line
      </button>
    </div>
  )
}

function Target({ line }: { line: Line }) {
  const { draft, show, edit } = useBuilder()
  const to = componentOf(draft, line.to)
  const name = to ? componentName(to) : line.to
  const Icon = to && isType(to.type) ? typeIcons[to.type] : undefined
  return (
    <>
      <button type="button" class="leads-target" dir="auto" onClick={() => show(line.to)}>
        {Icon ? <Icon /> : null}
        <span>{name}</span>
      </button>
      <button
        type="button"
        class="icon"
        aria-label={`Cut the line to ${name}`}
        title="Cut"
        onClick={() => {
          edit(now => cut(now, new Set([lineId(line)])))
          announceText('Line cut')
        }}
      >
        <Scissors />
      </button>
    </>
  )
}
