import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { type Difference, differences } from '@pavior/shared/campaign/difference.ts'
import { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ends, filters, graph, is, sends, waits } from '../house/graph.ts'
import { anyCampaign } from '../properties/any-campaign.ts'
import { runs } from '../properties/runs.ts'

const published = (drawn: object) => CampaignGraph.parse(drawn)
const drawn = (what: object) => CampaignDraft.parse(what)
const told = (before: object, after: object) => differences(published(before), drawn(after)).map(short)

function short(difference: Difference): string {
  switch (difference.what) {
    case 'component':
      return `${difference.how} ${(difference.after ?? difference.before)?.id}${difference.settings ? `: ${difference.settings}` : ''}`
    case 'exit':
      return `exit ${difference.how} ${(difference.after ?? difference.before)?.id}`
    case 'line':
      return `line ${difference.how} ${difference.line.from}>${difference.line.to}`
    case 'places':
      return `places ${difference.components}`
    default:
      return difference.what
  }
}

const base = graph([waits('hold', { for: 'P3D' }), sends('hello', 'Hello')], ['hold > hello'], { name: 'Follow-up' })

test('what is left out is no difference to what was published', () => {
  expect(told(base, base)).toEqual([])
  expect(told(base, { ...base, exits: [], reentry: 'never', startable: false })).toEqual([])
})

test('components added, removed and changed are told, with what was set otherwise', () => {
  const after = graph(
    [waits('hold', { for: 'P5D', zone: 'person' }), sends('bye', 'Bye', { newConversation: true })],
    ['hold > bye'],
    { name: 'Follow-up' },
  )
  expect(told(base, after)).toEqual([
    'changed hold: for,zone',
    'removed hello',
    'added bye',
    'line removed hold>hello',
    'line added hold>bye',
  ])
})

test('a component of another type under the same id is another one', () => {
  const after = graph([filters('hold', is('type', 'lead')), sends('hello', 'Hello')], ['hold:matched > hello'], {
    name: 'Follow-up',
  })
  expect(told(base, after)).toEqual(['replaced hold', 'line removed hold>hello', 'line added hold>hello'])
})

test('the campaign’s own settings, its exits and where components stand are told', () => {
  const exits = [{ id: 'lead', name: 'Lead', filter: is('type', 'lead') }]
  expect(
    told(base, { ...base, name: 'Other', audience: is('type', 'signup'), reentry: 'each', startable: true, exits }),
  ).toEqual(['name', 'audience', 'reentry', 'startable', 'exit added lead'])
  expect(told({ ...base, exits }, { ...base, exits: [{ ...exits[0], name: 'A lead' }] })).toEqual(['exit changed lead'])
  const moved = graph(
    [waits('hold', { for: 'P3D', position: { x: 5, y: 5 } }), sends('hello', 'Hello')],
    ['hold > hello'],
    { name: 'Follow-up' },
  )
  expect(told(base, moved)).toEqual(['places hold'])
})

test('what can’t be read yet is told, too', () => {
  expect(
    told(graph([ends('stop')]), {
      name: 'A campaign',
      components: [{ id: 'stop', type: 'later' }],
      audience: { field: 'x' },
    }),
  ).toEqual(['audience', 'replaced stop'])
})

test('nothing differs from itself, and what is added one way is removed the other way', () => {
  fc.assert(
    fc.property(anyCampaign, anyCampaign, (a, b) => {
      expect(differences(a, structuredClone(a))).toEqual([])
      const counted = (all: Difference[], how: string) => all.filter(one => 'how' in one && one.how === how).length
      const [there, back] = [differences(a, b), differences(b, a)]
      expect(counted(there, 'added')).toBe(counted(back, 'removed'))
      expect(counted(there, 'changed')).toBe(counted(back, 'changed'))
      expect(there.length === 0).toBe(JSON.stringify(a) === JSON.stringify(b))
    }),
    runs(100),
  )
})
