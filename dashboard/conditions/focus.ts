import { useEffect } from 'preact/hooks'

/** Where the keyboard goes when conditions come and go. */

/** Rules that were just added by hand, and wait to be drawn. */
const added = new Set<string>()

export const focusWhenDrawn = (id: string): void => {
  added.add(id)
}

/** Whoever adds a condition goes on with its value. */
export function useFocusWhenNew(here: { current: HTMLDivElement | null }, id: string | undefined): void {
  useEffect(() => {
    if (id === undefined || !added.delete(id)) return
    const all = [...(here.current?.querySelectorAll<HTMLElement>('.cond-value') ?? [])]
    // After the list has given the focus back to its button.
    const later = setTimeout(() => (all.find(one => !one.classList.contains('cond-op')) ?? all[0])?.focus(), 0)
    return () => clearTimeout(later)
  }, [id, here])
}

/** What stood here goes away: on with what adds to the group around it. */
export function focusAdder(here: HTMLElement | null): void {
  const group = here?.parentElement?.closest('fieldset')
  const root = here?.closest('.conditions')
  const adder = group?.querySelector<HTMLElement>(':scope > .cond-adders button')
  const isLast = group?.querySelectorAll(':scope > .cond, :scope > .cond-group').length === 1
  // The group goes with the last of its conditions.
  const target = isLast ? root?.querySelector<HTMLElement>('.cond-root > .cond-adders button') : adder
  target?.focus()
}
