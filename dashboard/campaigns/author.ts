import type { Author } from '@pavior/shared/protocol/campaigns.ts'

type Agents = readonly { id: string; name: string }[]

/** What to call who drew or published something; nothing where that is not known. */
export function authorName(author: Author | undefined, agents: Agents | undefined): string | undefined {
  if (author === undefined) return undefined
  if (author.type === 'api') return 'the API'
  return agents && (agents.find(({ id }) => id === author.id)?.name ?? 'somebody who left')
}
