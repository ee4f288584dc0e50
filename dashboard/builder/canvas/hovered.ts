import { store } from '../../live/store.ts'

/** The line under the pointer: it shows its scissors, and `Delete` cuts it. */
export const hovered = store<{ line?: string }>({})

let leaving: ReturnType<typeof setTimeout> | undefined

export function hover(line: string): void {
  clearTimeout(leaving)
  if (hovered.get().line !== line) hovered.set({ line })
}

/** The scissors lie beside the line, not on it: there is time to get there. */
export function leave(): void {
  clearTimeout(leaving)
  leaving = setTimeout(() => hovered.set({}), 160)
}

export function leaveNow(): void {
  clearTimeout(leaving)
  if (hovered.get().line !== undefined) hovered.set({})
}
