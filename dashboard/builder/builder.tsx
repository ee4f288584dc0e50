import './builder.css'
import { useQuery } from '@tanstack/react-query'
import { memo } from 'preact/compat'
import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { useTitle } from '../frame/title.ts'
import { agentsQuery, campaignContextQuery, campaignQuery, inboxesQuery, meQuery } from '../live/queries.ts'
import { ask, Refused } from '../live/server.ts'
import { store, useStore } from '../live/store.ts'
import type { CampaignView } from '../live/views.ts'
import { Bones, Empty, Failed } from '../ui/state.tsx'
import { AudienceBar } from './bar/audience-bar.tsx'
import { Conflict } from './bar/conflict.tsx'
import { TopBar } from './bar/top-bar.tsx'
import { Canvas } from './canvas/canvas.tsx'
import { openSession, type Session } from './draft/session.ts'
import { useOthers } from './draft/use-others.ts'
import { Palette } from './palette/palette.tsx'
import { OpenPart, type Part } from './parts.tsx'
import { ProblemList } from './problems/problem-list.tsx'
import { useProblems } from './problems/use-problems.ts'
import { SettingsPane } from './settings-pane.tsx'
import { BuilderProvider, type Lit, type Builder as Shared } from './use-builder.ts'
import { useNames } from './use-names.ts'
import { useDraftAgain } from './versions/draft-again.ts'

/** A campaign as it is drawn: components at the left, the graph, what is set in the chosen one at the right. */
export default function Builder({ id }: { id: string }) {
  const query = useQuery(campaignQuery(id))
  const me = useQuery(meQuery).data
  useTitle(query.data?.name ?? 'Campaign', 'Campaigns')
  if (query.data && me && query.data.status !== 'archived')
    return <Drawing key={id} agent={me.agent.id} zone={me.team.zone} campaign={query.data} />
  if (query.data?.status === 'archived') return <Gone title="This campaign was deleted" statistics={query.data} />
  if (query.error instanceof Refused && query.error.status === 404) return <Gone title="This campaign does not exist" />
  return (
    <main class="alone">
      {query.isError ? (
        <Failed what="The campaign could not be read" error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Bones rows={6} kind="line" />
      )}
    </main>
  )
}

/** What was published of a deleted campaign stays, and its numbers (C24). */
function Gone({ title, statistics }: { title: string; statistics?: CampaignView }) {
  return (
    <main class="alone">
      <Empty title={title}>
        {statistics?.version === undefined ? null : (
          <p>
            Nothing of it acts any more.{' '}
            <Link class="link" href={`/campaigns/${statistics.id}/statistics`}>
              Its numbers
            </Link>{' '}
            stay.
          </p>
        )}
        <Link class="link" href="/campaigns">
          To the campaigns
        </Link>
      </Empty>
    </main>
  )
}

const path = (id: string) => `/api/v1/campaigns/${id}`

const sessionOf = (agent: string, campaign: CampaignView): Session =>
  openSession(agent, campaign, {
    save: (draft, revision) => ask<CampaignView>(path(campaign.id), { method: 'PUT', body: draft, revision }),
    read: () => ask<CampaignView>(path(campaign.id)),
  })

function Drawing({ agent, zone, campaign: told }: { agent: string; zone: string; campaign: CampaignView }) {
  const [session] = useState(() => sessionOf(agent, told))
  useEffect(() => session.close, [session])
  const others = useOthers(told.id, session)
  // Published, paused, resumed or deleted, perhaps by somebody else.
  useEffect(() => session.learn(told), [session, told])
  const { history, campaign, saving } = useStore(session.state, now => now)
  const draft = history.now
  const inboxes = useQuery(inboxesQuery).data?.data
  const agents = useQuery(agentsQuery).data?.data
  const context = useQuery(campaignContextQuery).data
  const problems = useProblems(draft, inboxes, agents, context, zone)
  const names = useNames(draft, inboxes, agents, context)
  // What is set in an automessage is what one comes for.
  const [chosen, select] = useState<readonly string[]>(() =>
    draft.components.length === 1 ? draft.components.map(({ id }) => id) : [],
  )
  const [shown, show] = useState<{ id: string }>()
  const [lit, light] = useState<Lit>()
  const [part, open] = useState<Part>()
  useDraftAgain(told.id, session)
  const selected = useMemo(() => {
    const there = new Set(draft.components.map(({ id }) => id))
    return chosen.every(id => there.has(id)) ? chosen : chosen.filter(id => there.has(id))
  }, [draft, chosen])
  const showIt = useCallback((id: string) => {
    select([id])
    show({ id })
  }, [])
  const builder: Shared = {
    draft,
    campaign,
    problems,
    selected,
    select,
    edit: session.edit,
    undo: history.past.length > 0 ? session.undo : undefined,
    redo: history.future.length > 0 ? session.redo : undefined,
    names,
    inboxes: inboxes ?? NOBODY,
    agents: agents ?? NOBODY,
    others,
    saving,
    saveNow: session.saveNow,
    learn: session.learn,
    show: showIt,
    shown,
    choose: session.choose,
    part,
    open,
    lit,
    light,
  }
  const [shared] = useState(() => store(builder))
  useLayoutEffect(() => shared.set(builder))
  return (
    <BuilderProvider value={shared}>
      <Studio />
    </BuilderProvider>
  )
}

const NOBODY: readonly never[] = []

/** Each part is drawn anew by what it reads of the builder, none by what stands around it. */
const Studio = memo(function Studio() {
  return (
    <main class="studio">
      <TopBar />
      <AudienceBar />
      <Palette />
      <Canvas />
      <ProblemList />
      <SettingsPane />
      <OpenPart />
      <Conflict />
    </main>
  )
})
