import type { CampaignGraph } from '../campaign.ts'
import { at, line, nameOr, officeHours, says } from './words.ts'

/** Two emails to customers who stay away, and not a third; whoever comes back is left in peace. */
export const winBack = (inbox: string): CampaignGraph => ({
  name: 'Win-back',
  audience: {
    all: [
      { field: 'type', op: 'equals', value: 'signup' },
      { field: 'emailStatus', op: 'equals', value: 'ok' },
      { field: 'lastSeenAt', op: 'not-within-last', value: 'P30D' },
      { field: 'lastSeenAt', op: 'set' },
    ],
  },
  exits: [{ id: 'came-back', name: 'Came back', filter: { field: 'lastSeenAt', op: 'within-last', value: 'P7D' } }],
  reentry: 'never',
  startable: false,
  components: [
    {
      id: 'news',
      type: 'send-email',
      position: at(0, 0),
      settings: {
        newConversation: true,
        from: 'team',
        subject: 'What is new since you were last here',
        preview: 'And everything is where you left it.',
        content: says(
          line('Hi ', nameOr('there'), ','),
          line('it has been a while. We have spent it on what people asked us for, and most of it is ready by now.'),
          line('Have a look when you have five minutes: everything of yours is where you left it.'),
        ),
      },
    },
    {
      id: 'a-week',
      type: 'wait',
      position: at(0, 1),
      settings: { for: 'P1W', zone: 'person', hours: officeHours },
    },
    {
      id: 'question',
      type: 'send-email',
      position: at(0, 2),
      settings: {
        newConversation: false,
        from: 'team',
        subject: 'One question, then we leave you alone',
        content: says(
          line('Hi ', nameOr('there'), ','),
          line('what would have had to be different for you to stay? One sentence is enough, and a person reads it.'),
          line('We won’t write about this again.'),
        ),
      },
    },
    { id: 'answer', type: 'inbound-message', position: at(0, 3), settings: { which: 'any', where: 'upstream' } },
    {
      id: 'thanks',
      type: 'send-message',
      position: at(0, 4),
      settings: {
        newConversation: false,
        from: 'team',
        content: says(
          line(
            'Thank you for telling us. Somebody will read this today and write back if there is something we can do.',
          ),
        ),
      },
    },
    { id: 'to-team', type: 'assign', position: at(0, 5), settings: { inbox } },
  ],
  dependencies: [
    { from: 'news', to: 'a-week' },
    { from: 'a-week', to: 'question' },
    { from: 'question', to: 'answer' },
    { from: 'answer', to: 'thanks' },
    { from: 'thanks', to: 'to-team' },
  ],
})
