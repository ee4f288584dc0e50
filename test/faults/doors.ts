import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { until } from '../house/until.ts'

/** `DATA_DIR/demo.json`. */
export const Demo = z.object({ team: z.string(), apiKey: z.string(), identitySecret: z.string() })
export type Demo = z.output<typeof Demo>

/** Everybody else who comes in, again and again, also while the database is away: screens, back ends, signups. */
export class Doors {
  private readonly opened = new Map<string, number>()
  private readonly running: Promise<void>[] = []
  private knocking = true

  constructor(url: string, demo: Demo) {
    const asked: Record<string, () => Promise<Response>> = {
      'the health of the server': () => fetch(`${url}/readyz`),
      'the list of people': () => fetch(`${url}/api/v1/people`, bearer(demo)),
      'a signup by the API': () =>
        fetch(`${url}/api/v1/people/user-1`, {
          ...bearer(demo),
          method: 'PUT',
          body: JSON.stringify({ attributes: { round: randomUUID() } }),
        }),
      'a signed-up visitor': async () =>
        fetch(`${url}/visitor/facts`, {
          method: 'POST',
          body: JSON.stringify({ team: demo.team, identity: await identity(demo), facts: [pageView()] }),
        }),
    }
    for (const what of Object.keys(asked)) this.opened.set(what, 0)
    for (const [what, ask] of Object.entries(asked))
      for (let twice = 0; twice < 2; twice++) this.running.push(this.knock(what, ask))
  }

  private async knock(what: string, ask: () => Promise<Response>): Promise<void> {
    while (this.knocking) {
      const answer = await ask().catch(() => undefined)
      await answer?.text()
      if (answer?.ok) this.opened.set(what, (this.opened.get(what) ?? 0) + 1)
      await sleep(20)
    }
  }

  /** Every door opens again. */
  async open(): Promise<void> {
    const before = new Map(this.opened)
    const shut = () =>
      [...this.opened].filter(([what, times]) => times <= (before.get(what) ?? 0)).map(([what]) => what)
    await until(() => shut().length === 0, 'every door opens', 60_000).catch(() => {
      throw new Error(`closed for a minute: ${shut().join(', ')}`)
    })
  }

  async leave(): Promise<void> {
    this.knocking = false
    await Promise.all(this.running)
  }
}

const bearer = ({ apiKey }: Demo) => ({
  headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
})

const pageView = () => ({ id: randomUUID(), kind: 'page', url: 'https://shop.example/' })

const identity = ({ identitySecret }: Demo): Promise<string> =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('user-2')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(identitySecret))
