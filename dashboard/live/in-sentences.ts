import type { FieldProblem } from '@pavior/shared/problem.ts'

/**
 * What the server refused, for the person in front of the screen. The API names the path of what is wrong in what it was
 * sent ("from: must lie between 1970 and 9999"), for whoever programs against it; a screen says what the person knows.
 */
export function inSentences({ message, fields = [] }: { message: string; fields?: readonly FieldProblem[] }): string {
  // What is a sentence already was written for people.
  if (fields.length === 0 || /^\p{Lu}.*[.!?]$/su.test(message)) return message
  return [...new Set(fields.map(sentence))].slice(0, MOST).join(' ')
}

/** Nobody mends more at a time. */
const MOST = 3

function sentence({ path, message }: FieldProblem): string {
  const words = plain(message)
  return `${subjectOf(path)} ${words}${/[.!?]$/.test(words) ? '' : '.'}`
}

/** What is in an address or a form, as a screen calls it. */
const subjects: Record<string, string> = {
  '': 'This',
  after: 'The place in the list',
  agent: 'The agent',
  at: 'The moment',
  attributes: 'What is known of the person',
  component: 'The component',
  content: 'The text',
  count: 'The number that is asked for',
  enrollments: 'The choice of people',
  exit: 'The exit',
  filter: 'The condition',
  from: 'The beginning of the period',
  inbox: 'The inbox',
  people: 'The choice of people',
  search: 'What is searched for',
  to: 'The end of the period',
  until: 'The moment',
  version: 'The version',
  zone: 'The time zone',
}

/** Of a long path its end is what somebody typed: `content.content.2.attrs.label` is a label. */
function subjectOf(path: string): string {
  if (Object.hasOwn(subjects, path)) return subjects[path] ?? path
  const parts = path.split('.').filter(part => !/^\d+$/.test(part))
  const last = parts.at(-1) ?? ''
  // What a team calls something itself is written as it is.
  if (parts.at(-2) === 'attributes') return `“${last}”`
  if (Object.hasOwn(subjects, last)) return subjects[last] ?? last
  const words = last
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_]+/g, ' ')
    .toLowerCase()
  return words === '' ? 'This' : words.charAt(0).toUpperCase() + words.slice(1)
}

/** What only programs send wrongly says nothing to people but that it is not right. */
const PROGRAMS =
  /^(must be (an object|a list|a UUID|null|true or false)$|does not know |is none of what|must not have the key)/

function plain(message: string): string {
  if (PROGRAMS.test(message)) return 'is not as it should be'
  if (message.startsWith('must be a moment like')) return 'must be a date and a time'
  if (message === 'must be after from') return 'must come after its beginning'
  if (message === 'is a number of components') return 'is one of components, not of the campaign'
  if (message === 'is a number of campaigns') return 'is one of the campaign, not of a component'
  if (/^(must be one of|must be ")/.test(message)) return 'is none that there is'
  return message
}
