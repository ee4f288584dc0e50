import './rewind.css'
import './player.css'
import type { RewindKind } from '@pavior/shared/protocol/rewind.ts'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, ChevronDown, Rewind as RewindIcon } from 'lucide-preact'
import { memo } from 'preact/compat'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useLocation, useSearch } from 'wouter-preact'
import { useKeys } from '../frame/keys.ts'
import { useTitle } from '../frame/title.ts'
import { isErased, Refused } from '../live/server.ts'
import { useStore } from '../live/store.ts'
import { CopyButton } from '../ui/copy.tsx'
import { Item, Menu } from '../ui/menu.tsx'
import { nameOf } from '../ui/names.ts'
import { Bones, Empty, Failed } from '../ui/state.tsx'
import { CampaignThen } from './campaign-then.tsx'
import { Journal } from './journal.tsx'
import { useNews } from './news.ts'
import { enrollmentAt, type Past, pastQuery, sameIn } from './past.ts'
import { PersonThen } from './person-then.tsx'
import { PlayerBar } from './player-bar.tsx'
import { readSoFar } from './read-past.ts'
import { keyed, Timeline } from './timeline.tsx'
import { momentOf, secondOf } from './times.ts'
import { useAddress, wantedIn } from './use-address.ts'
import { usePlayer } from './use-player.ts'
import { WidgetThen } from './widget-then.tsx'

const back = () => (history.length > 1 ? history.back() : location.assign('/inbox/mine'))

/** What a person had before them at any moment: the widget, the campaign, who they were (R1, R2). */
export default function Rewind({ kind, id }: { kind: RewindKind; id: string }) {
  const query = useQuery(pastQuery(kind, id))
  const erased = isErased(query.error)
  const name = query.data && !erased ? nameOf(query.data.now.person) : undefined
  useTitle('Rewind', name)
  useKeys({ back })
  if (query.data && query.data.rewind.count > 0 && !erased)
    return <Shown key={`${kind} ${id}`} kind={kind} id={id} past={query.data} />
  return (
    <main class="then">
      <header class="bar">
        <BackButton />
        <h1>Rewind</h1>
      </header>
      <div class="then-none">
        {query.isPending ? <Reading /> : null}
        {query.data && !erased ? (
          <Empty icon={<RewindIcon />} title="Nothing has happened yet">
            As soon as something does, it can be looked at here.
          </Empty>
        ) : null}
        {query.isError && (erased || !query.data) ? (
          <Unreadable error={query.error} onRetry={() => void query.refetch()} />
        ) : null}
      </div>
    </main>
  )
}

/** Worth a word only where it takes a while. */
const LONG = 2000

function Reading() {
  const entries = useStore(readSoFar, now => now.entries)
  return (
    <div>
      <Bones rows={8} kind="line" />
      <p class="soft num" role="status">
        {entries > LONG ? `Reading the journal: ${entries.toLocaleString('en-GB')} entries so far` : ''}
      </p>
    </div>
  )
}

function Unreadable({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (isErased(error))
    return (
      <Empty icon={<RewindIcon />} title="This person was erased">
        What they wrote and did is gone for good. They still count, without a name.
      </Empty>
    )
  if (error instanceof Refused && error.status === 404)
    return (
      <Empty icon={<RewindIcon />} title="There is nothing to rewind here">
        It does not exist, or belongs to another team.
      </Empty>
    )
  return <Failed what="The journal could not be read" error={error} onRetry={onRetry} />
}

const BackButton = () => (
  <button type="button" class="icon" aria-label="Back" title="Back  Esc" onClick={back}>
    <ArrowLeft />
  </button>
)

/** When an enrollment begins that is not there yet. */
function entersAfter(
  { now, campaignOf }: Past,
  enrollment: string | undefined,
): { at: number; name: string } | undefined {
  const one = enrollment === undefined ? undefined : now.enrollments.get(enrollment)
  return one && { at: one.enteredAt, name: campaignOf(one.id) }
}

type MenuProps = {
  past: Past
  chosen: string | undefined
  onPick: (enrollment: string | undefined) => void
}

const EnrollmentMenu = memo(function EnrollmentMenu({ past, chosen, onPick }: MenuProps) {
  const enrolled = [...past.now.enrollments.values()]
  if (enrolled.length === 0) return null
  return (
    <Menu
      className="button quiet only-wide"
      align="end"
      trigger={
        <>
          {chosen === undefined ? 'The campaign that acted last' : `Enrollment in ${past.campaignOf(chosen)}`}
          <ChevronDown />
        </>
      }
    >
      <Item onPick={() => onPick(undefined)}>The campaign that acted last</Item>
      {enrolled.map(({ id, enteredAt }) => (
        <Item key={id} onPick={() => onPick(id)} aside={momentOf(enteredAt)}>
          {past.campaignOf(id)}
        </Item>
      ))}
    </Menu>
  )
})

/** Whatever was taken in: the same moment stays on screen. */
function useSameMoment(past: Past, number: number, goTo: (number: number) => void): void {
  const before = useRef(past)
  useLayoutEffect(() => {
    const same = sameIn(past, before.current.rewind.told[number - 1])
    if (before.current !== past && same !== undefined) goTo(same)
    before.current = past
  }, [past])
}

function Shown({ kind, id, past }: { kind: RewindKind; id: string; past: Past }) {
  const { rewind, times, scale, marks, now, senders, says } = past
  const search = useSearch()
  const [path] = useLocation()
  const player = usePlayer(times, wantedIn(search, rewind) ?? past.start)
  const { number, goTo, toggle } = player
  const outside = useAddress(number, rewind, goTo)
  const news = useNews(kind, id, past)
  useSameMoment(past, number, goTo)
  const moment = useMemo(() => rewind.at(number), [rewind, number])
  const [chosen, choose] = useState(past.enrollment)
  const enrollment = enrollmentAt(moment.life.enrollments, chosen)
  const looked = enrollment?.id ?? chosen ?? now.enrollments.keys().next().value
  const wayThrough = useMemo(() => (enrollment ? past.pathOf(enrollment.id) : undefined), [past, enrollment?.id])
  const enters = useMemo(() => entersAfter(past, looked), [past, looked])
  const spoken = says(number)
  const count = rewind.count

  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === ' ') return toggle()
    const to = keyed(event.key, number, count)
    if (to !== undefined) goTo(to)
    else if (event.key === 'Escape') back()
  }
  const keys = useRef(onKey)
  keys.current = onKey
  useKeys({
    'rewind.back': () => goTo(number - 1),
    'rewind.on': () => goTo(number + 1),
    'rewind.play': toggle,
    'rewind.start': () => goTo(1),
    'rewind.now': () => goTo(count),
  })
  const url = moment.lastTab?.url

  return (
    <main class="then" data-keys="list" tabIndex={-1}>
      <header class="bar">
        <BackButton />
        <h1>{nameOf(now.person)}</h1>
        <span class="faint">/</span>
        <span>Rewind</span>
        <span class="then-outside soft" role="status">
          {outside}
        </span>
        <span class="push" />
        <EnrollmentMenu past={past} chosen={chosen} onPick={choose} />
        <CopyButton text={`${location.origin}${path}?at=${number}`} label="Copy link" small={false} />
      </header>
      <WidgetThen
        moment={moment}
        senders={senders}
        conversation={past.conversation}
        keys={keys}
        isRecorded={past.isRecorded}
      />
      <CampaignThen
        moment={moment}
        enrollment={enrollment}
        enters={enters}
        graph={enrollment && past.graphOf(enrollment.campaign, enrollment.version)}
        path={wayThrough}
      />
      <aside class="then-person" aria-label="The person then">
        <h2 class="then-label">Person then</h2>
        <PersonThen moment={moment} now={now.person} set={past.set} url={url} />
        <Journal times={times} number={number} says={says} onPick={goTo} />
      </aside>
      <section class="player" aria-label="Timeline">
        <PlayerBar player={player} count={count} at={times[number - 1] ?? moment.at} says={spoken} news={news} />
        <Timeline
          player={player}
          scale={scale}
          times={times}
          marks={marks}
          inside={past.insideOf(looked)}
          says={`${secondOf(times[number - 1] ?? moment.at)}, ${spoken}`}
        />
      </section>
    </main>
  )
}
