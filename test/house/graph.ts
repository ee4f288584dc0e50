/**
 * Campaigns as tests draw them: components from top to bottom, ways as `chat > ask > end`, by a Filter's port as
 * `paid:matched > end`.
 */

type Drawn = { id: string; type: string; settings: object; position: { x: number; y: number } }
type Settings = { position?: Drawn['position'] }

const component = (id: string, type: string, settings: object, position = { x: 0, y: 0 }): Drawn => ({
  id,
  type,
  settings,
  position,
})

export const hears = (
  id: string,
  { position, ...settings }: Settings & { which?: 'first' | 'any'; where?: string; contains?: string[] } = {},
): Drawn => component(id, 'inbound-message', settings, position)

export const sends = (
  id: string,
  content: unknown,
  { position, ...settings }: Settings & { newConversation?: boolean; from?: string } = {},
): Drawn => component(id, 'send-message', { content, ...settings }, position)

export const emails = (
  id: string,
  content: unknown,
  {
    position,
    subject = 'A word',
    ...settings
  }: Settings & { subject?: string; preview?: string; newConversation?: boolean; from?: string } = {},
): Drawn => component(id, 'send-email', { subject, content, ...settings }, position)

type Watch = 'once' | 'forever' | { for: string }

export const filters = (id: string, filter: object, { position, watch }: Settings & { watch?: Watch } = {}): Drawn =>
  component(id, 'filter', { filter, ...(watch !== undefined && { watch }) }, position)

type Hours = { days?: number[]; from?: string; to?: string }

export const waits = (
  id: string,
  { position, ...settings }: Settings & { for?: string; until?: string; zone?: string; hours?: Hours },
): Drawn => component(id, 'wait', settings, position)

export const assigns = (id: string, inbox: string, { position, agent }: Settings & { agent?: string } = {}): Drawn =>
  component(id, 'assign', { inbox, ...(agent !== undefined && { agent }) }, position)

export const ends = (id: string, { position }: Settings = {}): Drawn => component(id, 'end', {}, position)

export type DrawnCampaign = {
  name?: string
  audience?: object
  exits?: { id: string; name: string; filter: object }[]
  reentry?: 'never' | 'each'
  startable?: boolean
}

/** A graph for `team.campaign(…)`. Components without a place stand one below the other. */
export function graph(components: Drawn[], ways: string[] = [], campaign: DrawnCampaign = {}): object {
  const placed = components.map((one, index) =>
    one.position.x === 0 && one.position.y === 0 ? { ...one, position: { x: 0, y: index * 160 } } : one,
  )
  const dependencies = ways.flatMap(way => {
    const stops = way.split('>').map(stop => stop.trim())
    return stops.slice(1).map((stop, index) => {
      const [from, port] = (stops[index] ?? '').split(':')
      return { from, to: stop.split(':')[0], ...(port !== undefined && { port }) }
    })
  })
  return { name: 'A campaign', audience: { all: [] }, ...campaign, components: placed, dependencies }
}

export const is = (field: string, value: unknown): object => ({ field, op: 'equals', value })

/** Of a component of the same campaign: what it did, or what became of what it sent. */
export const of = (component: string, op: string, value?: string): object => ({
  field: `component.${component}`,
  op,
  ...(value !== undefined && { value }),
})

export const not = (filter: object): object => ({ not: filter })

const text = (value: string) => ({ type: 'paragraph', content: [{ type: 'text', text: value }] })

type DrawnField = { key: string; label?: string; kind?: string; required?: boolean; options?: string[] }

/** A message that asks. */
export const asking = (words: string, ...fields: DrawnField[]): object => ({
  type: 'doc',
  content: [
    text(words),
    { type: 'form', attrs: { fields: fields.map(field => ({ label: field.key, kind: 'text', ...field })) } },
  ],
})

/** A message with buttons: to reply with their label, or to follow a link. */
export const offering = (words: string, ...buttons: { id: string; label: string; url?: string }[]): object => ({
  type: 'doc',
  content: [
    text(words),
    ...buttons.map(({ id, label, url }) => ({
      type: 'button',
      attrs: { id, label, action: url === undefined ? { reply: true } : { url } },
    })),
  ],
})

export const email = { key: 'email', label: 'Email', kind: 'email', required: true }
