import type { CampaignGraph } from '../campaign.ts'
import { at, line, nameOr, officeHours, points, says } from './words.ts'

/** What the site tracks when somebody has done the first thing that makes them stay. */
const SET_UP = { field: 'event.setup finished', op: 'happened' } as const

/** Three words in the first week after signing up; whoever answers gets a person, whoever upgrades is left in peace. */
export const onboardingDrip = (inbox: string): CampaignGraph => ({
  name: 'Onboarding drip',
  audience: {
    all: [
      { field: 'type', op: 'equals', value: 'signup' },
      { field: 'signedUpAt', op: 'within-last', value: 'P2D' },
    ],
  },
  exits: [{ id: 'upgraded', name: 'Upgraded', filter: { field: 'event.upgraded', op: 'happened' } }],
  reentry: 'never',
  startable: false,
  components: [
    {
      id: 'welcome',
      type: 'send-email',
      position: at(0, 0),
      settings: {
        newConversation: true,
        from: 'team',
        subject: 'Welcome! Here is the quickest way to start',
        preview: 'Three small steps, ten minutes in all.',
        content: says(
          line('Hi ', nameOr('there'), ','),
          line('it is good to have you with us. Most people are up and running after three small steps:'),
          points('Set up your account', 'Bring in what you already have', 'Invite one colleague'),
          line('That takes ten minutes in all. If anything stands in your way, write to us: a person reads it.'),
        ),
      },
    },
    {
      id: 'a-day',
      type: 'wait',
      position: at(0, 1),
      settings: { for: 'P1D', zone: 'person', hours: officeHours },
    },
    {
      id: 'hello',
      type: 'send-message',
      position: at(0, 2),
      settings: {
        newConversation: true,
        from: 'team',
        content: says(
          line('Hi ', nameOr('there'), ', how is your first day going?'),
          line('If you have a question, just ask it here, and one of us will answer.'),
        ),
      },
    },
    {
      id: 'two-days',
      type: 'wait',
      position: at(0, 3),
      settings: { for: 'P2D', zone: 'person', hours: officeHours },
    },
    { id: 'answer', type: 'inbound-message', position: at(2, 3), settings: { which: 'any', where: 'upstream' } },
    { id: 'to-team', type: 'assign', position: at(2, 4), settings: { inbox } },
    { id: 'set-up', type: 'filter', position: at(0, 4), settings: { filter: SET_UP, watch: 'once' } },
    {
      id: 'what-next',
      type: 'send-message',
      position: at(0, 5),
      settings: {
        newConversation: false,
        from: 'team',
        content: says(
          line('Your setup is complete. Well done!'),
          line(
            'A good next step is to invite the colleague who would miss this most: two people find out more than one.',
          ),
        ),
      },
    },
    {
      id: 'a-hand',
      type: 'send-email',
      position: at(1, 5),
      settings: {
        newConversation: false,
        from: 'team',
        subject: 'Can we help you finish?',
        preview: 'You are one step away.',
        content: says(
          line('Hi ', nameOr('there'), ','),
          line('your setup is not finished yet, and that is the step after which everything else gets easy.'),
          line(
            'Was something unclear, or was it just a busy week? Open the chat on our site and tell us in a sentence, and we will sort it out together.',
          ),
        ),
      },
    },
    {
      id: 'four-days',
      type: 'wait',
      position: at(1, 6),
      settings: { for: 'P4D', zone: 'person', hours: officeHours },
    },
    { id: 'still-not', type: 'filter', position: at(1, 7), settings: { filter: { not: SET_UP }, watch: 'once' } },
    {
      id: 'together',
      type: 'send-message',
      position: at(1, 8),
      settings: {
        newConversation: false,
        from: 'team',
        content: says(
          line(
            'Shall we set it up together? It takes a quarter of an hour, and you are free to go wherever you get to.',
          ),
          line('Tell us here when it suits you.'),
        ),
      },
    },
  ],
  dependencies: [
    { from: 'welcome', to: 'a-day' },
    { from: 'a-day', to: 'hello' },
    { from: 'hello', to: 'two-days' },
    { from: 'hello', to: 'answer' },
    { from: 'answer', to: 'to-team' },
    { from: 'two-days', to: 'set-up' },
    { from: 'set-up', to: 'what-next', port: 'matched' },
    { from: 'set-up', to: 'a-hand', port: 'unmatched' },
    { from: 'a-hand', to: 'four-days' },
    { from: 'four-days', to: 'still-not' },
    { from: 'still-not', to: 'together', port: 'matched' },
  ],
})
