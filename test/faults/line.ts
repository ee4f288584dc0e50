import { connect, createServer, type Socket } from 'node:net'

/** The line to a database: cut for a while as if nobody were there, or silent as if nobody answered. */
export class Line {
  readonly url: string
  private readonly ends: Set<Socket>
  private readonly state: { open: boolean }
  private readonly close: () => Promise<void>

  private constructor(url: string, ends: Set<Socket>, state: { open: boolean }, close: () => Promise<void>) {
    this.url = url
    this.ends = ends
    this.state = state
    this.close = close
  }

  static async to(databaseUrl: string): Promise<Line> {
    const { hostname, port } = new URL(databaseUrl)
    const ends = new Set<Socket>()
    const state = { open: true }
    const server = createServer(near => {
      if (!state.open) return near.destroy()
      const far = connect(Number(port), hostname)
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        ends.add(one)
        one.on('error', () => other.destroy())
        one.on('close', () => {
          ends.delete(one)
          other.destroy()
        })
        one.pipe(other)
      }
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const url = new URL(databaseUrl)
    url.hostname = '127.0.0.1'
    url.port = String(typeof address === 'object' && address ? address.port : 0)
    return new Line(url.href, ends, state, () => new Promise(resolve => server.close(() => resolve())))
  }

  /** Who is connected is cut off, and nobody gets through any more. */
  cuts(): void {
    this.state.open = false
    for (const end of this.ends) end.destroy()
  }

  /** Nothing comes through, and nobody is told. */
  falls(silent: boolean): void {
    for (const end of this.ends) {
      if (silent) end.pause()
      else end.resume()
    }
  }

  mends(): void {
    this.state.open = true
  }

  async leaves(): Promise<void> {
    this.cuts()
    await this.close()
  }
}
