import { rewindKinds } from '@pavior/shared/protocol/rewind.ts'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'preact/compat'
import { useEffect } from 'preact/hooks'
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter-preact'
import { Inbox } from '../inbox/inbox.tsx'
import { listFrom } from '../live/lists.ts'
import { meQuery } from '../live/queries.ts'
import { onSignedOut, Refused } from '../live/server.ts'
import { PersonScreen } from '../people/person-screen.tsx'
import { Empty, Failed } from '../ui/state.tsx'
import { Frame } from './frame.tsx'
import { useTitle } from './title.ts'

const Campaigns = lazy(() => import('../campaigns/campaigns.tsx'))
const Builder = lazy(() => import('../builder/builder.tsx'))
const Outbox = lazy(() => import('../outbox/outbox.tsx'))
const PeopleScreen = lazy(() => import('../people/people-screen.tsx'))
const Rewind = lazy(() => import('../rewind/rewind.tsx'))
const Settings = lazy(() => import('../settings/settings.tsx'))
const StatisticsScreen = lazy(() => import('../statistics/statistics-screen.tsx'))
const Start = lazy(() => import('../start/start.tsx'))

/** Which screen the address names. */
export function Screens() {
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/sign-in">
          <Start door="sign-in" />
        </Route>
        <Route path="/start">
          <Start door="first-run" />
        </Route>
        <Route path="/invite/:id">{({ id }) => <Start door="invitation" invitation={id} />}</Route>
        <Route>
          <SignedIn />
        </Route>
      </Switch>
    </Suspense>
  )
}

function SignedIn() {
  const [path, navigate] = useLocation()
  const search = useSearch()
  const me = useQuery(meQuery)
  const here = search === '' ? path : `${path}?${search}`
  const signedOut = me.error instanceof Refused && me.error.status === 401
  useEffect(() => {
    const ended = me.data ? '&ended' : ''
    const signIn = () => navigate(`/sign-in?back=${encodeURIComponent(here)}${ended}`, { replace: true })
    if (signedOut) signIn()
    return onSignedOut(signIn)
  }, [here, navigate, signedOut, me.data])
  if (me.data)
    return (
      <Frame me={me.data}>
        <Rooms />
      </Frame>
    )
  if (me.error && !signedOut)
    return <Failed what="Pavior could not be reached" error={me.error} onRetry={() => void me.refetch()} />
  return null
}

function Rooms() {
  return (
    <Suspense fallback={<main />}>
      <Switch>
        <Route path="/">
          <Redirect to="/inbox/mine" replace />
        </Route>
        <Route path="/inbox">
          <Redirect to="/inbox/mine" replace />
        </Route>
        <Route path="/inbox/:list/:conversation?">
          {({ list, conversation }) => {
            const id = listFrom(list)
            return id === undefined ? <NotFound /> : <Inbox list={id} conversation={conversation} />
          }}
        </Route>
        <Route path="/people">
          <PeopleScreen />
        </Route>
        <Route path="/people/:id">{({ id }) => <PersonScreen id={id} />}</Route>
        <Route path="/campaigns">
          <Campaigns />
        </Route>
        <Route path="/campaigns/:id/statistics">{({ id }) => <StatisticsScreen id={id} />}</Route>
        <Route path="/campaigns/:id">{({ id }) => <Builder id={id} />}</Route>
        <Route path="/rewind/:kind/:id">
          {({ kind, id }) => {
            const known = rewindKinds.find(one => one === kind)
            return known === undefined ? <NotFound /> : <Rewind kind={known} id={id} />
          }}
        </Route>
        <Route path="/outbox/:email?">{({ email }) => <Outbox email={email} />}</Route>
        <Route path="/settings/:section?">{({ section }) => <Settings section={section} />}</Route>
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Suspense>
  )
}

function NotFound() {
  useTitle('Not found')
  return (
    <main class="alone">
      <Empty title="There is nothing at this address">
        <a class="link" href="/inbox/mine">
          To the inbox
        </a>
      </Empty>
    </main>
  )
}
