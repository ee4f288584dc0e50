import { CircleAlert, CircleCheck, Eye } from 'lucide-preact'
import { Link } from 'wouter-preact'
import { isType, typeIcons, typeName } from '../builder/words/components.ts'
import { countOf, peopleOf } from '../ui/count.ts'
import type { Notice, Step } from './funnel.ts'
import type { Opened } from './scope.ts'

type Props = {
  notices: readonly Notice[]
  steps: readonly Step[]
  entered: number
  address: (opened: Opened) => string
}

/** Beside the graph while no number is open: what to look at first, and how people come from component to component. */
export function FirstPane({ notices, steps, entered, address }: Props) {
  const most = Math.max(entered, ...steps.map(({ arrived }) => arrived), 1)
  return (
    <aside class="figures-pane first-pane" aria-label="What to look at">
      <section>
        <h2>Look at first</h2>
        {notices.length === 0 ? (
          <p class="soft calm">
            <CircleCheck class="good" />
            {entered === 0 ? 'Nobody has entered yet.' : 'Nothing failed, nobody was skipped, nobody was lost.'}
          </p>
        ) : null}
        <ul>
          {notices.map(({ key, bad, people, says, why, opens }) => (
            <li key={key}>
              <Link class="notice" href={address(opens)}>
                {bad ? <CircleAlert class="bad" /> : <Eye class="warn" />}
                <span>
                  <b dir="auto">
                    {peopleOf(people)} {says}
                  </b>
                  <small>{why}</small>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>How far they came</h2>
        <ol class="funnel">
          {steps.map(({ id, name, says, type, arrived }) => {
            const Icon = isType(type) ? typeIcons[type] : CircleAlert
            return (
              <li key={id}>
                <Link href={address({ component: id, count: 'arrived' })}>
                  <Icon />
                  <span>
                    {typeName(type)} <small dir="auto">{says}</small>
                  </span>
                  <b class="num">{countOf(arrived)}</b>
                  <small class="num">{entered === 0 ? '' : percent(arrived, entered)}</small>
                  <meter min={0} max={most} value={arrived} aria-label={`Arrived at ${name}`} />
                </Link>
              </li>
            )
          })}
        </ol>
      </section>
    </aside>
  )
}

const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`
