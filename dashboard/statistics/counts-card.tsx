import './counts-card.css'
import { formOf } from '@pavior/shared/document/document.ts'
import { StoredDocument } from '@pavior/shared/document/schema.ts'
import { CircleAlert } from 'lucide-preact'
import { useContext, useMemo } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { type DraftComponent, settingsOf } from '../builder/draft/draft.ts'
import { isType, typeIcons, typeName } from '../builder/words/components.ts'
import { buttonsOf } from '../conditions/components.ts'
import { Breakdown } from './breakdown.tsx'
import { type Counts, countName, isBad, mainCounts, shown } from './counts.ts'
import { FiguresOf } from './figures.ts'
import { withoutName } from './funnel.ts'

type Props = {
  component: DraftComponent
  /** What is set in it. */
  says: string
}

/** What a component is, with its numbers in place of what is set in it. Each number opens its people (T3). */
export function CountsCard({ component, says }: Props) {
  const { id, type } = component
  const { counts: all, address } = useContext(FiguresOf)
  const counts = all.get(id) ?? NOBODY
  const name = typeName(type)
  const Icon = isType(type) ? typeIcons[type] : CircleAlert
  return (
    <>
      <header title={says}>
        <Icon />
        <b>{name}</b>
        <Breakdown name={name} counts={counts} addressOf={count => address({ component: id, count })} />
        {type === 'end' ? null : <small dir="auto">{withoutName(says, name).replace(/^matches: /, '')}</small>}
      </header>
      <Main component={component} counts={counts} />
      {type === 'filter' ? (
        <div class="cells ports-cells">
          <Cell id={id} count="matched" counts={counts} />
          <Cell id={id} count="unmatched" counts={counts} />
        </div>
      ) : null}
    </>
  )
}

const NOBODY: Counts = {}

/** Above the ports of a Filter there is room for a line only. */
function Main({ component, counts }: { component: DraftComponent; counts: Counts }) {
  const { type } = component
  const carries = useMemo(() => carriedBy(component), [component])
  if (!isType(type)) return null
  // While a time is played of which something is not known, it is not told.
  const main = mainCounts({ type, ...carries }, counts).filter(count => counts[count] !== undefined)
  return (
    <div class={type === 'filter' ? 'cells in-line' : main.length > 3 ? 'cells four' : 'cells'}>
      {main.map(count => (
        <Cell key={count} id={component.id} count={count} counts={counts} />
      ))}
    </div>
  )
}

function carriedBy(component: DraftComponent): { hasForm: boolean; hasButtons: boolean; watches: boolean } {
  const { content, watch } = settingsOf(component)
  const read = StoredDocument.safeParse(content)
  return {
    hasForm: read.success && formOf(read.data) !== undefined,
    hasButtons: buttonsOf(content).length > 0,
    watches: watch !== 'once',
  }
}

function Cell({ id, count, counts }: { id: string; count: string; counts: Counts }) {
  const { opened, address } = useContext(FiguresOf)
  const number = counts[count]
  const here = opened?.component === id && opened.count === count
  const name = countName(count)
  const looks = `nodrag nopan ${count === 'left' ? 'cell-left' : ''} ${isBad(count) && (number ?? 0) > 0 ? 'bad' : ''}`
  return (
    <Link class={looks} href={address({ component: id, count })} aria-current={here ? 'true' : undefined}>
      <b>{shown(number)}</b> {name}
    </Link>
  )
}
