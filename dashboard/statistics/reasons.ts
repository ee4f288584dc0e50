import type { VersionView } from '@pavior/shared/protocol/campaigns.ts'

/** Why somebody left or was skipped, in words. What the engine says of a component is a sentence already. */

const causes: Partial<Record<string, string>> = {
  agent: 'By an agent',
  api: 'By your own system',
  merged: 'Merged into another person',
  published: 'What they stood at is gone in a newer version',
  erased: 'The person was erased',
  deleted: 'The campaign was deleted',
  'entered-again': 'Nothing was left to do when they entered again',
}

/** Why somebody was taken out, where that can be told without the campaign. */
export const causeWords = (cause: string): string | undefined => causes[cause]

export function reasonWords(reason: string, versions: readonly VersionView[]): string {
  for (const { graph } of versions) {
    const exit = graph.exits.find(({ id }) => id === reason)
    if (exit) return exit.name
    const component = graph.components.find(({ id }) => id === reason)
    if (component) return 'Reached End workflow'
  }
  return causeWords(reason) ?? reason
}
