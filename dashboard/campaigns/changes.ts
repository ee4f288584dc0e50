import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { announceText } from '../live/announce.ts'
import { campaignHeard } from '../live/campaigns.ts'
import { refusal } from '../live/change.ts'
import { ask, sentenceOf } from '../live/server.ts'
import type { CampaignView } from '../live/views.ts'

/** What one does to a campaign as a whole. What is refused is said, and nothing has changed then. */

type Named = Pick<CampaignRow, 'id' | 'name'>

export const pauseCampaign = ({ id, name }: Named) =>
  done(id, `“${name}” is paused`, 'Not paused', () => ask(`/api/v1/campaigns/${id}/pause`, { method: 'POST' }))

export const resumeCampaign = ({ id, name }: Named, existing?: 'enroll' | 'skip') =>
  done(id, `“${name}” is live again`, 'Not resumed', () =>
    ask(`/api/v1/campaigns/${id}/resume`, { method: 'POST', body: existing === undefined ? {} : { existing } }),
  )

/** Gives the copy. */
export const duplicateCampaign = ({ id, name }: Named) =>
  done(id, `“Copy of ${name}” is made`, 'Not duplicated', () =>
    ask<CampaignView>(`/api/v1/campaigns/${id}/duplicate`, { method: 'POST' }),
  )

export const deleteCampaign = ({ id, name }: Named) =>
  done(id, `“${name}” is deleted`, 'Not deleted', () => ask(`/api/v1/campaigns/${id}`, { method: 'DELETE' }))

/** What the server answered; nothing where it refused. */
async function done<T>(id: string, says: string, not: string, change: () => Promise<T>): Promise<T | undefined> {
  try {
    const answer = await change()
    announceText(says)
    return answer
  } catch (error) {
    refusal.set(`${not}: ${sentenceOf(error)}`)
    return undefined
  } finally {
    campaignHeard({ campaign: id })
  }
}
