import { Problem } from '@pavior/shared/problem.ts'
import type { Author } from '@pavior/shared/protocol/campaigns.ts'
import type { TransactionSql } from 'postgres'

/** What a write says and who says it: its id (made of its Idempotency-Key, otherwise of chance), and a hash of its words. */
export type Said = { id: string; by: Author; hash: string; keyed: boolean }

/** In `facts` these writes are about nobody. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * A write that is about no person, once for its Idempotency-Key: `facts` remembers it in the same transaction, as it
 * does for facts (S1). Sent again it does nothing; with other words, or as something else, it is refused.
 */
export async function idempotent(
  tx: TransactionSql,
  team: string,
  { id, hash, keyed }: Said,
  write: () => Promise<void>,
): Promise<void> {
  if (keyed) {
    // Waits for whoever writes the same just now, and then finds their row.
    const made = await tx`
      insert into facts (team_id, id, person_id, hash, result, at)
      values (${team}, ${id}, ${NOBODY}, ${hash}, '{}', clock_timestamp()) on conflict do nothing returning id`
    if (made.length === 0) {
      const [before] = await tx`select hash from facts where team_id = ${team} and id = ${id} and person_id = ${NOBODY}`
      if (before?.hash !== hash) throw new Problem('conflict', 'This Idempotency-Key was used for something else.')
      return
    }
  }
  await write()
}
