import { announceText } from '../../live/announce.ts'
import { useBuilder } from '../use-builder.ts'
import { Versions } from './versions.tsx'

type Props = { version: number | undefined; onClose: () => void }

/** The versions above the draft that is being drawn. `version`: the one to begin with. */
export function PublishedVersions({ version, onClose }: Props) {
  const { campaign, draft, names, agents, edit } = useBuilder()
  return (
    <Versions
      campaign={campaign}
      draft={draft}
      names={names}
      agents={agents}
      onDraft={(drawn, version) => {
        edit(() => drawn)
        announceText(`Version ${version} is the draft again. Undo brings back what was there.`)
      }}
      onClose={onClose}
      version={version}
    />
  )
}
