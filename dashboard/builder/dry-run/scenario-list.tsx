import { CircleCheck, CircleDashed, Trash2, TriangleAlert } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { client } from '../../live/client.ts'
import { sentenceOf } from '../../live/server.ts'
import { useBuilder } from '../use-builder.ts'
import { type Checked, deleteScenario, type KeptScenario, scenariosQuery } from './scenarios.ts'
import { expectationInWords } from './words.ts'

type Props = { checked: readonly Checked[]; shown: string | undefined; onShow: (scenario: KeptScenario) => void }

/** The dry runs that are kept, and whether what was expected of each still comes. */
export function ScenarioList({ checked, shown, onShow }: Props) {
  const { campaign } = useBuilder()
  const [refused, setRefused] = useState<string>()
  if (checked.length === 0) return null
  const remove = async (id: string) => {
    try {
      await deleteScenario(campaign.id, id)
      await client.invalidateQueries({ queryKey: scenariosQuery(campaign.id).queryKey })
    } catch (error) {
      setRefused(sentenceOf(error))
    }
  }
  return (
    <section class="scenarios" aria-label="Scenarios">
      <h3>Scenarios</h3>
      {refused === undefined ? null : (
        <p class="bad" role="alert">
          {refused}
        </p>
      )}
      <ul>
        {checked.map(one => (
          <li key={one.scenario.id} aria-current={one.scenario.id === shown ? 'true' : undefined}>
            <button type="button" class="scenario" onClick={() => onShow(one.scenario)}>
              <State state={one.state} />
              <span dir="auto">{one.scenario.name}</span>
            </button>
            <button
              type="button"
              class="icon"
              aria-label={`Delete the scenario ${one.scenario.name}`}
              title="Delete"
              onClick={() => void remove(one.scenario.id)}
            >
              <Trash2 />
            </button>
            <Broken checked={one} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function State({ state }: Pick<Checked, 'state'>) {
  switch (state) {
    case 'holds':
      return <CircleCheck class="good" aria-label="As expected" />
    case 'broken':
      return <TriangleAlert class="warn" aria-label="Not as expected" />
    case 'idle':
      return <CircleDashed class="faint" aria-label="Not played: the draft is not finished" />
  }
}

function Broken({ checked: { broken } }: { checked: Checked }) {
  const { names } = useBuilder()
  if (broken.length === 0) return null
  return (
    <small class="warn">
      Expected, but no longer so: {broken.map(one => expectationInWords(one, names)).join('; ')}
    </small>
  )
}

/** Beside the problems: scenarios of which something else comes now. */
export function BrokenScenarios({ checked }: { checked: readonly Checked[] }) {
  const { names, open } = useBuilder()
  return (
    <>
      {checked
        .filter(({ state }) => state === 'broken')
        .map(({ scenario, broken }) => (
          <li key={scenario.id}>
            <button type="button" class="problem" onClick={() => open({ is: 'dry-run', scenario: scenario.id })}>
              <TriangleAlert class="warn" aria-label="Warning" />
              <span dir="auto">
                <b>Scenario “{scenario.name}”</b> expects that the person{' '}
                {broken.map(one => expectationInWords(one, names)).join(', and ')}. It is no longer so.
              </span>
              <span class="link">Play it</span>
            </button>
          </li>
        ))}
    </>
  )
}
