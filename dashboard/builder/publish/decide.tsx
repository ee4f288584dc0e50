import { differences } from '@pavior/shared/campaign/difference.ts'
import type { Publishing } from '@pavior/shared/protocol/campaigns.ts'
import { useMemo, useState } from 'preact/hooks'
import { ask, Refused, sentenceOf } from '../../live/server.ts'
import type { CampaignView } from '../../live/views.ts'
import { Choice } from '../../ui/choice.tsx'
import { FormProblem } from '../../ui/field.tsx'
import { BrokenScenarios } from '../dry-run/scenario-list.tsx'
import { useScenarios } from '../dry-run/scenarios.ts'
import { useBuilder } from '../use-builder.ts'
import { ChangeList } from '../versions/change-list.tsx'
import { changesIn } from '../versions/changes.ts'
import { Entering } from './entering.tsx'
import { Inside } from './inside.tsx'
import type { Published } from './progress.tsx'

type Props = { plan: Publishing; onPublished: (published: Published) => void }

/** What changes, who enters, what becomes of those inside; and the decision. */
export function Decide({ plan, onPublished }: Props) {
  const { campaign, draft, names, learn, open } = useBuilder()
  const [existing, setExisting] = useState<'enroll' | 'skip'>()
  const [inside, setInside] = useState<'stay' | 'move'>('stay')
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  const newest = plan.versions[0]
  const broken = useScenarios().filter(({ state }) => state === 'broken')
  const changes = useMemo(
    () => newest && changesIn(differences(newest.graph, draft), newest.graph, draft, names),
    [newest, draft, names],
  )
  const path = `/api/v1/campaigns/${campaign.id}`
  const publish = async () => {
    setBusy(true)
    setRefused(undefined)
    try {
      const view = await ask<CampaignView>(`${path}/publish`, {
        method: 'POST',
        body: { inside, ...(plan.asks && { existing }) },
        revision: plan.revision,
      })
      learn(view)
      onPublished({
        version: view.version ?? 1,
        moved: plan.inside > 0 && inside === 'move',
        enters: draft.startable ? 'start' : plan.byEvent ? 'write' : 'match',
      })
    } catch (error) {
      setBusy(false)
      setRefused(sentenceOf(error))
      // Theirs comes onto the canvas first: nobody publishes what they have not seen.
      if (error instanceof Refused && error.status === 412) await ask<CampaignView>(path).then(learn, () => undefined)
    }
  }
  const why = plan.revision === campaign.revision ? whyNot(plan, changes?.length, existing) : MEANWHILE
  return (
    <form
      class="publish"
      onSubmit={event => {
        event.preventDefault()
        if (why === undefined) void publish()
      }}
    >
      <section class="publish-part">
        <h3>What changes</h3>
        {plan.problems.length > 0 ? (
          <ul class="publish-problems">
            {plan.problems.map(({ path, message }) => (
              <li key={`${path} ${message}`} class="bad">
                {message}
              </li>
            ))}
          </ul>
        ) : null}
        {changes === undefined ? (
          <p class="soft">{`All of it is new: ${draft.components.length === 1 ? 'one component' : `${draft.components.length} components`}.`}</p>
        ) : changes.length === 0 ? (
          <p class="soft">{`Nothing was changed since version ${newest?.version}.`}</p>
        ) : (
          <ChangeList changes={changes} />
        )}
      </section>
      {broken.length > 0 ? (
        <section class="publish-part">
          <h3>
            {broken.length === 1 ? 'A scenario comes out otherwise' : `${broken.length} scenarios come out otherwise`}
          </h3>
          <ul class="publish-problems">
            <BrokenScenarios checked={broken} />
          </ul>
        </section>
      ) : null}
      <Entering plan={plan} existing={existing} onPick={setExisting} />
      {plan.inside > 0 ? (
        <section class="publish-part">
          <h3>People inside</h3>
          <Inside plan={plan} />
          <Choice
            legend="On which version do they go on?"
            value={inside}
            onPick={setInside}
            options={[
              {
                value: 'stay',
                label: 'They stay',
                says: 'Whoever is inside goes on as before. The global exits are the new ones for everybody.',
              },
              {
                value: 'move',
                label: 'They move to the new version',
                says: 'Whoever waits, watches or listens goes on there under the new settings. What stood at a component that is gone is dropped.',
              },
            ]}
          />
        </section>
      ) : null}
      <FormProblem text={refused} />
      <div class="dialog-actions">
        {why === undefined ? null : <span class="publish-why">{why}</span>}
        <button type="button" class="button" onClick={() => open(undefined)}>
          Cancel
        </button>
        <button type="submit" class="button primary" disabled={busy || why !== undefined}>
          {busy ? 'Publishing …' : newest ? `Publish version ${newest.version + 1}` : 'Publish'}
        </button>
      </div>
    </form>
  )
}

const MEANWHILE = 'Somebody else changed the draft meanwhile. Close this and look at it first.'

function whyNot(
  { problems, asks }: Publishing,
  changes: number | undefined,
  existing: 'enroll' | 'skip' | undefined,
): string | undefined {
  if (problems.length > 0) return problems.length === 1 ? 'An error stands in the way.' : 'Errors stand in the way.'
  if (changes === 0) return 'There is nothing to publish.'
  return asks && existing === undefined ? 'Say first who enters.' : undefined
}
