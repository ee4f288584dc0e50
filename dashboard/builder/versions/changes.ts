import type { Difference, Drawing } from '@pavior/shared/campaign/difference.ts'
import type { Names } from '@pavior/shared/filter/describe.ts'
import { componentName, filterInWords, plainly, said } from '../words/said.ts'

/** A difference as it is read. */
export type Change = {
  key: string
  how: 'added' | 'removed' | 'changed'
  title: string
  /** Which of its settings are other ones. */
  settings?: string
  /** What was said before, and what is said now. */
  before?: string
  after?: string
  /** The component it is about. */
  component?: string
}

/** Differences in words. `names` of what the team has; components are called as they stand in either drawing. */
export function changesIn(found: readonly Difference[], before: Drawing, after: Drawing, names: Names): Change[] {
  const [old, now] = [namesIn(before, names), namesIn(after, names)]
  return found.map((difference, index) => ({ key: String(index), ...inWords(difference, before, after, old, now) }))
}

/** Whoever speaks of a component calls it by what stands in this drawing. */
export function namesIn({ components }: Drawing, names: Names): Names {
  const byId = new Map<string, string>()
  for (const component of components) byId.set(component.id, componentName(component))
  return { ...names, component: id => byId.get(id) }
}

function inWords(difference: Difference, before: Drawing, after: Drawing, old: Names, now: Names): Omit<Change, 'key'> {
  switch (difference.what) {
    case 'name':
      return { how: 'changed', title: 'Name', before: before.name, after: after.name }
    case 'audience':
      return {
        how: 'changed',
        title: 'Audience',
        before: filterInWords(before.audience, old),
        after: filterInWords(after.audience, now),
      }
    case 'reentry':
      return { how: 'changed', title: 'Entering again', before: again[before.reentry], after: again[after.reentry] }
    case 'startable':
      return {
        how: 'changed',
        title: 'How people enter',
        before: entry(before.startable),
        after: entry(after.startable),
      }
    case 'exit':
      return aboutExit(difference, old, now)
    case 'component':
      return aboutComponent(difference, old, now)
    case 'line': {
      const { how, line } = difference
      const known = how === 'added' ? now : old
      const name = (id: string) => known.component?.(id) ?? 'a component'
      const port = line.port === undefined ? '' : `, ${line.port}`
      return { how, title: `Line: ${name(line.from)}${port} → ${name(line.to)}` }
    }
    case 'places': {
      const { components } = difference
      const [first, ...others] = components.map(id => now.component?.(id) ?? 'a component')
      return {
        how: 'changed',
        title: others.length === 0 ? `${first} stands elsewhere` : `${components.length} components stand elsewhere`,
        after: 'What is due together acts from top to bottom.',
      }
    }
    default:
      return difference satisfies never
  }
}

const again = { never: 'once only', each: 'each time they come to match anew' }
const entry = (startable: boolean) => (startable ? 'only when started, from your site or by hand' : 'by themselves')

function aboutExit(
  { how, before, after }: Extract<Difference, { what: 'exit' }>,
  old: Names,
  now: Names,
): Omit<Change, 'key'> {
  const said = (exit: typeof before, names: Names) =>
    exit ? filterInWords(exit.filter, names, 'component') : undefined
  const [first, second] = [said(before, old), said(after, now)]
  return {
    how,
    title: `Global exit “${(after ?? before)?.name ?? ''}”`,
    ...(first !== undefined && { before: first }),
    ...(second !== undefined && { after: second }),
  }
}

function aboutComponent(
  { how, before, after, settings = [] }: Extract<Difference, { what: 'component' }>,
  old: Names,
  now: Names,
): Omit<Change, 'key'> {
  const component = (after ?? before)?.id
  const about = component === undefined ? {} : { component }
  const [first, second] = [before && plainly(said(before, old)), after && plainly(said(after, now))]
  const [called] = [after, before].flatMap(one => (one ? [componentName(one)] : []))
  const title = called ?? 'A component'
  if (how === 'replaced' && before && after)
    return { how: 'changed', ...about, title: `${componentName(before)} became ${componentName(after)}` }
  // A message is called by its words.
  const sends = (after ?? before)?.type.startsWith('send-') === true
  if (how === 'added') return { how, ...about, title, ...(second !== undefined && !sends && { after: second }) }
  if (how === 'removed') return { how, ...about, title, ...(first !== undefined && !sends && { before: first }) }
  return {
    how: 'changed',
    ...about,
    title,
    settings: settings.map(key => settingNames[key] ?? key).join(', '),
    // A long message may have changed where its sentence does not reach.
    ...(first !== second && first !== undefined && { before: first }),
    ...(first !== second && second !== undefined && { after: second }),
  }
}

const settingNames: Record<string, string> = {
  filter: 'the condition',
  watch: 'how long it watches',
  for: 'how long',
  until: 'the date',
  zone: 'the time zone',
  hours: 'days and hours',
  which: 'which messages',
  where: 'where it listens',
  contains: 'the words it listens for',
  newConversation: 'the conversation it goes to',
  from: 'the sender',
  content: 'the message',
  subject: 'the subject',
  preview: 'the preview text',
  inbox: 'the inbox',
  agent: 'the agent',
}
