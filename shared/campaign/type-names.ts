import type { Component } from './campaign.ts'

/** What each type of component is called on the screens. */
export const typeNames = {
  filter: 'Filter',
  wait: 'Wait',
  'inbound-message': 'Inbound message',
  'send-message': 'Send message',
  'send-email': 'Send email',
  assign: 'Assign to',
  end: 'End workflow',
} satisfies Record<Component['type'], string>
