import type { Author } from '@pavior/shared/protocol/campaigns.ts'
import { z } from 'zod'

/** An agent's id, or this. */
const API = 'api'

/** Who drew or published something, as a column keeps it. */
export const columnOf = (author: Author): string => (author.type === 'agent' ? author.id : API)

/** The column read. Nobody: it came with the team, or is older than the column. */
export const AuthorColumn = z
  .string()
  .nullable()
  .transform((kept): Author | undefined =>
    kept === null ? undefined : kept === API ? { type: 'api' } : { type: 'agent', id: kept },
  )
