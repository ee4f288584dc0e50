import { CopyButton } from '../ui/copy.tsx'

/** Code to read and to copy. */
export function Code({ text, label }: { text: string; label: string }) {
  return (
    <figure class="code" aria-label={label}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} />
    </figure>
  )
}
