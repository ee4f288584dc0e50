import { componentCalled } from '@pavior/shared/campaign/called.ts'
import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { campaignCounts } from '@pavior/shared/campaign/counts.ts'
import type { PeopleList, Statistics } from '@pavior/shared/protocol/statistics.ts'

type Cell = string | number | null | undefined

/**
 * A line of a CSV file (RFC 4180). What a spreadsheet would run as a formula gets an apostrophe before it, and is then
 * the text that it is: nobody's name runs on the machine of who opens the file.
 */
function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cell => (typeof cell === 'number' ? String(cell) : quoted(cell ?? ''))).join(',')}\r\n`
}

/** The characters that begin a formula, also behind blanks, and those at which some readers cut what is before. */
const RUNS = /^[\s\0]*[=+\-@|%＝＋－＠]|^[\t\r\n]/

function quoted(text: string): string {
  const safe = RUNS.test(text) ? `'${text}` : text
  return /[",\r\n;\t]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Spreadsheets read UTF-8 by this mark. */
export const CSV_BEGINS = '\ufeff'

/** The numbers of a campaign: one line each. A component is called as in the newest version that has it. */
export function* numberLines(graphs: readonly CampaignGraph[], statistics: Statistics): Generator<string> {
  yield csvLine(['component', 'type', 'name', 'count', 'people'])
  for (const count of campaignCounts) yield csvLine(['', 'campaign', '', count, statistics[count]])
  const exits = new Map(graphs.toReversed().flatMap(graph => graph.exits.map(({ id, name }) => [id, name] as const)))
  for (const [exit, people] of Object.entries(statistics.exits))
    yield csvLine(['', 'campaign', '', `exited: ${exits.get(exit) ?? exit}`, people])
  const named = new Map(
    graphs.toReversed().flatMap(graph => graph.components.map(one => [one.id, componentCalled(one)] as const)),
  )
  for (const [component, { type, ...numbers }] of Object.entries(statistics.components))
    for (const [count, people] of Object.entries(numbers))
      yield csvLine([component, type, named.get(component), count, typeof people === 'number' ? people : null])
}

export const peopleHead = (): string => csvLine(['person', 'name', 'email', 'type', 'at', 'reason', 'enrollment'])

export const peopleLines = (page: PeopleList['data']): string =>
  page
    .map(({ person, enrollment, at, reason }) =>
      person === null
        ? csvLine(['', 'Erased person', '', '', at, reason, enrollment])
        : csvLine([person.id, person.name, person.email, person.type, at, reason, enrollment]),
    )
    .join('')
