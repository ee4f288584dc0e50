import { check } from '@pavior/shared/campaign/check.ts'
import { compileGraph } from '@pavior/shared/campaign/compile.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCampaign, inTeam } from './any-campaign.ts'
import { AGENTS, INBOX } from './any-component.ts'
import { runs } from './runs.ts'

test('any campaign can be published, and what is published can be again', () => {
  const met = new Map<string, number>()
  const meet = (what: string) => met.set(what, (met.get(what) ?? 0) + 1)
  fc.assert(
    fc.property(anyCampaign, graph => {
      const stored: unknown = JSON.parse(JSON.stringify(graph))
      expect(check(stored, { agents: new Set<string>(AGENTS), inboxes: new Set([INBOX]) }).graph).toEqual(graph)
      for (const { type } of graph.components) meet(type)
      for (const { port } of graph.dependencies) meet(port ?? 'no port')
      if (JSON.stringify(graph.components).includes('"component.')) meet('a condition on a component')
      if (JSON.stringify(graph.exits).includes('"component.')) meet('an exit by a component')
      if (graph.components.length === 12) meet('twelve components')
    }),
    runs(500),
  )
  const types = ['filter', 'wait', 'inbound-message', 'send-message', 'send-email', 'assign', 'end']
  const others = ['matched', 'unmatched', 'no port', 'a condition on a component', 'an exit by a component']
  for (const what of [...types, ...others, 'twelve components'])
    expect(met.get(what) ?? 0, `${what} was drawn`).toBeGreaterThan(5)
})

test('any campaign can be published in a team of other names', () => {
  const known = { agents: new Set(['ada', 'okan']), inboxes: new Set(['sales']) }
  fc.assert(
    fc.property(anyCampaign, graph => {
      expect(
        check(inTeam(graph, 'sales', ['ada', 'okan']), known).problems.filter(({ level }) => level === 'error'),
      ).toEqual([])
    }),
    runs(200),
  )
})

test('C5, C7: a compiled graph has every line once, and everything in the order in which it acts', () => {
  fc.assert(
    fc.property(anyCampaign, graph => {
      const { components, roots, next, order, startsByMessage } = compileGraph(graph, 1)
      const place = (id: string) => order.get(id) ?? Number.NaN
      expect([...components.keys()].map(place)).toEqual(graph.components.map((_, index) => index))
      const all = [...components.values()]
      for (const [index, one] of all.slice(1).entries()) {
        const { position: above, id } = all[index] ?? one
        const { x, y } = one.position
        expect(above.y < y || (above.y === y && (above.x < x || (above.x === x && id < one.id)))).toBe(true)
      }
      const ports = [undefined, 'matched', 'unmatched'] as const
      const lines = all.flatMap(({ id }) => ports.flatMap(port => next(id, port).map(to => ({ from: id, to, port }))))
      const key = ({ from, to, port }: { from: string; to: string; port?: string | undefined }) =>
        `${from} ${port} ${to}`
      expect(lines.map(key).sort()).toEqual(graph.dependencies.map(key).sort())
      for (const { id } of all)
        for (const port of ports) {
          const places = next(id, port).map(place)
          expect(places).toEqual(places.toSorted((a, b) => a - b))
        }
      const reached = new Set(graph.dependencies.map(({ to }) => to))
      expect(roots).toEqual(all.map(({ id }) => id).filter(id => !reached.has(id)))
      expect(startsByMessage).toBe(roots.every(id => components.get(id)?.type === 'inbound-message'))
    }),
    runs(300),
  )
})
