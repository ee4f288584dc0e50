import type { RewindKind } from '@pavior/shared/protocol/rewind.ts'
import type { About } from '@pavior/shared/rewind/origin.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { missing } from '../people/erased.ts'
import { personOf } from '../people/reads.ts'

/** Whose past it is, and what in it. */
export type Rewound = { person: string; about: About & { form?: string } }

const Row = z.object({
  person: z.string(),
  conversation: z.string().nullable(),
  enrollment: z.string().nullable(),
})

/** Throws `not-found`, and `gone` where the person was erased (C26). */
export async function rewoundOf(sql: Sql, team: string, kind: RewindKind, id: string): Promise<Rewound> {
  if (kind === 'person') return { person: (await personOf(sql, team, id)).id, about: {} }
  const [found] = await rowsOf(sql, team, kind, id)
  if (!found) throw await missing(sql, team, kind, id)
  const { person, conversation, enrollment } = Row.parse(found)
  const { id: now } = await personOf(sql, team, person)
  return {
    person: now,
    about: {
      ...(conversation !== null && { conversation }),
      ...(enrollment !== null && { enrollment }),
      ...(kind === 'form' && { form: id }),
    },
  }
}

function rowsOf(sql: Sql, team: string, kind: Exclude<RewindKind, 'person'>, id: string) {
  switch (kind) {
    case 'conversation':
      // The enrollment that wrote in it first: its campaign is shown beside it.
      return sql`
        select c.person_id as person, c.id as conversation, (
          select campaign ->> 'enrollment' from messages m where m.team_id = c.team_id and m.conversation_id = c.id
            and m.campaign is not null order by m.number limit 1) as enrollment
        from conversations c where c.team_id = ${team} and c.id = ${id}`
    case 'form':
      // By messages_id.
      return sql`
        select c.person_id as person, c.id as conversation, m.campaign ->> 'enrollment' as enrollment from messages m
        join conversations c on c.team_id = m.team_id and c.id = m.conversation_id
        where m.team_id = ${team} and m.id = ${id} and m.form is not null`
    case 'enrollment':
      return sql`
        select e.person_id as person, e.id as enrollment, (
          select a.conversation_id from acts a where a.team_id = e.team_id and a.enrollment_id = e.id
            and a.conversation_id is not null order by a.at limit 1) as conversation
        from enrollments e where e.team_id = ${team} and e.id = ${id}`
  }
}
