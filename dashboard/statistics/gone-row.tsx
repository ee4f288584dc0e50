import './gone-row.css'
import type { Names } from '@pavior/shared/filter/describe.ts'
import { useContext } from 'preact/hooks'
import { plainly, said } from '../builder/words/said.ts'
import { CountsCard } from './counts-card.tsx'
import { FiguresOf } from './figures.ts'
import type { Gone } from './gone.ts'

/** Below the graph: what only older versions had, so that all numbers are there and add up. */
export function GoneRow({ gone, names }: { gone: readonly Gone[]; names: Names }) {
  const { opened } = useContext(FiguresOf)
  if (gone.length === 0) return null
  return (
    <section class="gone" aria-label="No longer in the graph">
      <h2>
        No longer in the graph <small>Only older versions had these. Whoever came to them still counts.</small>
      </h2>
      <ul>
        {gone.map(({ component, version }) => (
          <li key={component.id} class={`node counts ${opened?.component === component.id ? 'chosen' : ''}`}>
            <CountsCard component={component} says={plainly(said(component, names))} />
            <small class="gone-since">Last in version {version}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}
