import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { until } from '../house/until.ts'

/** `DATA_DIR/demo.json`. */
export const Demo = z.object({
  team: z.string(),
  apiKey: z.string(),
  identitySecret: z.string(),
  agent: z.object({ email: z.string(), password: z.string() }),
})
export type Demo = z.output<typeof Demo>

/** Everybody else who comes in, again and again, also while the database is away: screens, back ends, signups. */
export class Doors {
  /** Answers that a database that is away is no reason for. */
  readonly complaints: string[] = []
  private readonly opened = new Map<string, number>()
  private readonly running: Promise<void>[] = []
  private knocking = true

  private constructor(url: string, demo: Demo, cookie: string) {
    const asked: Record<string, () => Promise<Response>> = {
      'the health of the server': () => fetch(`${url}/readyz`),
      'the list of people': () => fetch(`${url}/api/v1/people`, bearer(demo)),
      "an agent's screen": () => fetch(`${url}/api/dashboard/me`, { headers: { cookie } }),
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

  static async of(url: string, demo: Demo): Promise<Doors> {
    const signedIn = await fetch(`${url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify(demo.agent),
    })
    const cookie = signedIn.headers.getSetCookie().map(line => line.split(';')[0])
    return new Doors(url, demo, cookie.join('; '))
  }

  private async knock(what: string, ask: () => Promise<Response>): Promise<void> {
    while (this.knocking) {
      const answer = await ask().catch(() => undefined)
      const text = await answer?.text()
      if (answer && !answer.ok && answer.status !== 503) this.complaints.push(`${what}: ${answer.status} ${text}`)
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
