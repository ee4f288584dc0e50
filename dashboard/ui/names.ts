import type { MessageFrom } from '@pavior/shared/protocol/views.ts'

/** What to call a person. Two unnamed visitors are told apart by the end of their ids. */
export function nameOf(person: { id: string; name?: string | undefined; email?: string | undefined }): string {
  return person.name ?? person.email ?? `Visitor ${person.id.slice(-4).toUpperCase()}`
}

/** One or two letters for a face; none for somebody without a name. */
export function initialsOf(name: string | undefined): string {
  const words = (name ?? '')
    .replace(/@.*/, '')
    .split(/[\s._-]+/u)
    .filter(Boolean)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(word => [...(word ?? '')][0] ?? '')
  return letters.join('').toUpperCase()
}

export const firstName = (name: string): string => name.split(' ')[0] ?? name

export function speakerOf(from: MessageFrom, team: string): string {
  return from.name ?? (from.type === 'team' ? team : from.type === 'agent' ? 'A former agent' : 'Visitor')
}

/** What to call a page: its path, or its host where that is all. */
export function shortPage(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return pathname === '/' ? host : pathname
  } catch {
    return url
  }
}
