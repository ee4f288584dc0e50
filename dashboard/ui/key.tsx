/** The key of a control, for who sees it. What it is called is not part of what the control is called. */
export const Key = ({ children }: { children: string }) => (
  <span class="key" aria-hidden="true">
    <kbd>{children}</kbd>
  </span>
)
