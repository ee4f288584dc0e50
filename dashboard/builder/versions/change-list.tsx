import './change-list.css'
import { ArrowRight, Minus, Pencil, Plus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import type { Change } from './changes.ts'

const icons = { added: Plus, removed: Minus, changed: Pencil }
const words = { added: 'Added', removed: 'Removed', changed: 'Changed' }

/** More are behind a button: whoever drew a campaign anew need not scroll by all of it. */
const SHOWN = 8

/** What is other than before, line by line. `onChoose`: where a component can be shown. */
export function ChangeList({ changes, onChoose }: { changes: readonly Change[]; onChoose?: (id: string) => void }) {
  const [all, showAll] = useState(false)
  const shown = all ? changes : changes.slice(0, SHOWN)
  return (
    <>
      <ul class="change-list">
        {shown.map(change => (
          <ChangeLine key={change.key} change={change} onChoose={onChoose} />
        ))}
      </ul>
      {shown.length < changes.length ? (
        <button type="button" class="button small" onClick={() => showAll(true)}>
          {`Show ${changes.length - shown.length} more`}
        </button>
      ) : null}
    </>
  )
}

type LineProps = { change: Change; onChoose: ((id: string) => void) | undefined }

function ChangeLine({ change: { how, title, settings, before, after, component }, onChoose }: LineProps) {
  const Icon = icons[how]
  return (
    <li class={`change ${how}`}>
      <Icon aria-hidden="true" />
      <div>
        <p>
          <span class="unseen">{words[how]}: </span>
          {component !== undefined && onChoose && how !== 'removed' ? (
            <button type="button" class="link" onClick={() => onChoose(component)}>
              <b dir="auto">{title}</b>
            </button>
          ) : (
            <b dir="auto">{title}</b>
          )}
          {settings === undefined || settings === '' ? null : <small> {settings}</small>}
        </p>
        {before === undefined && after === undefined ? null : (
          <p class="change-said">
            {before === undefined ? null : <del dir="auto">{before}</del>}
            {before === undefined || after === undefined ? null : (
              <>
                {' '}
                <ArrowRight class="change-arrow" aria-label="now" />{' '}
              </>
            )}
            {after === undefined ? null : <span dir="auto">{after}</span>}
          </p>
        )}
      </div>
    </li>
  )
}
