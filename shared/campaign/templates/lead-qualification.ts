import type { CampaignGraph } from '../campaign.ts'
import { at, form, line, reply, says } from './words.ts'

const LARGE = ['11–50', 'More than 50']

/** Asks whoever starts a conversation what they need and who they are; larger teams get somebody of their own. */
export const leadQualification = (inbox: string): CampaignGraph => ({
  name: 'Lead qualification',
  audience: { field: 'type', op: 'in', value: ['anonymous', 'lead'] },
  exits: [{ id: 'signed-up', name: 'Signed up', filter: { field: 'type', op: 'equals', value: 'signup' } }],
  reentry: 'never',
  startable: false,
  components: [
    { id: 'chat', type: 'inbound-message', position: at(0, 0), settings: { which: 'first' } },
    {
      id: 'ask',
      type: 'send-message',
      position: at(0, 1),
      settings: {
        newConversation: false,
        from: 'team',
        content: says(
          line('Thanks for writing! So that the right person answers: what brings you here today?'),
          reply('demo', 'I’d like to see it in action'),
          reply('pricing', 'I have a question about pricing'),
          reply('help', 'I need help with my account'),
        ),
      },
    },
    {
      id: 'interested',
      type: 'filter',
      position: at(0, 2),
      settings: {
        filter: {
          any: [
            { field: 'component.ask', op: 'clicked', value: 'demo' },
            { field: 'component.ask', op: 'clicked', value: 'pricing' },
          ],
        },
        watch: { for: 'P1D' },
      },
    },
    {
      id: 'needs-help',
      type: 'filter',
      position: at(2, 2),
      settings: { filter: { field: 'component.ask', op: 'clicked', value: 'help' }, watch: { for: 'P1D' } },
    },
    {
      id: 'details',
      type: 'send-message',
      position: at(0, 3),
      settings: {
        newConversation: false,
        from: 'team',
        content: says(
          line('Lovely. Tell us a little about you, and we come back with something that fits:'),
          form(
            'Send',
            { key: 'name', label: 'Name', placeholder: 'What we may call you', kind: 'text', required: false },
            { key: 'email', label: 'Work email', placeholder: 'you@example.com', kind: 'email', required: true },
            { key: 'company', label: 'Company', kind: 'text', required: false },
            {
              key: 'attributes.teamSize',
              label: 'How many of you are there?',
              kind: 'choice',
              required: true,
              options: ['Just me', '2–10', ...LARGE],
            },
          ),
        ),
      },
    },
    {
      id: 'answered',
      type: 'filter',
      position: at(0, 4),
      settings: { filter: { field: 'component.details', op: 'submitted' }, watch: { for: 'P1D' } },
    },
    {
      id: 'large-team',
      type: 'filter',
      position: at(0, 5),
      settings: { filter: { field: 'attributes.teamSize', op: 'in', value: LARGE }, watch: 'once' },
    },
    {
      id: 'no-hurry',
      type: 'send-message',
      position: at(1, 5),
      settings: {
        newConversation: false,
        from: 'team',
        content: says(
          line('No hurry! The form above stays open. You can also just write here, and one of us will answer.'),
        ),
      },
    },
    {
      id: 'thank-large',
      type: 'send-message',
      position: at(0, 6),
      settings: {
        newConversation: false,
        from: 'team',
        content: says(
          line('Thank you, ', { type: 'variable', attrs: { key: 'name', fallback: 'that helps' } }, '!'),
          line('One of us takes this on personally and writes to you here, or by email if you have to leave.'),
        ),
      },
    },
    {
      id: 'thank-small',
      type: 'send-message',
      position: at(1, 6),
      settings: {
        newConversation: false,
        from: 'team',
        content: says(
          line('Thank you, that is all we need. We answer here shortly, and by email if you have to leave.'),
        ),
      },
    },
    { id: 'to-somebody', type: 'assign', position: at(0, 7), settings: { inbox, agent: 'round-robin' } },
    { id: 'to-inbox', type: 'assign', position: at(1, 7), settings: { inbox } },
    { id: 'to-support', type: 'assign', position: at(2, 3), settings: { inbox } },
  ],
  dependencies: [
    { from: 'chat', to: 'ask' },
    { from: 'ask', to: 'interested' },
    { from: 'ask', to: 'needs-help' },
    { from: 'interested', to: 'details', port: 'matched' },
    { from: 'details', to: 'answered' },
    { from: 'answered', to: 'large-team', port: 'matched' },
    { from: 'answered', to: 'no-hurry', port: 'unmatched' },
    { from: 'large-team', to: 'thank-large', port: 'matched' },
    { from: 'large-team', to: 'thank-small', port: 'unmatched' },
    { from: 'thank-large', to: 'to-somebody' },
    { from: 'thank-small', to: 'to-inbox' },
    { from: 'needs-help', to: 'to-support', port: 'matched' },
  ],
})
