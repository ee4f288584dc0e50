import type { Publishing } from '@pavior/shared/protocol/campaigns.ts'
import { useQuery } from '@tanstack/react-query'
import { enteringQuery } from '../../live/queries.ts'
import { Choice } from '../../ui/choice.tsx'
import { peopleOf } from '../../ui/count.ts'
import { useBuilder } from '../use-builder.ts'

type Props = {
  plan: Publishing
  existing: 'enroll' | 'skip' | undefined
  onPick: (existing: 'enroll' | 'skip') => void
}

/** Who would enter by the publication itself (C4). */
export function Entering({ plan, existing, onPick }: Props) {
  const { campaign, draft } = useBuilder()
  const query = useQuery({ ...enteringQuery(campaign.id, plan.revision), enabled: plan.asks })
  const count = query.data?.count
  const many = query.isError ? 'How many can’t be said just now' : count === undefined ? 'Counting …' : peopleOf(count)
  return (
    <section class="publish-part">
      <h3>Who enters</h3>
      {plan.asks ? (
        <Choice
          legend="What about those who match the audience already?"
          value={existing}
          onPick={onPick}
          options={[
            { value: 'enroll', label: 'Let them enter now', says: many },
            { value: 'skip', label: 'Leave them out', says: 'Only people who come to match from now on enter.' },
          ]}
        />
      ) : (
        <p class="soft">{whyNobody(plan, draft.startable)}</p>
      )}
    </section>
  )
}

function whyNobody({ byEvent, status, problems }: Publishing, startable: boolean): string {
  if (problems.length > 0) return 'That can be said once no error stands in the way.'
  if (startable) return 'Nobody by publishing: people enter when they are started, from your site or by hand.'
  if (byEvent) return 'Nobody by publishing: people enter when they write.'
  if (status === 'paused')
    return 'Nobody while it is paused. When you resume it, you are asked about those who match by then.'
  return 'Nobody by publishing: the audience is the same as before.'
}
