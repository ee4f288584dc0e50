import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { unborn } from '@pavior/shared/journal/apply.ts'
import type { Enrollment, Life } from '@pavior/shared/journal/life.ts'
import { sentence } from '@pavior/shared/journal/words.ts'
import type { Senders } from '@pavior/shared/protocol/message-view.ts'
import type { RewindKind } from '@pavior/shared/protocol/rewind.ts'
import { type Mark, marksOf } from '@pavior/shared/rewind/marks.ts'
import { type Rewind, rewindOf } from '@pavior/shared/rewind/moment.ts'
import { originOf } from '@pavior/shared/rewind/origin.ts'
import { type Path, pathOf } from '@pavior/shared/rewind/path.ts'
import type { Told } from '@pavior/shared/rewind/told.ts'
import { queryOptions } from '@tanstack/react-query'
import { type SetTimes, setTimesIn } from './person-then.tsx'
import { type Journalled, readPast } from './read-past.ts'
import { type Scale, scaleOf } from './scale.ts'

/** A person's past, ready to be gone through: all that does not depend on the moment is made once. */
export type Past = {
  /** Whose it is. */
  person: { id: string }
  /** The place behind its last entry, as the server calls it. */
  after: string
  rewind: Rewind
  /** Of each entry, never running backwards. What a tab told of a second later stands where it was done. */
  times: Float64Array
  scale: Scale
  marks: readonly Mark[]
  /** As they are now. */
  now: Life
  senders: Senders
  says: (number: number) => string
  set: SetTimes
  /** The way of an enrollment, by the moment's number. */
  pathOf: (enrollment: string) => ((number: number) => Path) | undefined
  graphOf: (campaign: string, version: number) => CampaignGraph | undefined
  /** What the campaign of an enrollment is called. */
  campaignOf: (enrollment: string) => string
  /** From and to which entry somebody was inside. */
  insideOf: (enrollment: string | undefined) => { from: number; to: number } | undefined
  /** The enrollment and the conversation that are looked at. */
  enrollment: string | undefined
  conversation: string | undefined
  /** Where it begins unless the address says otherwise. */
  start: number
  /** Something that was done in the widget was recorded, be it later. */
  isRecorded: boolean
}

export const pastQuery = (kind: RewindKind, id: string) =>
  queryOptions({
    queryKey: ['rewind', kind, id],
    queryFn: async ({ signal }) => pastOf(await readPast(kind, id, signal), kind),
    // Made anew as soon as one comes by again: a past grows. What is on screen stays as it is.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    structuralSharing: false,
  })

function pastOf({ streams, person, about, graphs, names, after }: Journalled, kind: RewindKind): Past {
  const streamOf = (stream: string) => streams.get(stream) ?? NOTHING
  const rewind = rewindOf(streamOf, person, originOf(streams, person, about))
  const { told, count } = rewind
  const times = timesOf(told)
  const now = count === 0 ? unborn(person, 0) : rewind.at(count).life
  const insides = insidesIn(told)
  return {
    person: { id: person },
    after,
    rewind,
    times,
    scale: scaleOf(times),
    marks: marksOf(told),
    now,
    senders: { name: names.team, agentNames: names.agents },
    says: number => {
      const entry = told[number - 1]?.entry
      if (!entry) return ''
      return entry.kind === 'broken' ? `Something that can’t be read any more (${entry.was})` : sentence(entry, names)
    },
    set: setTimesIn(told),
    pathOf: enrollment => pathOf(told, enrollment),
    graphOf: (campaign, version) => graphs.get(`${campaign} ${version}`),
    campaignOf: enrollment => {
      const campaign = names.enrollments.get(enrollment)
      return (campaign !== undefined && names.campaigns.get(campaign)) || 'a campaign that is gone'
    },
    insideOf: of => (of === undefined ? undefined : insides.get(of)),
    enrollment: about.enrollment,
    conversation: about.conversation,
    start: startOf(told, kind, about),
    isRecorded: told.some(({ entry }) => entry.kind === 'interacted'),
  }
}

const NOTHING: readonly never[] = []

/** A tab tells within so many milliseconds what was done in it, unless it was offline. */
const A_BATCH = 3_000

function timesOf(told: readonly Told[]): Float64Array {
  const times = new Float64Array(told.length)
  let latest = Number.NEGATIVE_INFINITY
  for (const [index, { at, entry }] of told.entries()) {
    // Told much later, the server's clock rules: the tab's only orders what came at once.
    const before = entry.kind === 'interacted' && entry.before <= A_BATCH ? entry.before : 0
    latest = Math.max(latest, at - before)
    times[index] = latest
  }
  return times
}

function insidesIn(told: readonly Told[]): Map<string, { from: number; to: number }> {
  const insides = new Map<string, { from: number; to: number }>()
  for (const { number, entry } of told) {
    if (entry.kind === 'entered') insides.set(entry.enrollment, { from: number, to: told.length })
    if (entry.kind !== 'left') continue
    const own = insides.get(entry.enrollment)
    if (own) own.to = number
  }
  return insides
}

/** Where what is looked at happened; the present for a person or a conversation. */
function startOf(told: readonly Told[], kind: RewindKind, { form, enrollment }: Journalled['about']): number {
  const found = told.findLast(({ entry }) => {
    if (kind === 'enrollment') return entry.kind === 'entered' && entry.enrollment === enrollment
    return kind === 'form' && entry.kind === 'form-submitted' && entry.message === form
  })
  return found?.number ?? told.length
}

/** The number of the same entry in the past as it was read again: others may have come before it (C25). */
export function sameIn({ rewind: { told } }: Past, before: Told | undefined): number | undefined {
  const at = told[(before?.number ?? 0) - 1]
  const isSame = (one: Told | undefined) => one?.stream === before?.stream && one?.entry.number === before?.entry.number
  return isSame(at) ? at?.number : told.find(isSame)?.number
}

/** The enrollment that is shown at a moment: the chosen one, otherwise the one whose campaign acted last. */
export function enrollmentAt(
  enrollments: ReadonlyMap<string, Enrollment>,
  chosen: string | undefined,
): Enrollment | undefined {
  if (chosen !== undefined) return enrollments.get(chosen)
  const touched = (one: Enrollment) =>
    Math.max(one.enteredAt, one.leftAt ?? 0, ...one.acts.map(({ at }) => at), ...one.standing.map(({ since }) => since))
  return [...enrollments.values()].reduce<Enrollment | undefined>(
    (found, one) => (found === undefined || touched(one) >= touched(found) ? one : found),
    undefined,
  )
}
