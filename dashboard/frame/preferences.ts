import { keepStored, onStoredElsewhere, readStored } from '../live/storage.ts'
import { store } from '../live/store.ts'

/** What this browser is set to. `public/assets/theme.js` reads the theme before the first paint. */
export type Preferences = { theme: 'system' | 'light' | 'dark'; singleKeys: boolean; away: boolean }

const KEY = 'pavior:preferences'

export const preferences = store<Preferences>(read(readStored(KEY)))
onStoredElsewhere(KEY, value => take(read(value)))

export function prefer(change: Partial<Preferences>): void {
  const next = { ...preferences.get(), ...change }
  keepStored(KEY, next)
  take(next)
}

function take(next: Preferences): void {
  preferences.set(next)
  if (next.theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = next.theme
}

function read(value: unknown): Preferences {
  const { theme, singleKeys, away } = { theme: 'system', singleKeys: true, away: false, ...Object(value) }
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    singleKeys: singleKeys !== false,
    away: away === true,
  }
}
