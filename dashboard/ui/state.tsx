import { TriangleAlert } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { sentenceOf } from '../live/server.ts'

/** Nothing here yet: what that means, and what to do next. */
export function Empty({
  icon,
  title,
  children,
}: {
  icon?: ComponentChildren
  title: string
  children?: ComponentChildren
}) {
  return (
    <div class="empty">
      {icon}
      <b>{title}</b>
      <div class="empty-says">{children}</div>
    </div>
  )
}

/** It could not be read: why, and once more. */
export function Failed({ what, error, onRetry }: { what: string; error: unknown; onRetry: () => void }) {
  return (
    <div class="empty" role="alert">
      <TriangleAlert class="warn" />
      <b>{what}</b>
      <p class="empty-says">{sentenceOf(error)}</p>
      <button type="button" class="button small" onClick={onRetry}>
        Try again
      </button>
    </div>
  )
}

/** Grey shapes where rows will be, of their height, so that nothing jumps. */
export function Bones({ rows, kind }: { rows: number; kind: 'talk' | 'line' | 'message' | 'row' }) {
  return (
    <div class={`bones bones-${kind}`} aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => (
        <div class="bone" key={index}>
          <i />
          <i />
          <i />
        </div>
      ))}
    </div>
  )
}
