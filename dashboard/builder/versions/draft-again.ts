import { useEffect } from 'preact/hooks'
import { navigate } from 'wouter-preact/use-browser-location'
import { announceText } from '../../live/announce.ts'
import { client } from '../../live/client.ts'
import { versionsQuery } from '../../live/queries.ts'
import { draftOf } from '../draft/draft.ts'
import type { Session } from '../draft/session.ts'

/**
 * To the draft, which a version becomes again: asked from another view of the campaign. By the state of the history, not
 * in the address: no link from elsewhere may change a draft.
 */
export const draftAgain = (campaign: string, version: number): void =>
  navigate(`/campaigns/${campaign}`, { state: { draftAgain: version } })

export const announceDraftAgain = (version: number): void =>
  announceText(`Version ${version} is the draft again. Undo brings back what was there.`)

/** What was asked is done once, as a step of the draft's own history: Undo brings back what was there. */
export function useDraftAgain(campaign: string, session: Session): void {
  useEffect(() => {
    const asked = askedIn(history.state)
    if (asked === undefined) return
    navigate(location.pathname, { replace: true })
    client.ensureQueryData(versionsQuery(campaign)).then(
      ({ data }) => {
        const found = data.find(({ version }) => version === asked)
        if (!found) return
        session.edit(() => draftOf(found.graph))
        announceDraftAgain(asked)
      },
      // The draft stays as it is, and the versions say why they could not be read.
      () => undefined,
    )
  }, [campaign, session])
}

const askedIn = (state: unknown): number | undefined =>
  typeof state === 'object' && state !== null && 'draftAgain' in state && typeof state.draftAgain === 'number'
    ? state.draftAgain
    : undefined
