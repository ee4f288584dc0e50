import { CopyButton } from '../ui/copy.tsx'

/** A text to copy, in a field it can be selected in. */
export function CopyLine({ text }: { text: string }) {
  return (
    <div class="copy-line">
      <input
        class="input"
        readOnly
        value={text}
        aria-label="Text to copy"
        onFocus={event => event.currentTarget.select()}
      />
      <CopyButton text={text} small={false} />
    </div>
  )
}
