import { useState } from 'preact/hooks'
import { store, useStore } from '../live/store.ts'
import { Sheet } from '../ui/dialog.tsx'
import { keyNames, useKeys } from './keys.ts'
import { prefer, preferences } from './preferences.ts'

const keysShown = store<boolean>(false)

export const showKeys = (): void => keysShown.set(true)

/** All keys, by what they are for. */
export function KeysDialog() {
  const open = useStore(keysShown, shown => shown)
  const singleKeys = useStore(preferences, now => now.singleKeys)
  const [groups] = useState(byGroup)
  useKeys({ keys: showKeys })
  return (
    <Sheet open={open} onClose={() => keysShown.set(false)} title="Keys" roomy>
      <div class="keys-groups">
        {groups.map(([group, keys]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {keys.map(key => (
                <div key={key.says}>
                  <dt>{key.says}</dt>
                  <dd>
                    {key.shown.map(shown => (
                      <kbd key={shown}>{shown}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <button
        type="button"
        role="switch"
        aria-checked={singleKeys}
        class="switch"
        onClick={() => prefer({ singleKeys: !singleKeys })}
      >
        Single keys outside of text fields
      </button>
    </Sheet>
  )
}

type Shown = (typeof keyNames)[keyof typeof keyNames]

function byGroup(): [string, Shown[]][] {
  const groups = new Map<string, Shown[]>()
  for (const key of Object.values(keyNames)) groups.set(key.group, [...(groups.get(key.group) ?? []), key])
  return [...groups]
}
