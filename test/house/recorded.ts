import type { Interaction } from '@pavior/shared/journal/interaction.ts'
import type { TestTeam } from './house.ts'

/** Puts into a person's journal what they did in the widget, each a moment after the one before. */
export async function records(
  { sql, id }: Pick<TestTeam, 'sql' | 'id'>,
  person: string,
  session: string,
  ...all: Interaction[]
): Promise<void> {
  for (const what of all)
    await sql.begin(async tx => {
      const data = JSON.stringify({ session, before: 0, what })
      await tx`
        with told as (
          update people set entries = entries + 1, fact_at = greatest(fact_at, date_trunc('milliseconds', clock_timestamp()))
          where team_id = ${id} and id = ${person} returning entries, fact_at)
        insert into journal (team_id, stream, number, at, kind, v, data)
        select ${id}, ${person}, entries, fact_at, 'interacted', 1, ${data}::text::jsonb from told`
    })
}

/** The widget comes up in a tab. */
export const began = (more: Partial<Extract<Interaction, { does: 'began' }>> = {}): Interaction => ({
  does: 'began',
  viewport: { width: 390, height: 844 },
  phone: true,
  language: 'en',
  theme: 'light',
  open: false,
  ...more,
})
