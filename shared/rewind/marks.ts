import type { Entry } from '../journal/entry.ts'
import type { By } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import type { Recorded, Told } from './told.ts'

/** Who did it: a lane of the timeline. */
export type Lane = 'person' | 'campaign' | 'team'

/** `full`: what one looks for; `small`: what happened beside it; `broken`: an entry that can't be read. */
export type Tone = 'small' | 'full' | 'good' | 'bad' | 'note' | 'broken'

export type Mark = { number: number; at: Instant; lane: Lane; tone: Tone }

/** A mark for each entry (R1). */
export const marksOf = (told: readonly Told[]): Mark[] =>
  told.map(({ number, at, entry }) => ({ number, at, lane: laneOf(entry), tone: toneOf(entry) }))

function laneOf(entry: Recorded): Lane {
  if (entry.kind === 'broken') return 'person'
  if ('enrollment' in entry) return 'campaign'
  switch (entry.kind) {
    case 'message-sent':
      if (entry.campaign) return 'campaign'
      return entry.from.type === 'person' ? 'person' : 'team'
    case 'conversation-started':
    case 'conversation-assigned':
    case 'conversation-closed':
    case 'conversation-snoozed':
    case 'conversation-reopened':
    case 'seen':
      return laneBy(entry.by)
    case 'note-written':
      return 'team'
    case 'attributes-set':
      return entry.source === 'api' || entry.source === 'agent' ? 'team' : 'person'
    case 'email-changed':
    case 'form-closed':
    case 'eligible-noted':
    case 'eligible-forgotten':
      return 'campaign'
    default:
      return 'person'
  }
}

const laneBy = ({ type }: By): Lane => (type === 'person' || type === 'campaign' ? type : 'team')

function toneOf(entry: Recorded): Tone {
  switch (entry.kind) {
    case 'broken':
      return 'broken'
    case 'form-submitted':
    case 'became-lead':
    case 'identified':
      return 'good'
    case 'interacted':
      return refuses(entry) ? 'bad' : 'small'
    case 'acted':
      return entry.outcome === 'skipped' || entry.outcome === 'failed' ? 'bad' : 'full'
    case 'email-changed':
      return entry.state === 'revoked' || entry.state === 'unknown' ? 'bad' : 'small'
    case 'act-revoked':
      return 'bad'
    case 'address-changed':
      return entry.status === 'ok' ? 'small' : 'bad'
    case 'note-written':
      return 'note'
    case 'message-sent':
    case 'button-pressed':
    case 'conversation-started':
    case 'entered':
    case 'left':
    case 'merged':
      return 'full'
    default:
      return 'small'
  }
}

const refuses = ({ what }: Extract<Entry, { kind: 'interacted' }>): boolean =>
  what.does === 'form-refused' || (what.does === 'field-left' && what.refused !== undefined)
