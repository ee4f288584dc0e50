/** Campaigns as tests draw them: components from top to bottom, ways as `chat > ask > end`. */

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
    one.position.x === 0 && one.position.y === 0 ? { ...one, position: { x: 0, y: index * 100 } } : one,
  )
  const dependencies = ways.flatMap(way => {
    const stops = way.split('>').map(stop => stop.trim())
    return stops.slice(1).map((to, index) => ({ from: stops[index], to }))
  })
  return { name: 'A campaign', audience: { all: [] }, ...campaign, components: placed, dependencies }
}

export const is = (field: string, value: unknown): object => ({ field, op: 'equals', value })

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
