import { kept as keptOnDevice, onDevice, prefixOf, setCookie } from '../kept.ts'

/**
 * What is kept for a team in the page's own storage. Until `allow` everything stays in memory: who never chats has
 * nothing on the device. Where storage is blocked it stays in memory for the visit.
 */
export function keepOnDevice(
  team: string,
  cookieDomain: string | undefined,
  changed: (key: string, value: string | null) => void,
) {
  const prefix = prefixOf(team)
  const kept = new Map<string, string>()
  let blocked =
    onDevice(storage => {
      for (const key of Object.keys(storage))
        if (key.startsWith(prefix)) kept.set(key.slice(prefix.length), storage.getItem(key) ?? '')
      return true
    }) === undefined
  const storedToken = () => keptOnDevice(team, 'token', cookieDomain)
  const before = storedToken()
  if (before) kept.set('token', before)
  let allowed = kept.size > 0

  function write(key: string, value: string | null) {
    if (value === null) kept.delete(key)
    else kept.set(key, value)
    if (!allowed) return
    const wrote = onDevice(storage => {
      if (value === null) storage.removeItem(prefix + key)
      else storage.setItem(prefix + key, value)
      return true
    })
    blocked ||= !wrote
    if (key === 'token') setCookie(team, cookieDomain, value)
  }

  const listening = new AbortController()
  addEventListener(
    'storage',
    ({ key, newValue }) => {
      const ours = key === null ? [...kept.keys()] : key.startsWith(prefix) ? [key.slice(prefix.length)] : []
      for (const name of ours) {
        if (newValue === null) kept.delete(name)
        else kept.set(name, newValue)
        changed(name, newValue)
      }
    },
    listening,
  )

  /** Alone among the tabs of this page, where the browser can do that. */
  async function alone<T>(what: string, act: () => T | Promise<T>): Promise<T> {
    return isSecureContext && navigator.locks ? navigator.locks.request(prefix + what, act) : act()
  }

  /** Keeps a token unless another tab was first: then that one is given back, and counts (S1). */
  const keepToken = (next: string | null, instead?: string): Promise<string | null> =>
    alone('token', () => {
      const first = storedToken()
      const wins = next && first && first !== instead ? first : next
      write('token', wins)
      return wins
    })

  return {
    kept,
    write,
    alone,
    keepToken,
    isAllowed: () => allowed,
    isBlocked: () => blocked,
    /** From now on what is kept goes to the device, and what was in memory with it. Gives the token that counts. */
    async allow(): Promise<string | null> {
      allowed = true
      for (const [key, value] of kept) if (key !== 'token') write(key, value)
      const token = kept.get('token')
      return token ? keepToken(token) : null
    },
    end: () => listening.abort(),
  }
}
