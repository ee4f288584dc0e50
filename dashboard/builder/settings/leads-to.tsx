import type { Draft, DraftComponent } from '../draft/draft.ts'
import { componentName } from '../words/said.ts'

type Props = { component: DraftComponent; draft: Draft; onSelect: (component: string) => void }

/** What comes next, by the port it leaves from. */
export function LeadsTo({ component, draft, onSelect }: Props) {
  if (component.type === 'end') return null
  const lines = draft.dependencies.filter(({ from }) => from === component.id)
  const byPort = [...lines].sort((a, b) => (a.port ?? '').localeCompare(b.port ?? ''))
  return (
    <section class="leads-to">
      <h3>Leads to</h3>
      {byPort.length === 0 ? <p class="says">Nothing yet. Draw a line from its lower edge.</p> : null}
      <ul>
        {byPort.map(({ to, port }) => {
          const next = draft.components.find(({ id }) => id === to)
          return (
            <li key={`${port ?? ''} ${to}`}>
              <span class="faint">{port ?? 'then'}</span>
              <button type="button" class="link" onClick={() => onSelect(to)}>
                {next ? componentName(next) : to}
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
