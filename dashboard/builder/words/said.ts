import { formOf } from '@pavior/shared/document/document.ts'
import { plainText } from '@pavior/shared/document/plain.ts'
import { StoredDocument } from '@pavior/shared/document/schema.ts'
import { describe, type Names } from '@pavior/shared/filter/describe.ts'
import { isDuration } from '@pavior/shared/filter/duration.ts'
import { Filter, readFilter } from '@pavior/shared/filter/filter.ts'
import { durationInWords, listed } from '@pavior/shared/filter/words.ts'
import { type DraftComponent, settingsOf } from '../draft/draft.ts'
import { typeName } from './components.ts'

/** A sentence with what matters in it in bold. */
export type Said = readonly (string | { bold: string })[]

export const plainly = (said: Said): string => said.map(part => (typeof part === 'string' ? part : part.bold)).join('')

/** What is set in a component, as the sentence that stands on it. It reads whatever is there, finished or not. */
export function said(component: DraftComponent, names: Names): Said {
  const settings = settingsOf(component)
  switch (component.type) {
    case 'filter':
      return aboutFilter(settings, names)
    case 'wait':
      return aboutWait(settings)
    case 'inbound-message':
      return aboutInbound(settings)
    case 'send-message':
      return aboutMessage(settings)
    case 'send-email':
      return aboutEmail(settings)
    case 'assign':
      return aboutAssign(settings, names)
    case 'end':
      return ['Leaves the campaign for good']
    default:
      return ['This version of Pavior does not know it']
  }
}

type Settings = Record<string, unknown>

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const objectOf = (value: unknown): Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

const readers = { audience: Filter, component: readFilter('filter-component'), exit: readFilter('exit') }

/** A filter as a sentence; one that is not finished says so. */
export function filterInWords(
  filter: unknown,
  names: Names,
  place: 'audience' | 'component' | 'exit' = 'audience',
): string {
  if (filter === undefined) return 'nothing chosen yet'
  const read = readers[place].safeParse(filter)
  return read.success ? describe(read.data, names) : 'not finished yet'
}

function aboutFilter({ filter, watch = 'forever' }: Settings, names: Names): Said {
  const matches = filterInWords(filter, names, 'component')
  if (watch === 'once') return ['matches: ', { bold: matches }, '; checks once']
  const duration = text(objectOf(watch).for)
  if (duration === '') return ['matches: ', { bold: matches }]
  return ['matches: ', { bold: matches }, '; watches for ', { bold: duringOf(duration) }]
}

const duringOf = (duration: string): string => (isDuration(duration) ? durationInWords(duration) : duration)

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function aboutWait({ for: duration, until, zone, hours }: Settings): Said {
  const within = hoursInWords(objectOf(hours))
  const where =
    zone === 'person'
      ? ', in the person’s time zone'
      : zone === 'team' || zone === undefined
        ? ''
        : `, ${text(zone)} time`
  const rest = `${within === '' ? '' : `, ${within}`}${within === '' && until === undefined ? '' : where}`
  if (until !== undefined) return ['Until ', { bold: dateInWords(text(until)) }, rest]
  return text(duration) === '' ? ['No time is set'] : ['Wait ', { bold: duringOf(text(duration)) }, rest]
}

/** `4 Jan 2027, 09:00`: local, in whatever zone is meant. */
function dateInWords(local: string): string {
  const at = new Date(`${local}Z`)
  if (Number.isNaN(at.getTime())) return local
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  return `${day.format(at)}, ${local.slice(11)}`
}

function hoursInWords({ days, from, to }: Settings): string {
  const numbers = Array.isArray(days) ? [...new Set(days)].filter(day => typeof day === 'number').sort() : []
  const on =
    numbers.join() === '1,2,3,4,5'
      ? 'weekdays'
      : numbers.join() === '6,7'
        ? 'weekends'
        : numbers.length === 7
          ? ''
          : listed(
              numbers.map(day => DAYS[day - 1] ?? ''),
              'and',
            )
  const hour = (time: string) => time.replace(/^0/, '').replace(/:00$/, '')
  const between =
    text(from) !== '' && text(to) !== ''
      ? `${hour(text(from))}–${hour(text(to))}`
      : text(from) !== ''
        ? `from ${hour(text(from))}`
        : text(to) !== ''
          ? `until ${hour(text(to))}`
          : ''
  return [on, between].filter(part => part !== '').join(' ')
}

function aboutInbound({ which, where, contains }: Settings): Said {
  const words = Array.isArray(contains) ? contains.filter(word => typeof word === 'string') : []
  const heard = which === 'any' ? 'Any message' : 'First message of a conversation'
  const place = where === 'anywhere' ? ', in any conversation' : ''
  if (words.length === 0) return [`${heard}${place}`]
  const shown = words.slice(0, 3).map(word => `“${word}”`)
  const more = words.length > 3 ? [`${words.length - 3} more`] : []
  return [`${heard}${place} with `, { bold: listed([...shown, ...more], 'or') }]
}

function aboutMessage({ content, newConversation }: Settings): Said {
  const what = excerpt(content)
  const extra = [...partsOf(content), ...(newConversation === true ? ['in a new conversation'] : [])]
  return [what === '' ? 'Nothing is written yet' : `“${what}”`, ...(extra.length > 0 ? [` ${extra.join(', ')}`] : [])]
}

function aboutEmail({ subject, content }: Settings): Said {
  if (text(subject) !== '') return [{ bold: text(subject) }, ` ${excerpt(content)}`]
  const what = excerpt(content)
  return what === '' ? ['Nothing is written yet'] : ['No subject yet: ', `“${what}”`]
}

const LONGEST = 80

/** How a message begins. */
function excerpt(content: unknown): string {
  if (typeof content === 'string') return shortened(content)
  const read = StoredDocument.safeParse(content)
  try {
    return read.success ? shortened(plainText(read.data)) : ''
  } catch {
    // Somebody else's JSON, which check names.
    return ''
  }
}

function shortened(whole: string): string {
  const line = whole.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${[...line].slice(0, LONGEST - 1).join('')}…` : line
}

function partsOf(content: unknown): string[] {
  const read = StoredDocument.safeParse(content)
  if (!read.success) return []
  const buttons = read.data.content.filter(block => block.type === 'button').length
  return [
    ...(formOf(read.data) ? ['with a form'] : []),
    ...(buttons > 0 ? [`with ${buttons === 1 ? 'a button' : `${buttons} buttons`}`] : []),
  ]
}

function aboutAssign({ inbox, agent }: Settings, names: Names): Said {
  if (text(inbox) === '') return ['No inbox is chosen']
  const name = names.inbox?.(text(inbox))
  const to =
    agent === 'round-robin'
      ? ', round robin'
      : text(agent) === ''
        ? ''
        : `, ${names.agent?.(text(agent)) ?? 'a former agent'}`
  return name === undefined ? ['An inbox that was deleted', to] : ['Inbox ', { bold: name }, to]
}

/** What to call a component among others: `Send message “Good choice for hills…”`. */
export function componentName(component: DraftComponent): string {
  const { content, subject, inbox } = settingsOf(component)
  const words = text(subject) || excerpt(content)
  const short = [...words].slice(0, 28).join('')
  if (short !== '' && inbox === undefined)
    return `${typeName(component.type)} “${short.length < words.length ? `${short}…` : short}”`
  return typeName(component.type)
}
