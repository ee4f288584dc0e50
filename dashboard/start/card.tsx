import type { ComponentChildren } from 'preact'

/** The card that every door is: the product's mark, a title, a form. */
export function Card({
  title,
  says,
  children,
}: {
  title: string
  says?: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <main class="start">
      <div class="start-card">
        <img class="start-mark" src="/assets/pavior.svg" alt="" width="32" height="32" />
        <h1>{title}</h1>
        {says === undefined ? null : <p class="start-says">{says}</p>}
        {children}
      </div>
    </main>
  )
}
