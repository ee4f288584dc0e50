import { Popover } from '@base-ui/react/popover'
import { UsersRound } from 'lucide-preact'
import { useContext } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { countOf, peopleOf } from '../ui/count.ts'
import { arrivalSum, type Counts, countName, countTitle, doubtOf, isBad, shown } from './counts.ts'
import { FiguresOf } from './figures.ts'

type Props = { name: string; counts: Counts; addressOf: (count: string) => string }

/** How many people a component acted on; under the pointer or a finger, what became of them (T1). */
export function Breakdown({ name, counts, addressOf }: Props) {
  const sum = arrivalSum(counts)
  const { recording } = useContext(FiguresOf)
  const doubt = (count: string) => doubtOf(count, counts[count], recording)
  const doubts = new Set(Object.keys(counts).flatMap(count => doubt(count) ?? []))
  return (
    <Popover.Root>
      <Popover.Trigger
        className="acted-count nodrag nopan"
        openOnHover
        delay={250}
        closeDelay={150}
        aria-label={`${name} acted on ${peopleOf(counts.acted ?? 0)}: what became of them`}
      >
        <UsersRound />
        {shown(counts.acted)}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="menu-layer" sideOffset={6} collisionPadding={8}>
          <Popover.Popup className="menu breakdown" initialFocus={false}>
            <Popover.Title className="menu-label">{name}</Popover.Title>
            <ul>
              {Object.keys(counts)
                .filter(count => count !== 'arrived')
                .map(count => (
                  <li key={count}>
                    <Link
                      href={addressOf(count)}
                      class={isBad(count) && (counts[count] ?? 0) > 0 ? 'bad' : undefined}
                      title={doubt(count)}
                    >
                      <span>{countTitle(count)}</span>
                      <b class="num">{shown(counts[count])}</b>
                    </Link>
                  </li>
                ))}
            </ul>
            {[...doubts].map(words => (
              <p key={words} class="breakdown-doubt">
                {words}
              </p>
            ))}
            <p class="breakdown-sum">
              <Link href={addressOf('arrived')}>
                <b class="num">{shown(counts.arrived)}</b> arrived
              </Link>
              {sum.length > 0
                ? ` = ${sum.map(part => `${countOf(part.people)} ${countName(part.count)}`).join(' + ')}`
                : ''}
            </p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
