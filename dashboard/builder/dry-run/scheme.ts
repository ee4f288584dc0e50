import { useEffect, useState } from 'preact/hooks'
import { preferences } from '../../frame/preferences.ts'
import { useStore } from '../../live/store.ts'

/** Light or dark, as the dashboard is. */
export function useScheme(): 'light' | 'dark' {
  const { theme } = useStore(preferences, now => now)
  const [isDark, setDark] = useState(() => matchMedia(DARK).matches)
  useEffect(() => {
    const media = matchMedia(DARK)
    const changed = () => setDark(media.matches)
    media.addEventListener('change', changed)
    return () => media.removeEventListener('change', changed)
  }, [])
  return theme === 'system' ? (isDark ? 'dark' : 'light') : theme
}

const DARK = '(prefers-color-scheme: dark)'
