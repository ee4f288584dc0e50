import { client } from '../live/client.ts'
import { campaignsQuery } from '../live/queries.ts'
import { ask } from '../live/server.ts'

/** Makes a draft; gives its id. Throws `Refused`. */
export async function makeCampaign(draft: object): Promise<string> {
  const { id } = await ask<{ id: string }>('/api/v1/campaigns', { method: 'POST', body: draft })
  void client.invalidateQueries({ queryKey: campaignsQuery.queryKey })
  return id
}

/** A single message, still to be written. */
export const emptyAutomessage = (name: string, channel: 'send-message' | 'send-email') => ({
  name,
  components: [
    {
      id: 'message',
      type: channel,
      position: { x: 0, y: 0 },
      settings: {
        newConversation: true,
        from: 'team',
        ...(channel === 'send-email' && { subject: '' }),
        content: { type: 'doc', content: [] },
      },
    },
  ],
})
