/**
 * What stands for an id in the examples of `openapi.json`. The test that performs them puts ids of its own house in
 * their place.
 */
export const exampleIds = {
  person: '0198c2a1-5b1e-7c52-9f0e-3a6d1c2b4e51',
  campaign: '0198c2a1-5b1e-7c52-9f0e-3a6d1c2b4e52',
  inbox: '0198c2a1-5b1e-7c52-9f0e-3a6d1c2b4e53',
  agent: 'Yw3kq0fJmT7sXbVd',
}

/** A campaign that can be published as it stands: whoever signs up is greeted, and asked again three days later. */
export const exampleCampaign = {
  name: 'Connect your bank',
  audience: { all: [{ field: 'type', op: 'equals', value: 'signup' }] },
  exits: [
    { id: 'connected', name: 'Connected', filter: { field: 'attributes.bank', op: 'equals', value: 'connected' } },
  ],
  components: [
    { id: 'three-days', type: 'wait', position: { x: 0, y: 0 }, settings: { for: 'P3D' } },
    {
      id: 'remind',
      type: 'send-message',
      position: { x: 0, y: 160 },
      settings: { newConversation: true, content: 'Shall we help you connect your bank?' },
    },
    { id: 'answer', type: 'inbound-message', position: { x: 0, y: 320 }, settings: { which: 'any' } },
    { id: 'to-sales', type: 'assign', position: { x: 0, y: 480 }, settings: { inbox: exampleIds.inbox } },
  ],
  dependencies: [
    { from: 'three-days', to: 'remind' },
    { from: 'remind', to: 'answer' },
    { from: 'answer', to: 'to-sales' },
  ],
}
