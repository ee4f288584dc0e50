/** What lies in the page's own storage for a team, each key under `pavior:TEAM:`; and the token's cookie. */

export const prefixOf = (team: string) => `pavior:${team}:`
const cookieOf = (team: string) => `pavior-${encodeURIComponent(team)}=`

/** Absent where storage is blocked. */
export function onDevice<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage)
  } catch {
    return undefined
  }
}

export function kept(team: string, key: string, cookieDomain?: string): string | undefined {
  const cookie = cookieOf(team)
  const shared = cookieDomain && document.cookie.split('; ').find(pair => pair.startsWith(cookie))
  return shared?.slice(cookie.length) || (onDevice(storage => storage.getItem(prefixOf(team) + key)) ?? undefined)
}

export function setCookie(team: string, domain: string | undefined, token: string | null) {
  if (domain)
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in all browsers
    document.cookie = `${cookieOf(team)}${token ?? ''};domain=${domain};path=/;max-age=${token ? 34e6 : 0};samesite=lax${location.protocol === 'https:' ? ';secure' : ''}`
}

export function forget(team: string, cookieDomain: string | undefined) {
  onDevice(storage => {
    for (const key of Object.keys(storage)) if (key.startsWith(prefixOf(team))) storage.removeItem(key)
  })
  setCookie(team, cookieDomain, null)
}
