import type { EnrollmentView } from '@pavior/shared/protocol/views.ts'
import { lazy, Suspense } from 'preact/compat'
import { useState } from 'preact/hooks'
import { EnrollmentLine } from './about.tsx'

const PersonCampaigns = lazy(() => import('../why/person-campaigns.tsx'))

type Props = { person: { id: string; name: string }; enrollments: readonly EnrollmentView[] }

/** The campaigns a person is or was in; why, and of any other why not, is told at a click. */
export function Enrollments({ person, enrollments }: Props) {
  const [asked, ask] = useState<{ campaign?: { id: string; name: string } }>()
  return (
    <section>
      <h3>
        Enrollments
        <button type="button" class="link" onClick={() => ask({})}>
          Why in, or not
        </button>
      </h3>
      {enrollments.length === 0 ? <p class="faint">Not in a campaign so far.</p> : null}
      {enrollments.map(enrollment => (
        <EnrollmentLine
          key={enrollment.id}
          enrollment={enrollment}
          onWhy={() => ask({ campaign: enrollment.campaign })}
        />
      ))}
      {asked ? (
        <Suspense fallback={null}>
          <PersonCampaigns person={person} campaign={asked.campaign} onClose={() => ask(undefined)} />
        </Suspense>
      ) : null}
    </section>
  )
}
