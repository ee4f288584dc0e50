import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { announceText } from '../live/announce.ts'
import { refusal } from '../live/change.ts'
import { client } from '../live/client.ts'
import { campaignsQuery } from '../live/queries.ts'
import { ask, sentenceOf } from '../live/server.ts'

/** What one does to a campaign as a whole. What is refused is said, and nothing has changed then. */

type Named = Pick<CampaignRow, 'id' | 'name'>

export const pauseCampaign = ({ id, name }: Named) =>
  done(`“${name}” is paused`, 'Not paused', () => ask(`/api/v1/campaigns/${id}/pause`, { method: 'POST' }))

export const resumeCampaign = ({ id, name }: Named, existing?: 'enroll' | 'skip') =>
  done(`“${name}” is live again`, 'Not resumed', () =>
    ask(`/api/v1/campaigns/${id}/resume`, { method: 'POST', body: existing === undefined ? {} : { existing } }),
  )

export const duplicateCampaign = ({ id, name }: Named) =>
  done(`“Copy of ${name}” is made`, 'Not duplicated', () =>
    ask(`/api/v1/campaigns/${id}/duplicate`, { method: 'POST' }),
  )

export const deleteCampaign = ({ id, name }: Named) =>
  done(`“${name}” is deleted`, 'Not deleted', () => ask(`/api/v1/campaigns/${id}`, { method: 'DELETE' }))

async function done(says: string, not: string, change: () => Promise<unknown>): Promise<void> {
  try {
    await change()
    announceText(says)
  } catch (error) {
    refusal.set(`${not}: ${sentenceOf(error)}`)
  }
  await client.invalidateQueries({ queryKey: campaignsQuery.queryKey })
}
