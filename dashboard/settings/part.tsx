import type { ComponentChildren } from 'preact'

/** A part of a section: a title, what it is for, and its controls. */
export function Part({
  title,
  says,
  children,
}: {
  title: string
  says?: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <section class="part">
      <h2>{title}</h2>
      {says === undefined ? null : <p class="part-says">{says}</p>}
      {children}
    </section>
  )
}
