import { useBuilder } from '../use-builder.ts'
import { announceDraftAgain } from './draft-again.ts'
import { Versions } from './versions.tsx'

/** The versions above the draft that is being drawn. `asked`: what the address asks for. */
export function PublishedVersions({ asked }: { asked: string }) {
  const { campaign, draft, names, agents, edit } = useBuilder()
  return (
    <Versions
      campaign={campaign}
      draft={draft}
      names={names}
      agents={agents}
      onDraft={(drawn, version) => {
        edit(() => drawn)
        announceDraftAgain(version)
      }}
      asked={asked}
    />
  )
}
