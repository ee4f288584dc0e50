import type { Entry } from '@pavior/shared/journal/entry.ts'
import { type JournalNames, sentence } from '@pavior/shared/journal/words.ts'
import { toIso } from '@pavior/shared/text.ts'

/** `until`: the moment the sentence ends with. `times`: how often the same happened, one right behind the other. */
export type JournalLine = { number: number; at: string; kind: string; text: string; until?: string; times?: number }

/** A person's latest entries as sentences for the person pane, the newest first; a thousand of the same are one. */
export function journalLines(entries: readonly Entry[], names: JournalNames): JournalLine[] {
  const lines: JournalLine[] = []
  for (const entry of entries) {
    const line = journalLine(entry, names)
    const newer = lines.at(-1)
    if (newer?.kind === line.kind && newer.text === line.text && line.until === undefined)
      newer.times = (newer.times ?? 1) + 1
    else lines.push(line)
  }
  return lines
}

function journalLine(entry: Entry, names: JournalNames): JournalLine {
  const until = (entry.kind === 'waiting' || entry.kind === 'watching') && entry.until
  return {
    number: entry.number,
    at: toIso(entry.at),
    kind: entry.kind,
    text: sentence(entry, names),
    ...(until && { until: toIso(until) }),
  }
}
