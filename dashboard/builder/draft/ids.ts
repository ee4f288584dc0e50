/** Letters that are not taken for one another when an id is read aloud. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/**
 * An id that this draft does not have. By chance rather than by counting: who waits at a component goes on at one with
 * the same id and type (C23), so an id that was deleted must not come back on something else.
 */
export function newId(word: string, taken: ReadonlySet<string>): string {
  for (;;) {
    const chance = crypto.getRandomValues(new Uint8Array(5))
    const id = `${word}-${[...chance].map(byte => LETTERS.charAt(byte % LETTERS.length)).join('')}`
    if (!taken.has(id)) return id
  }
}
