import { lazy, Suspense } from 'preact/compat'
import { useEffect } from 'preact/hooks'
import { SavedState } from './bar/saved-state.tsx'
import { changeComponent, componentOf } from './draft/edits.ts'
import { useBuilder } from './use-builder.ts'

const MessageEditor = lazy(() => import('../message-editor/message-editor.tsx'))

/** The message of a Send component, written above the canvas; it is part of the draft and saved with it. */
export function Writing({ component: id }: { component: string }) {
  const { draft, edit, open } = useBuilder()
  const component = componentOf(draft, id)
  const gone = component === undefined
  useEffect(() => {
    if (gone) open(undefined)
  }, [gone])
  return component ? (
    <Suspense fallback={null}>
      <MessageEditor
        key={id}
        component={component}
        campaign={draft}
        onChange={(changed, field) => edit(now => changeComponent(now, changed), `${id} ${field}`)}
        onClose={() => open(undefined)}
        state={<SavedState />}
      />
    </Suspense>
  ) : null
}
