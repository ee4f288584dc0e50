import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { leadQualification } from '@pavior/shared/campaign/templates/lead-qualification.ts'
import { linesOf, standing } from '@pavior/shared/dry-run/explain.ts'
import type { Move } from '@pavior/shared/dry-run/move.ts'
import { play, type Run } from '@pavior/shared/dry-run/run.ts'
import { broken, type Expectation, seenIn } from '@pavior/shared/dry-run/scenario.ts'
import { MadeUp, madeUp, realPerson } from '@pavior/shared/dry-run/start.ts'
import { Entry } from '@pavior/shared/journal/entry.ts'
import { expect, test } from 'vitest'
import { assigns, emails, ends, filters, graph, hears, is, sends, waits } from '../house/graph.ts'

const AT = Date.UTC(2026, 10, 25, 9, 30)
const team = { zone: 'Europe/Berlin', agents: ['mara', 'robin'], inboxes: [{ id: 'sales', agents: ['mara', 'robin'] }] }
const names = { inbox: () => 'Sales', agent: (id: string) => (id === 'mara' ? 'Mara' : 'Robin') }

type Who = Parameters<typeof MadeUp.parse>[0]

const playing = (drawn: object, moves: Move[], who: Who = { type: 'anonymous' }): Run =>
  play(
    { id: 'drawn', graph: CampaignGraph.parse(drawn), createdAt: AT },
    team,
    madeUp(MadeUp.parse(who), AT),
    moves,
    AT,
  )

/** What is said of each move, without the moments. */
function told(run: Run): string[] {
  return run.moments.flatMap(moment =>
    linesOf(run, moment, names).map(({ component, says }) =>
      component === undefined ? says : `${component}: ${says}`,
    ),
  )
}

const stands = (run: Run): string[] => {
  const last = run.moments.at(-1)
  return last
    ? standing(run, last, names).map(({ component, says, until }) => `${component}: ${says} ${until ?? ''}`.trim())
    : []
}

test('lead qualification, from hello to the agent whose turn it is', () => {
  const run = playing(leadQualification('sales'), [
    { do: 'says', text: 'Hello' },
    { do: 'presses', component: 'ask', button: 'pricing' },
    {
      do: 'submits',
      component: 'details',
      values: { email: 'ada@shop.example', 'attributes.teamSize': 'More than 50' },
    },
  ])
  expect(told(run)).toEqual([
    'Enters the campaign',
    'chat: Heard the message',
    expect.stringMatching(/^ask: Sent: “Thanks for writing! So that the right person answers/),
    'interested: Not matched yet, because they clicked nothing in “ask”; watches until',
    'needs-help: Not matched yet, because they clicked nothing in “ask”; watches until',
    'ask: Was clicked',
    'ask: Was seen',
    'ask: Was replied to',
    'interested: Matched, because they clicked “pricing” in “ask”',
    expect.stringMatching(/^details: Sent: “Lovely/),
    'answered: Not matched yet, because they have not submitted the form of “details”; watches until',
    expect.stringMatching(/^details: Its form was submitted: .*ada@shop\.example/),
    'Is a lead now',
    'answered: Matched, because they submitted the form of “details”',
    'large-team: Matched, because teamSize is “More than 50”',
    expect.stringMatching(/^thank-large: Sent: “Thank you, that helps!/),
    'to-somebody: Assigned to “Sales”, Mara',
  ])
  expect(stands(run)).toEqual([
    `needs-help: Not matched yet, because they clicked “pricing” in “ask”; watches until ${AT + 1000 + 86_400_000}`,
  ])
  const seen = seenIn(run)
  expect(seen).toContainEqual({ expect: 'gets', component: 'thank-large' })
  expect(seen).toContainEqual({ expect: 'never-gets', component: 'thank-small' })
  expect(seen).toContainEqual({ expect: 'assigned', inbox: 'sales' })
  expect(seen).toContainEqual({ expect: 'inside' })
  expect(broken(run, seen)).toEqual([])
})

test('whoever does not come in is told why, and whoever becomes eligible enters', () => {
  const drawn = graph([waits('wait', { for: 'P3D' }), sends('hi', 'Hi'), ends('end')], ['wait > hi', 'hi > end'], {
    audience: { all: [is('type', 'signup'), is('attributes.plan', 'pro')] },
    exits: [{ id: 'gone', name: 'Cancelled', filter: is('attributes.cancelled', true) }],
  })
  const run = playing(
    drawn,
    [
      { do: 'is-set', set: { plan: 'pro' } },
      { do: 'passes', for: 'P2D' },
      { do: 'passes-until-next' },
      { do: 'passes-until-next' },
    ],
    { type: 'signup', attributes: { plan: 'free' } },
  )
  expect(told(run)).toEqual([
    'Stays outside: not in the audience, because plan is free',
    'Enters the campaign',
    'wait: Waits until',
    'wait: The wait is over',
    'hi: Sent: “Hi”',
    'end: Ends the workflow',
    'Leaves the campaign for good',
    'Nothing happens by itself any more.',
  ])
  const cancelled = playing(
    drawn,
    [
      { do: 'is-set', set: { cancelled: true } },
      { do: 'passes', for: 'P9D' },
    ],
    { type: 'signup', attributes: { plan: 'pro' } },
  )
  expect(told(cancelled)).toEqual([
    'Enters the campaign',
    'wait: Waits until',
    'Exits by “Cancelled”, because cancelled is yes',
  ])
  const last = cancelled.moments.at(-1)
  expect(last?.at).toBe(Date.UTC(2026, 11, 4, 9, 30, 1) + 1001)
})

test('what is skipped, taken back, failed or reached twice explains itself', () => {
  const drawn = graph(
    [
      emails('mail', 'Hello', { subject: 'News' }),
      assigns('to', 'deleted'),
      filters('pro', is('attributes.plan', 'pro'), { watch: 'once' }),
      sends('blank', {
        type: 'doc',
        content: [{ type: 'paragraph', content: [{ type: 'variable', attrs: { key: 'name' } }] }],
      }),
      sends('bye', 'Bye'),
    ],
    ['mail > to', 'to > pro', 'pro:unmatched > blank', 'pro:unmatched > bye', 'blank > bye'],
  )
  expect(told(playing(drawn, [], { type: 'signup', attributes: { plan: 'free' } }))).toEqual([
    'Enters the campaign',
    'mail: Skipped: there is no email address',
    'to: Skipped: there was no conversation to assign',
    'pro: Not matched, because plan is free',
    'blank: Skipped: for this person the message is empty',
    'bye: Sent: “Bye”',
    'Completes: nothing is left to do',
  ])
  const withAddress = playing(drawn, [{ do: 'email', component: 'mail', event: 'unsubscribed' }], {
    type: 'lead',
    name: 'Ada',
  })
  expect(told(withAddress)).toContain('mail: Sent to somebody@example.com: “News”')
  expect(told(withAddress)).toContain('to: Failed: the inbox was deleted')
  expect(withAddress.moments.at(-1)?.known.life.person.emailStatus).toBe('unsubscribed')
})

test('a move that can not be says why and changes nothing; the same moves give the same run', () => {
  const drawn = graph([hears('root'), sends('hi', 'Hi')], ['root > hi'])
  const moves: Move[] = [
    { do: 'submits', component: 'hi', values: {} },
    { do: 'agent-replies', text: 'Yes?' },
    { do: 'says', text: 'Hello' },
    { do: 'submits', component: 'hi', values: {} },
    { do: 'presses', component: 'hi', button: 'none' },
    { do: 'starts' },
  ]
  const run = playing(drawn, moves)
  expect(
    run.moments.filter(({ refused }) => refused !== undefined).map(({ move, refused }) => [move, refused]),
  ).toEqual([
    [0, 'The message was not sent to them.'],
    [1, 'There is no conversation yet.'],
    [3, 'This message has no form.'],
    [4, 'The message has no such button.'],
    [5, 'There is no campaign with this id that can be started.'],
  ])
  expect(playing(drawn, moves).moments).toEqual(run.moments)
})

test('an expectation that no longer holds is found', () => {
  const drawn = graph([hears('root'), waits('wait', { for: 'P1D' }), sends('hi', 'Hi')], ['root > wait', 'wait > hi'])
  const run = playing(drawn, [{ do: 'says', text: 'Hello' }])
  const expectations: Expectation[] = [
    { expect: 'gets', component: 'hi' },
    { expect: 'never-gets', component: 'hi' },
    { expect: 'takes', component: 'wait', port: 'matched' },
    { expect: 'assigned', inbox: 'sales' },
    { expect: 'left', status: 'completed' },
    { expect: 'inside' },
    { expect: 'outside' },
  ]
  expect(broken(run, expectations).map(one => one.expect)).toEqual(['gets', 'takes', 'assigned', 'left', 'outside'])
  expect(broken(playing(drawn, []), [{ expect: 'outside' }, { expect: 'inside' }])).toEqual([{ expect: 'inside' }])
})

test('a real person is played as if they had never been in this campaign, with what they tracked before', () => {
  const drawn = graph([sends('hi', 'Hi')], [], { audience: { field: 'event.ordered', op: 'count-at-least', value: 2 } })
  const entries = [
    { kind: 'event-tracked', v: 1, name: 'ordered' },
    { kind: 'entered', v: 1, enrollment: 'before', campaign: 'drawn', version: 1 },
    { kind: 'left', v: 1, enrollment: 'before', status: 'ended' },
  ].map((body, index) => Entry.parse({ ...body, number: index + 1, at: AT - 1000 }))
  const ada = realPerson(() => entries, 'ada', 'drawn')
  const run = play(
    { id: 'drawn', graph: CampaignGraph.parse(drawn), createdAt: AT },
    team,
    ada,
    [{ do: 'tracks', name: 'ordered' }],
    AT,
  )
  expect(told(run)).toEqual([
    'Stays outside: not in the audience, because “ordered” was tracked once',
    'Enters the campaign',
    'hi: Sent: “Hi”',
    'Completes: nothing is left to do',
  ])
  expect(entries).toHaveLength(3)
})
