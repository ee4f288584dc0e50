import './start.css'
import { useQuery } from '@tanstack/react-query'
import { Redirect } from 'wouter-preact'
import { ask } from '../live/server.ts'
import { FirstRun } from './first-run.tsx'
import { Invitation } from './invitation.tsx'
import { SignIn } from './sign-in.tsx'

type Props = { door: 'sign-in' | 'first-run' } | { door: 'invitation'; invitation: string }

/** The doors for who is not signed in. A fresh install has no one to sign in: it leads to its first run, and back. */
export default function Start(props: Props) {
  const install = useQuery({
    queryKey: ['start'],
    queryFn: () => ask<{ firstRun: boolean; needsToken: boolean }>('/api/dashboard/start'),
    staleTime: 0,
  })
  if (props.door === 'invitation') return <Invitation id={props.invitation} />
  if (props.door === 'sign-in') return install.data?.firstRun ? <Redirect to="/start" replace /> : <SignIn />
  if (install.data && !install.data.firstRun) return <Redirect to="/sign-in" replace />
  return <FirstRun needsToken={install.data?.needsToken ?? false} />
}
