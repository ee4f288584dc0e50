import type { Move } from '@pavior/shared/dry-run/move.ts'
import type { Run } from '@pavior/shared/dry-run/run.ts'
import { type Expectation, seenIn } from '@pavior/shared/dry-run/scenario.ts'
import type { MadeUp } from '@pavior/shared/dry-run/start.ts'
import { CircleCheck } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { client } from '../../live/client.ts'
import { sentenceOf } from '../../live/server.ts'
import { Field, FormProblem } from '../../ui/field.tsx'
import { useBuilder } from '../use-builder.ts'
import { type KeptScenario, saveScenario, scenariosQuery } from './scenarios.ts'
import { expectationInWords } from './words.ts'

type Props = {
  /** Of the person that is kept. */
  run: Run
  person: MadeUp
  /** Whose likeness it is, where that is a real person. */
  like: string | undefined
  at: string
  moves: Move[]
  /** The one that is shown, to be kept in its place. */
  kept: KeptScenario | undefined
  onSaved: (id: string) => void
  onCancel: () => void
}

/** Keeps a dry run with what is expected of it: what came of it, as far as one wants. */
export function SaveScenario({ run, person, like, at, moves, kept, onSaved, onCancel }: Props) {
  const { names, campaign } = useBuilder()
  const seen = seenIn(run)
  const [name, setName] = useState(kept?.name ?? '')
  const [left, setLeft] = useState<readonly string[]>([])
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const key = (one: Expectation) => JSON.stringify(one)
  const submit = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    const expectations = seen.filter(one => !left.includes(key(one)))
    const id = kept?.id ?? crypto.randomUUID()
    try {
      await saveScenario(campaign.id, id, { name: name.trim(), person, at, moves, expectations })
      await client.invalidateQueries({ queryKey: scenariosQuery(campaign.id).queryKey })
      onSaved(id)
    } catch (error) {
      setRefused(sentenceOf(error))
      setBusy(false)
    }
  }
  return (
    <form class="form save-scenario" onSubmit={event => void submit(event)}>
      <Field
        label="Name of the scenario"
        value={name}
        onValue={setName}
        maxLength={200}
        autoFocus
        hint={
          like === undefined
            ? 'It is played again at every change, and you are told when something else comes of it.'
            : `It is kept of somebody made up like ${like}: without name, address or past.`
        }
      />
      <fieldset class="field expectations">
        <legend class="field-label">Expected: the person …</legend>
        {seen.map(one => (
          <label key={key(one)}>
            <input
              type="checkbox"
              checked={!left.includes(key(one))}
              onChange={event => {
                const { checked } = event.currentTarget
                setLeft(now => (checked ? now.filter(other => other !== key(one)) : [...now, key(one)]))
              }}
            />
            <span dir="auto">{expectationInWords(one, names)}</span>
          </label>
        ))}
      </fieldset>
      <FormProblem text={refused} />
      <div class="form-actions">
        <button
          type="submit"
          class="button small primary"
          disabled={busy || name.trim() === '' || left.length === seen.length}
        >
          <CircleCheck />
          {kept ? 'Save the scenario' : 'Keep it'}
        </button>
        <button type="button" class="button small quiet" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  )
}
