import type { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import { typeNames } from '@pavior/shared/campaign/type-names.ts'

const TALKING = ['inbound-message', 'send-message', 'send-email'] as const

/** Which components above this one have a conversation that it would follow up in, the closest first (C16). Pure. */
export function upstreamOf(
  { components, dependencies }: Pick<CampaignDraft, 'components' | 'dependencies'>,
  id: string,
): string[] {
  const seen = new Set([id])
  let level = [id]
  while (level.length > 0) {
    const above = dependencies.filter(line => level.includes(line.to) && !seen.has(line.from)).map(line => line.from)
    for (const one of above) seen.add(one)
    const talking = components
      .filter(one => above.includes(one.id))
      .flatMap(one => TALKING.find(type => type === one.type) ?? [])
    if (talking.length > 0) return [...new Set(talking)].map(type => typeNames[type])
    level = above
  }
  return []
}
