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

export function keepStored(key: string, value: unknown): void {
  const text = JSON.stringify(value)
  try {
    localStorage.setItem(key, text)
    instead.delete(key)
  } catch {
    instead.set(key, text)
  }
}

/** Calls back when another tab changed what is kept under `key`. */
export function onStoredElsewhere(key: string, changed: (value: unknown) => void): void {
  addEventListener('storage', event => {
    if (event.key === key) changed(readStored(key))
  })
}
