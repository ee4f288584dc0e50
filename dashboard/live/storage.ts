/** localStorage that never throws: where it is blocked or full, things live as long as the tab. */
const instead = new Map<string, string>()

export function readStored(key: string): unknown {
  try {
    const text = localStorage.getItem(key) ?? instead.get(key)
    return text === undefined || text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Gives whether it outlives the tab. */
export function keepStored(key: string, value: unknown): boolean {
  const text = JSON.stringify(value)
  try {
    localStorage.setItem(key, text)
    instead.delete(key)
    return true
  } catch {
    instead.set(key, text)
    return false
  }
}

export function forgetStored(key: string): void {
  instead.delete(key)
  try {
    localStorage.removeItem(key)
  } catch {
    // Where nothing is kept nothing has to be forgotten.
  }
}

/** Calls back when another tab changed what is kept under `key`. */
export function onStoredElsewhere(key: string, changed: (value: unknown) => void): void {
  addEventListener('storage', event => {
    if (event.key === key) changed(readStored(key))
  })
}
