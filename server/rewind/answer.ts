import { Problem } from '@pavior/shared/problem.ts'
import type { RewindKind } from '@pavior/shared/protocol/rewind.ts'
import { type Moment, type Rewind, rewindOf } from '@pavior/shared/rewind/moment.ts'
import { originOf } from '@pavior/shared/rewind/origin.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import type { TeamNames } from '../campaigns/live.ts'
import type { Log } from '../log.ts'
import { rewoundOf } from './about.ts'
import { outlineOf } from './campaigns.ts'
import { allOf } from './journal.ts'
import { momentView } from './view.ts'

/** The moment that is asked for: an entry's number, or a time; now without either. */
export type Asked = { at?: string | undefined; entry?: number | undefined }

type Question = {
  team: string
  names: TeamNames
  kind: Exclude<RewindKind, 'person'>
  id: string
  asked: Asked
  now: number
}

/** A conversation, a form or an enrollment as it stood at a moment. Throws as `rewoundOf`, and `invalid` for no such moment. */
export async function rewindTo(
  sql: Sql,
  log: Pick<Log, 'error'>,
  { team, names, kind, id, asked, now }: Question,
): Promise<ReturnType<typeof momentView>> {
  const rewound = await rewoundOf(sql, team, kind, id)
  const { person, about } = rewound
  const { streams } = await outlineOf(sql, team, person)
  const all = await allOf(sql, log, team, streams)
  const rewind = rewindOf(stream => all.get(stream) ?? [], person, originOf(all, person, about))
  return momentView(rewind, momentIn(rewind, asked, now), rewound, names)
}

/** Which moment is asked for. Throws a Problem `invalid` that says what there is. */
function momentIn(rewind: Rewind, { at, entry }: Asked, now: number): Moment {
  if (at !== undefined && entry !== undefined) throw wrong('entry', 'give at or entry, not both')
  if (entry !== undefined) {
    if (entry > rewind.count) throw wrong('entry', `there are ${rewind.count} entries until now`)
    return rewind.at(entry)
  }
  if (at === undefined) return rewind.at(rewind.count)
  const time = Date.parse(at)
  if (time > now) throw wrong('at', `lies in the future: it is ${toIso(now)}`)
  const number = rewind.numberAt(time)
  const [first] = rewind.told
  if (number === 0) throw wrong('at', `lies before the beginning, which is ${toIso(first?.at ?? now)}`)
  return rewind.at(number)
}

const wrong = (path: string, message: string): Problem =>
  new Problem('invalid', `${path}: ${message}`, { fields: [{ path, message }] })
