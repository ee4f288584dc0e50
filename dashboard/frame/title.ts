import { useEffect } from 'preact/hooks'
import { store, useStore } from '../live/store.ts'

/** How many conversations wait for this agent with something unread: stands in the tab's title. */
export const unread = store<{ count: number }>({ count: 0 })

/** The document's title: what is on screen, from the closest to the widest. */
export function useTitle(...parts: (string | undefined)[]): void {
  const count = useStore(unread, now => now.count)
  const said = [...parts.filter(part => part !== undefined), 'Pavior'].join(' · ')
  useEffect(() => {
    document.title = count > 0 ? `(${count}) ${said}` : said
  }, [count, said])
}
