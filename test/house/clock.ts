import type { Sql } from 'postgres'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

/**
 * The product's clock of a house, which runs ahead of the database's as far as a test lets time pass. What falls due on
 * the way is done in its order, by the real jobs: nothing waits, nothing sleeps.
 */
export class Clock {
  /** Milliseconds. */
  ahead = 0
  private readonly sql: Sql
  private readonly catchUp: () => Promise<void>

  constructor(sql: Sql, catchUp: () => Promise<void>) {
    this.sql = sql
    this.catchUp = catchUp
  }

  /** Milliseconds. */
  async now(): Promise<number> {
    return (await this.read()) + this.ahead
  }

  /** An ISO 8601 duration; calendar days are counted in `zone`. */
  async passes(duration: string, zone = 'UTC'): Promise<void> {
    await this.runsTo(this.after(await this.now(), duration, zone))
  }

  /** It is that moment now, such as `2031-03-30T09:00+02:00`; never an earlier one than before. */
  async is(moment: string): Promise<void> {
    await this.runsTo(Temporal.Instant.from(moment).epochMilliseconds)
  }

  /** All at once, as when nobody was there meanwhile: what fell due is found afterwards. */
  async jumps(duration: string): Promise<void> {
    await this.sets(this.after(await this.now(), duration, 'UTC'))
  }

  private after(now: number, duration: string, zone: string): number {
    return Temporal.Instant.fromEpochMilliseconds(Math.ceil(now)).toZonedDateTimeISO(zone).add(duration)
      .epochMilliseconds
  }

  private async runsTo(end: number): Promise<void> {
    if (end < (await this.now())) throw new Error(`the clock would run backwards to ${new Date(end).toISOString()}`)
    await this.catchUp()
    for (let next = await this.nextDue(end); next !== undefined; next = await this.nextDue(end)) {
      await this.sets(next)
      await this.catchUp()
    }
    await this.sets(end)
    await this.catchUp()
  }

  private async sets(moment: number): Promise<void> {
    this.ahead = Math.max(this.ahead, moment - (await this.read()))
  }

  private async read(): Promise<number> {
    const [row] = await this.sql`select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as at`
    return At.parse(row).at ?? 0
  }

  /** The next moment up to `end` at which something is due. */
  private async nextDue(end: number): Promise<number | undefined> {
    const [row] = await this.sql`
      select ceil(extract(epoch from least(
        (select min(due_at) from timers), (select min(flip_at) from people),
        (select min(snoozed_until) from conversations where state = 'snoozed'))) * 1000)::float8 as at`
    const { at } = At.parse(row)
    return at !== null && at <= end ? at : undefined
  }
}

const At = z.object({ at: z.number().nullable() })
