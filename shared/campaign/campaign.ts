import { z } from 'zod'
import { Filter, readFilter } from '../filter/filter.ts'
import { text } from '../text.ts'
import { settings } from './settings.ts'

/** A campaign as it is drawn, kept and sent to the API (interfaces.md, "A campaign"). */

/** More is refused before it is read. */
export const MAX_COMPONENTS = 250
export const MAX_DEPENDENCIES = 1000
const MAX_EXITS = 20

// Numbers are told by the ids of components and exits, as keys of JSON.
const id = text(64, 1).refine(value => value !== '__proto__', 'is not allowed as an id')
const name = (max: number) => text(max).refine(value => value.trim() !== '', 'must not be empty')
const coordinate = z.number('must be a finite number')

const component = <T extends keyof typeof settings>(type: T) =>
  z.strictObject({
    id,
    type: z.literal(type),
    position: z.object({ x: coordinate, y: coordinate }),
    settings: settings[type],
  })

export const Component = z.discriminatedUnion(
  'type',
  [
    component('filter'),
    component('wait'),
    component('inbound-message'),
    component('send-message'),
    component('send-email'),
    component('assign'),
    component('end'),
  ],
  { error: ({ input }) => wrongType(input) },
)

function wrongType(input: unknown): string {
  if (typeof input !== 'object' || input === null) return 'must be a component'
  if (!('type' in input)) return 'needs a type'
  return `there is no type ${JSON.stringify(String(input.type).slice(0, 64))}; it is one of ${Object.keys(settings).join(', ')}`
}

/** Components without a place stand one below the other, in the order they are listed (C7 reads downwards). */
const placed = (components: unknown): unknown =>
  Array.isArray(components)
    ? components.map((one: unknown, index) =>
        typeof one === 'object' && one !== null && Reflect.get(one, 'position') === undefined
          ? { ...one, position: { x: 0, y: index * 160 } }
          : one,
      )
    : components

/** A line leaves a Filter by one of its ports. */
const ports = ['matched', 'unmatched'] as const
export type Port = (typeof ports)[number]

const Dependency = z.strictObject({
  from: id,
  to: id,
  port: z.enum(ports, 'must be "matched" or "unmatched"').optional(),
})

const Exit = z.strictObject({ id, name: name(100), filter: readFilter('exit') })

export const CampaignGraph = z.object({
  name: name(200),
  audience: Filter,
  exits: z.array(Exit).max(MAX_EXITS, `at most ${MAX_EXITS} exits`).default([]),
  reentry: z.enum(['never', 'each']).default('never'),
  startable: z.boolean().default(false),
  components: z.preprocess(placed, z.array(Component).max(MAX_COMPONENTS, `at most ${MAX_COMPONENTS} components`)),
  dependencies: z.array(Dependency).max(MAX_DEPENDENCIES, `at most ${MAX_DEPENDENCIES} lines`).default([]),
})

export type CampaignGraph = z.output<typeof CampaignGraph>
export type Component = z.output<typeof Component>
export type ComponentOf<T extends Component['type']> = Extract<Component, { type: T }>
