import type { VersionView } from '@pavior/shared/protocol/campaigns.ts'
import { useSearch } from 'wouter-preact'
import { navigate } from 'wouter-preact/use-browser-location'

/** A version by its number, or the draft. */
export type Chosen = number | 'draft'

/** Versions that are open above a view stand in its address, with the one that is looked at; Back closes them. */

/** What is asked for: nothing in particular is the newest; `undefined`: they are closed. */
export const useVersionsAsked = (): string | undefined => new URLSearchParams(useSearch()).get('versions') ?? undefined

/** Opened from the view below, which is one step back then. */
const OPENED = { versions: 'opened here' }

export function openVersions(): void {
  if (!isOpen()) navigate(addressWith(''), { state: OPENED })
}

/** The one that is looked at: no step of its own. */
export const lookAt = (which: Chosen): void =>
  navigate(addressWith(String(which)), { replace: true, state: history.state })

export function closeVersions(): void {
  // Somebody may have gone on to another view with what was chosen here.
  if (!isOpen()) return
  if (wasOpenedHere(history.state)) history.back()
  else navigate(addressWith(undefined), { replace: true })
}

const isOpen = () => new URLSearchParams(location.search).has('versions')

const wasOpenedHere = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'versions' in state && state.versions === OPENED.versions

function addressWith(versions: string | undefined): string {
  const said = new URLSearchParams(location.search)
  said.delete('versions')
  if (versions !== undefined) said.set('versions', versions)
  return said.size === 0 ? location.pathname : `${location.pathname}?${said}`
}

/** Which of them is looked at, and in a sentence that what was asked for is not there. */
export function chosenIn(
  asked: string,
  versions: readonly Pick<VersionView, 'version'>[],
  newest: number,
): { chosen: Chosen; unread?: string } {
  if (asked === '') return { chosen: newest }
  if (asked === 'draft') return { chosen: 'draft' }
  const found = versions.find(({ version }) => String(version) === asked)
  if (found) return { chosen: found.version }
  const what = /^\d{1,9}$/.test(asked) ? `There is no version ${asked}` : `“${asked.slice(0, 40)}” is no version`
  return { chosen: newest, unread: `${what}: the newest is shown.` }
}
