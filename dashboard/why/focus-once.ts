const focused = new WeakSet<HTMLElement>()

/** A search is what one came for: it has the focus as soon as it is there, after the dialog gave it to its first button. */
export function focusOnce(input: HTMLInputElement | null): void {
  if (!input || focused.has(input)) return
  focused.add(input)
  requestAnimationFrame(() => input.focus())
}
