import { Users } from 'lucide-preact'
import { ConditionEditor } from '../../conditions/condition-editor.tsx'
import { MatchCount } from '../../conditions/match-count.tsx'
import { Sheet } from '../../ui/dialog.tsx'
import { sameDraft } from '../draft/draft.ts'
import { leavesWithAudience, MAX_EXITS, setAudience, setLeavesWithAudience } from '../draft/entry.ts'
import { Choice } from '../settings/choice.tsx'
import { Switch } from '../settings/switch.tsx'
import { useBuilder } from '../use-builder.ts'

/** Said by hand: a campaign for everybody must not come of having said nothing. */
const EVERYBODY = { all: [] }

/** Who enters, how often, by what, and whether they leave when they no longer match (C2, C3, C18). */
export function AudienceDialog({ onClose }: { onClose: () => void }) {
  const { draft, edit } = useBuilder()
  const leaves = leavesWithAudience(draft)
  const whyNot =
    draft.audience === undefined
      ? 'Say first who enters.'
      : draft.exits.length >= MAX_EXITS
        ? `There are ${MAX_EXITS} global exits already.`
        : undefined
  const everybody = sameDraft(draft.audience, EVERYBODY)
  return (
    <Sheet open onClose={onClose} title="Audience" roomy>
      <ConditionEditor
        value={draft.audience}
        onChange={audience => edit(now => setAudience(now, audience), 'audience')}
        scope="audience"
        title="People enter when"
      />
      {everybody || draft.audience === undefined ? (
        <p>
          <button
            type="button"
            class="button small"
            aria-pressed={everybody}
            onClick={() => edit(now => setAudience(now, EVERYBODY))}
          >
            <Users />
            Everybody
          </button>
        </p>
      ) : null}
      <MatchCount filter={draft.audience} />
      <Switch
        says="Exit people who no longer match the audience"
        on={leaves}
        onChange={on => edit(now => setLeavesWithAudience(now, on))}
        disabled={!leaves && whyNot !== undefined}
        hint={
          leaves
            ? 'Whoever stops matching leaves at once, and nothing more is sent.'
            : (whyNot ?? 'The audience decides who enters. Who is inside stays, whatever becomes of them.')
        }
      />
      <Choice
        label="How often"
        value={draft.reentry}
        options={[
          ['never', 'Once'],
          ['each', 'Each time'],
        ]}
        onValue={reentry => edit(now => ({ ...now, reentry }))}
        hint={
          draft.reentry === 'never'
            ? 'A person goes through this campaign once.'
            : 'A person enters again after leaving, whenever they match anew. Never after End workflow.'
        }
      />
      <Switch
        says="Only when it is started"
        on={draft.startable}
        onChange={startable => edit(now => ({ ...now, startable }))}
        hint={
          draft.startable
            ? 'Nobody enters by themselves: your site, the API or an agent starts it. The audience says who may.'
            : 'People enter by themselves, as soon as they match.'
        }
      />
    </Sheet>
  )
}
