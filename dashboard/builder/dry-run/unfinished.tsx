import { useBuilder } from '../use-builder.ts'

/** Why the draft can't be played, and the way to what is to be mended first. */
export function Unfinished() {
  const { problems, show } = useBuilder()
  const first = problems.find(({ component }) => component !== undefined)?.component
  return (
    <p class="dry-unfinished">
      The campaign can be played once {problems.length === 1 ? 'its problem is' : 'its problems are'} mended: they are
      listed below the canvas.{' '}
      {first === undefined ? null : (
        <button type="button" class="link" onClick={() => show(first)}>
          Show the first
        </button>
      )}
    </p>
  )
}
