/** Chance that can be repeated: the same seed gives the same numbers. */
export class Chance {
  readonly seed: number
  private state: number

  constructor(seed = Number(process.env.SEED ?? Date.now() & 0x7fffffff)) {
    this.seed = seed
    this.state = seed
  }

  /** Whole, from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  oneOf<T>(first: T, ...others: T[]): T {
    return [first, ...others][this.between(0, others.length)] ?? first
  }

  shuffled<T>(all: readonly T[]): T[] {
    return all
      .map(one => ({ one, place: this.next() }))
      .sort((a, b) => a.place - b.place)
      .map(({ one }) => one)
  }

  /** mulberry32 */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
