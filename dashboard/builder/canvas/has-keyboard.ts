/** Whether keys are meant for the canvas: not while a field, a menu or a dialog has them. */
export function hasKeyboard(event: Event): boolean {
  if (event.defaultPrevented) return false
  if (document.querySelector('[role="dialog"],[role="alertdialog"],[role="menu"]')) return false
  const at = event.target
  return !(at instanceof HTMLElement) || !(at.isContentEditable || at.closest('input, textarea, select'))
}
