import { useSyncExternalStore } from 'preact/compat'

/** A value that screens can watch: for what is not the server's state (connection, drafts, outbox, who types). */
export type Store<T> = {
  get: () => T
  set: (next: T | ((now: T) => T)) => void
  watch: (changed: () => void) => () => void
}

export function store<T extends object | string | boolean>(initial: T): Store<T> {
  let value = initial
  const watchers = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      const now = typeof next === 'function' ? next(value) : next
      if (Object.is(now, value)) return
      value = now
      for (const changed of [...watchers]) changed()
    },
    watch(changed) {
      watchers.add(changed)
      return () => watchers.delete(changed)
    },
  }
}

/** What `pick` takes from the store, again on each change. It must give the same object for the same state. */
export function useStore<T, P>(from: Store<T>, pick: (value: T) => P): P {
  return useSyncExternalStore(from.watch, () => pick(from.get()))
}
