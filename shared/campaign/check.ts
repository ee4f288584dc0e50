import { inlinesOf } from '../document/document.ts'
import { type CampaignGraph, CampaignGraph as GraphSchema } from './campaign.ts'
import { wordsOf } from './inbound-message.ts'

export type GraphProblem = {
  level: 'error' | 'warning'
  code: string
  component?: string
  path: string
  message: string
}

/** What the team has, for settings that name it. */
export type Known = { agents: ReadonlySet<string> }

/** All that is wrong with a campaign, and the campaign where nothing stands against publishing it. */
export function check(input: unknown, known: Known): { problems: GraphProblem[]; graph?: CampaignGraph } {
  const read = GraphSchema.safeParse(input)
  if (!read.success) {
    const problems = read.error.issues.map(
      (issue): GraphProblem => ({
        level: 'error',
        code: 'invalid',
        path: issue.path.map(String).join('.'),
        message: issue.message,
      }),
    )
    return { problems }
  }
  const graph = read.data
  const problems = [...emptyGraph(graph), ...ids(graph), ...dependencies(graph), ...settings(graph, known)]
  return problems.some(problem => problem.level === 'error') ? { problems } : { problems, graph }
}

const error = (code: string, path: string, message: string, component?: string): GraphProblem => ({
  level: 'error',
  code,
  path,
  message,
  ...(component === undefined ? {} : { component }),
})

function emptyGraph(graph: CampaignGraph): GraphProblem[] {
  return graph.components.length === 0 ? [error('empty', 'components', 'The graph has no component.')] : []
}

function ids(graph: CampaignGraph): GraphProblem[] {
  const seen = new Set<string>()
  return graph.components.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id)
      return []
    }
    return [error('double-id', `components.${index}.id`, `Two components have the id "${id}".`, id)]
  })
}

function dependencies(graph: CampaignGraph): GraphProblem[] {
  const components = new Map(graph.components.map(component => [component.id, component]))
  const seen = new Set<string>()
  const problems = graph.dependencies.flatMap(({ from, to, port }, index): GraphProblem[] => {
    const path = `dependencies.${index}`
    const start = components.get(from)
    if (!start) return [error('unknown-component', `${path}.from`, `There is no component "${from}".`)]
    if (!components.has(to)) return [error('unknown-component', `${path}.to`, `There is no component "${to}".`)]
    if (port !== undefined) return [error('unknown-port', `${path}.port`, `"${from}" has no port "${port}".`, from)]
    if (start.type === 'end') return [error('unknown-port', path, `End workflow "${from}" has no port.`, from)]
    const key = `${from}\n${to}`
    if (seen.has(key)) return [error('double-dependency', path, `"${from}" and "${to}" are connected twice.`)]
    seen.add(key)
    return []
  })
  const cycle = cycleIn(graph)
  return cycle
    ? [...problems, error('cycle', 'dependencies', `The way from "${cycle}" leads back to itself.`, cycle)]
    : problems
}

/** A component that can be reached from itself (C6: the graph is acyclic). */
function cycleIn(graph: CampaignGraph): string | undefined {
  const incoming = new Map(graph.components.map(({ id }) => [id, 0]))
  for (const { to } of graph.dependencies) incoming.set(to, (incoming.get(to) ?? 0) + 1)
  const free = [...incoming].filter(([, count]) => count === 0).map(([id]) => id)
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    incoming.delete(id)
    for (const { from, to } of graph.dependencies) {
      if (from !== id || !incoming.has(to)) continue
      const left = (incoming.get(to) ?? 0) - 1
      incoming.set(to, left)
      if (left === 0) free.push(to)
    }
  }
  return incoming.keys().next().value
}

function settings(graph: CampaignGraph, known: Known): GraphProblem[] {
  return graph.components.flatMap((component, index): GraphProblem[] => {
    const path = `components.${index}.settings`
    if (component.type === 'inbound-message')
      return (component.settings.contains ?? []).flatMap((phrase, at) =>
        wordsOf(phrase) === ''
          ? [error('no-word', `${path}.contains.${at}`, `"${phrase}" has no word to listen for.`, component.id)]
          : [],
      )
    if (component.type !== 'send-message') return []
    const { from, content } = component.settings
    const sender =
      from === 'team' || known.agents.has(from)
        ? []
        : [error('unknown-agent', `${path}.from`, `There is no agent "${from}".`, component.id)]
    const variables = content.content
      .flatMap(inlinesOf)
      .flatMap(inline => (inline.type === 'variable' && !isVariable(inline.attrs.key) ? [inline.attrs.key] : []))
      .map(key => error('unknown-variable', `${path}.content`, `There is no variable "${key}".`, component.id))
    return [...sender, ...variables]
  })
}

const isVariable = (key: string) =>
  ['name', 'email', 'phone', 'company', 'externalId'].includes(key) || /^attributes\..{1,100}$/u.test(key)
