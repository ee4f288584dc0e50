import type { CampaignGraph } from './campaign.ts'

/** C22: what every new team starts with. An ordinary campaign, to be edited, paused or deleted. */
export const emailAndNameForm: CampaignGraph = {
  name: 'Email and name form',
  audience: { all: [{ field: 'type', op: 'equals', value: 'anonymous' }] },
  exits: [{ id: 'signed-up', name: 'Signed up', filter: { field: 'type', op: 'equals', value: 'signup' } }],
  reentry: 'each',
  startable: false,
  components: [
    { id: 'chat', type: 'inbound-message', position: { x: 0, y: 0 }, settings: { which: 'first' } },
    {
      id: 'ask',
      type: 'send-message',
      position: { x: 0, y: 160 },
      settings: {
        newConversation: false,
        from: 'team',
        content: {
          type: 'doc',
          content: [
            { type: 'paragraph', content: [{ type: 'text', text: 'How can we reach you if you have to leave?' }] },
            {
              type: 'form',
              attrs: {
                fields: [
                  { key: 'name', label: 'Name', placeholder: 'What we may call you', kind: 'text', required: false },
                  { key: 'email', label: 'Email', placeholder: 'you@example.com', kind: 'email', required: true },
                ],
                submit: 'Send',
              },
            },
          ],
        },
      },
    },
  ],
  dependencies: [{ from: 'chat', to: 'ask' }],
}
