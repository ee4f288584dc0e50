import { AudienceDialog } from './bar/audience-dialog.tsx'
import { ExitDialog } from './bar/exit-dialog.tsx'
import type { DraftComponent } from './draft/draft.ts'
import { DryRun } from './dry-run/dry-run.tsx'
import { Finding } from './finding.tsx'
import { PublishDialog } from './publish/publish-dialog.tsx'
import { ComponentSettings } from './settings/component-settings.tsx'
import { useBuilder } from './use-builder.ts'
import { PublishedVersions } from './versions/published-versions.tsx'
import { useVersionsAsked } from './versions/use-asked.ts'
import { Writing } from './writing.tsx'

/** Where the other parts of the builder are put in. */

/** What can be open beside or above the canvas. */
export type Part =
  | { is: 'audience' }
  | { is: 'exit'; id: string }
  | { is: 'publish' }
  | { is: 'dry-run'; scenario?: string }
  | { is: 'write'; component: string }
  | { is: 'find-person' }

type SettingsProps = { component: DraftComponent; onChange: (component: DraftComponent, field?: string) => void }

export function Settings({ component, onChange }: SettingsProps) {
  const { draft, open } = useBuilder()
  return (
    <ComponentSettings
      component={component}
      draft={draft}
      onChange={onChange}
      onWrite={() => open({ is: 'write', component: component.id })}
    />
  )
}

/** Stands above everything until it is closed. */
export function OpenPart() {
  const { part, open } = useBuilder()
  const versions = useVersionsAsked()
  if (versions !== undefined) return <PublishedVersions asked={versions} />
  if (!part) return null
  const close = () => open(undefined)
  switch (part.is) {
    case 'audience':
      return <AudienceDialog onClose={close} />
    case 'exit':
      return <ExitDialog id={part.id} onClose={close} />
    case 'publish':
      return <PublishDialog />
    case 'dry-run':
      return <DryRun key={part.scenario} scenario={part.scenario} />
    case 'write':
      return <Writing component={part.component} />
    case 'find-person':
      return <Finding onClose={close} />
  }
}
