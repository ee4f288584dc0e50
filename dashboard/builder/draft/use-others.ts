import { listed } from '@pavior/shared/filter/words.ts'
import { useEffect } from 'preact/hooks'
import { announceText } from '../../live/announce.ts'
import { watchDraft, whenConnected } from '../../live/connection.ts'
import { drawers, toldRevisions } from '../../live/presence.ts'
import { useStore } from '../../live/store.ts'
import type { Session } from './session.ts'

const NOBODY: { id: string; name: string }[] = []

/** Who else draws on the draft, whose changes are taken in as they are saved. */
export function useOthers(campaign: string, session: Session): { id: string; name: string }[] {
  const told = useStore(toldRevisions, now => now[campaign])
  useEffect(() => watchDraft(campaign), [campaign])
  useEffect(() => {
    if (told !== undefined) void session.look(told)
  }, [session, told])
  // What was saved while there was no connection was told to nobody here.
  useEffect(() => whenConnected(() => void session.look()), [session])
  const others = useStore(drawers, now => now[campaign] ?? NOBODY)
  useEffect(() => {
    if (others.length > 0) announceText(alsoHere(others))
  }, [others])
  return others
}

/** `Jonas has this draft open, too`. */
export const alsoHere = (others: readonly { name: string }[]): string =>
  `${listed(
    others.map(({ name }) => name),
    'and',
  )} ${others.length === 1 ? 'has' : 'have'} this draft open, too`
