import { differences } from '@pavior/shared/campaign/difference.ts'
import type { Publishing } from '@pavior/shared/protocol/campaigns.ts'
import { useMemo } from 'preact/hooks'
import { countOf } from '../../ui/count.ts'
import { useBuilder } from '../use-builder.ts'

const kinds = {
  waiting: ['waits', 'wait'],
  watching: ['is watched', 'are watched'],
  listening: ['is listened to', 'are listened to'],
} as const

type Props = {
  plan: Publishing
  called: { component: (id: string) => string }
  chosen: string | undefined
  onChoose: (component: string | undefined) => void
}

/** How many stand where, and whether that place is still there. A click shows only them. */
export function Places({ plan, called, chosen, onChoose }: Props) {
  const { draft } = useBuilder()
  const places = useMemo(() => placesIn(plan, draft), [plan, draft])
  if (places.length === 0) return <p class="soft">Nothing waits: only forms or emails of theirs are open.</p>
  return (
    <ul class="places">
      {places.map(({ component, kind, people, state }) => (
        <li key={`${component} ${kind}`}>
          <button
            type="button"
            class="place"
            aria-pressed={chosen === component}
            onClick={() => onChoose(chosen === component ? undefined : component)}
          >
            <b class="num">{countOf(people)}</b> {kinds[kind][people === 1 ? 0 : 1]} at{' '}
            <span dir="auto">{called.component(component)}</span>
            {state === 'gone' ? <span class="tag bad">Gone</span> : null}
            {state === 'changed' ? <span class="tag warn">Changed</span> : null}
          </button>
        </li>
      ))}
    </ul>
  )
}

type Place = Publishing['standing'][number] & { state: 'gone' | 'changed' | 'same' }

/** Of all versions together. */
function placesIn({ standing, versions }: Publishing, draft: Parameters<typeof differences>[1]): Place[] {
  const states = new Map(versions.map(({ version, graph }) => [version, statesIn(differences(graph, draft))] as const))
  const places = new Map<string, Place>()
  for (const one of standing) {
    const key = `${one.component} ${one.kind}`
    const known = places.get(key)
    const state = states.get(one.version)?.get(one.component) ?? 'same'
    places.set(key, {
      ...one,
      people: one.people + (known?.people ?? 0),
      state: known && known.state !== 'same' ? known.state : state,
    })
  }
  return [...places.values()].sort((a, b) => b.people - a.people)
}

const statesIn = (found: ReturnType<typeof differences>): Map<string, Place['state']> =>
  new Map(
    found.flatMap(one =>
      one.what === 'component' && one.before
        ? [[one.before.id, one.how === 'changed' ? ('changed' as const) : ('gone' as const)] as const]
        : [],
    ),
  )
