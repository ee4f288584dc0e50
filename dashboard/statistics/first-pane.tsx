import type { Statistics } from '@pavior/shared/protocol/statistics.ts'
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, Download, Eye } from 'lucide-preact'
import { Link } from 'wouter-preact'
import { isType, typeIcons, typeName } from '../builder/words/components.ts'
import { countOf } from '../ui/count.ts'
import { Bones } from '../ui/state.tsx'
import { numbersFile, type Which, waysQuery } from './data.ts'
import { type Notice, noticesOf, type Step, type Way, waysFrom, withoutName } from './funnel.ts'
import type { Opened } from './scope.ts'

type Props = {
  which: Which
  numbers: Statistics
  steps: readonly Step[]
  address: (opened: Opened) => string
}

/** Beside the graph while no number is open: what to look at first, and how people come from component to component. */
export function FirstPane({ which, numbers, steps, address }: Props) {
  const query = useQuery(waysQuery(which))
  const { entered } = numbers
  const most = Math.max(entered, ...steps.map(({ arrived }) => arrived), 1)
  const ways = query.data?.ways ?? []
  const [now, then] = [steps.filter(({ gone }) => gone === undefined), steps.filter(({ gone }) => gone !== undefined)]
  const row = (step: Step) => (
    <li key={step.id}>
      <StepLink step={step} entered={entered} most={most} href={address({ component: step.id, count: 'arrived' })} />
      <Ways ways={waysFrom(step.id, ways, steps)} arrived={step.arrived} />
    </li>
  )
  return (
    <aside class="figures-pane first-pane" aria-label="What to look at">
      <section>
        <h2>Look at first</h2>
        {query.isPending ? <Bones rows={3} kind="line" /> : null}
        {query.isError && !query.data ? (
          <p class="soft">
            This could not be read.{' '}
            <button type="button" class="link" onClick={() => void query.refetch()}>
              Try again
            </button>
          </p>
        ) : null}
        {query.data ? (
          <Notices notices={noticesOf(query.data, steps, numbers)} isEmpty={entered === 0} address={address} />
        ) : null}
      </section>
      <section>
        <h2>How far they came</h2>
        <ol class="funnel">{now.map(row)}</ol>
        {then.length === 0 ? null : (
          <>
            <h3>No longer in the graph</h3>
            <ol class="funnel">{then.map(row)}</ol>
          </>
        )}
        <a class="button small" href={numbersFile(which)} download>
          <Download />
          Export all numbers
        </a>
      </section>
    </aside>
  )
}

type StepProps = { step: Step; entered: number; most: number; href: string }

function StepLink({ step: { name, says, type, arrived }, entered, most, href }: StepProps) {
  const Icon = isType(type) ? typeIcons[type] : CircleAlert
  return (
    <Link href={href}>
      <Icon />
      <span>
        {typeName(type)} <small dir="auto">{withoutName(says, typeName(type))}</small>
      </span>
      <b class="num">{countOf(arrived)}</b>
      <small class="num">{entered === 0 ? '' : percent(arrived, entered)}</small>
      <meter min={0} max={most} value={arrived} aria-label={`Arrived at ${name}`} />
    </Link>
  )
}

type NoticesProps = { notices: readonly Notice[]; isEmpty: boolean; address: (opened: Opened) => string }

function Notices({ notices, isEmpty, address }: NoticesProps) {
  if (notices.length === 0)
    return (
      <p class="soft calm">
        <CircleCheck class="good" />
        {isEmpty ? 'Nobody has entered yet.' : 'Nothing failed, nobody was skipped, nobody was lost.'}
      </p>
    )
  return (
    <ul>
      {notices.map(({ key, kind, says, why, opens }) => (
        <li key={key}>
          <Link class="notice" href={address(opens)}>
            {kind === 'failed' ? <CircleAlert class="bad" /> : <Eye class="warn" />}
            <span>
              <b dir="auto">{says}</b>
              <small dir="auto">{why}</small>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** How many went on, and by which line; of one line the next row says as much. */
function Ways({ ways, arrived }: { ways: readonly Way[]; arrived: number }) {
  if (ways.length < 2 || arrived === 0) return null
  return (
    <ul class="ways">
      {ways.map(({ key, to, port, people }) => (
        <li key={key}>
          <b class="num">{countOf(people)}</b> {port === undefined ? '' : `${port} `}→ <span dir="auto">{to}</span>
        </li>
      ))}
    </ul>
  )
}

const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`
