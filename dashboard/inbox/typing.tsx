/** Three dots that breathe. */
export const TypingDots = () => (
  <span class="typing" aria-hidden="true">
    <i />
    <i />
    <i />
  </span>
)
