/** What does not follow a time-lapse says so: only the graph does. */
export const WholeTime = () => (
  <p class="whole-time">
    These numbers are of the <b>whole time</b>. Only the graph follows the time-lapse.
  </p>
)
