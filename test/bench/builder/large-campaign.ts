import { plainDocument } from '@pavior/shared/document/document.ts'

const COLUMNS = 10
const ROWS = 25

/** As large as a campaign can be: 250 components of all kinds, and 300 lines. */
export function largeCampaign(inbox: string): { name: string } & Record<string, unknown> {
  const at = (column: number, row: number) => `c-${column}-${row}`
  const cells = Array.from({ length: ROWS * COLUMNS }, (_, index) => ({
    column: index % COLUMNS,
    row: Math.floor(index / COLUMNS),
  }))
  const kinds = kindsFor(inbox)
  const components = cells.map(({ column, row }) => ({
    id: at(column, row),
    position: { x: column * 300, y: row * 160 },
    ...(kinds[(row + column) % kinds.length] ?? {}),
  }))
  const typeOf = new Map(components.map(({ id, ...rest }) => [id, 'type' in rest ? rest.type : '']))
  const line = (from: string, to: string) =>
    typeOf.get(from) === 'filter' ? { from, to, port: 'matched' } : { from, to }
  const down = cells.flatMap(({ column, row }) => (row + 1 < ROWS ? [line(at(column, row), at(column, row + 1))] : []))
  const aside = cells
    .filter(({ column, row }) => column + 1 < COLUMNS && row + 1 < ROWS && (column + row) % 3 === 0)
    .map(({ column, row }) => line(at(column, row), at(column + 1, row + 1)))
  return {
    name: 'As large as it gets',
    audience: { all: [] },
    components,
    dependencies: [...down, ...aside].slice(0, 300),
  }
}

const kindsFor = (inbox: string) => [
  {
    type: 'send-message',
    settings: {
      newConversation: false,
      from: 'team',
      content: plainDocument('How can we reach you if you have to leave before somebody answers?'),
    },
  },
  { type: 'wait', settings: { for: 'P3D', hours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' } } },
  {
    type: 'filter',
    settings: {
      filter: {
        all: [
          { field: 'attributes.plan', op: 'equals', value: 'pro' },
          { not: { field: 'event.order placed', op: 'happened', within: 'P7D' } },
        ],
      },
      watch: { for: 'P1D' },
    },
  },
  { type: 'assign', settings: { inbox, agent: 'round-robin' } },
  { type: 'inbound-message', settings: { which: 'any', contains: ['price', 'offer'] } },
]
