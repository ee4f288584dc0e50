import { setTimeout as sleep } from 'node:timers/promises'
import { liveTeams } from '@pavior/server/campaigns/live.ts'
import { logAt } from '@pavior/server/log.ts'
import type { Sql } from 'postgres'
import { assigns, emails, filters, graph, hears, is, sends, waits } from '../house/graph.ts'
import { type MailProvider, openMailProvider } from '../house/mail-provider.ts'
import { makeLive } from '../house/publish.ts'
import { until } from '../house/until.ts'
import { Author } from './author.ts'
import { BackEnd } from './back-end.ts'
import { Caller } from './caller.ts'
import { Crowd } from './crowd.ts'
import { Receiver } from './receiver.ts'
import { looking, type Scene } from './scene.ts'
import type { Sender } from './sender.ts'
import { drippedWrong, emailedWrong, forgotten, openWork } from './town-checks.ts'
import type { Victim } from './victim.ts'

/** Longer than any of its waits, and than a start of the servers on a busy machine. */
const PATIENCE = 120_000

/** What the servers of a town are started with, behind their `DATABASE_URL`. */
const variablesOf = (provider: MailProvider): Record<string, string> => ({
  NODE_ENV: 'test',
  AUTH_SECRET: 'the secret that all servers of a town share',
  RESEND_API_KEY: 're_test',
  RESEND_BASE_URL: provider.url,
  EMAIL_FROM: 'hello@tidewheel.example',
  WEBHOOK_TARGETS: 'any',
})

/** Opens what the servers talk to, for as long as something is played. */
export async function withOutside<T>(
  play: (outside: { provider: MailProvider; receiver: Receiver; variables: Record<string, string> }) => Promise<T>,
): Promise<T> {
  const provider = await openMailProvider()
  const receiver = await Receiver.opens()
  try {
    return await play({ provider, receiver, variables: variablesOf(provider) })
  } finally {
    await Promise.all([provider.stop(), receiver.leaves()])
  }
}

type Needs = {
  scene: Scene
  databaseUrl: string
  /** Those that serve: visitors and back ends come to them. */
  serving: readonly [Victim, ...Victim[]]
  provider: MailProvider
  receiver: Receiver
  visitors: number
}

/**
 * Everything at once: visitors who write, wait for answers and fill in forms; people who sign up and go through a drip
 * of waits, filters, messages, emails and assigning; somebody who publishes to everybody; a back end that is told.
 */
export class Town {
  private readonly needs: Needs
  private readonly crowd: Crowd
  private readonly backEnd: BackEnd
  private readonly author: Author
  private readonly caller: Caller
  private readonly running: Promise<unknown>[]
  private busy = true

  private constructor(needs: Needs, caller: Caller) {
    const { scene, serving, visitors } = needs
    const { chance, demo } = scene
    this.needs = needs
    this.caller = caller
    this.backEnd = new BackEnd(caller, chance)
    this.author = new Author(caller, chance)
    this.crowd = new Crowd(serving, demo.team, visitors, async sender => {
      await fillsIn(sender)
      await sleep(chance.between(100, 500))
    })
    const again = async (what: () => Promise<void>) => {
      while (this.busy) await what()
    }
    this.running = [
      ...Array.from({ length: 2 }, () => again(() => this.backEnd.serves())),
      again(async () => {
        await this.author.writes()
        // What is written to everybody grows with the square of the time.
        await sleep(chance.between(0, 500) * Math.ceil(this.author.written.length / 5))
      }),
    ]
    // Asked for in the end; until then it must not end the process.
    for (const run of this.running) run.catch(() => undefined)
  }

  static async opens(needs: Needs): Promise<Town> {
    const { scene, databaseUrl, serving, receiver } = needs
    const { chance, demo } = scene
    const urls = serving.map(({ url }) => url)
    const caller = new Caller(urls, demo, chance)
    const webhook = await caller.asks('POST', '/webhooks', {
      url: receiver.url,
      events: ['message.created', 'campaign.entered'],
    })
    if (webhook.status !== 201) throw new Error(`no webhook was made: ${JSON.stringify(webhook)}`)
    await looking(databaseUrl, async sql => {
      const [inbox] = await sql`select id from inboxes where team_id = ${demo.team} order by created_at limit 1`
      const teams = liveTeams(sql, logAt('fatal'))
      for (const campaign of [drip(String(inbox?.id)), echo(String(inbox?.id)), lately(), muchLater()])
        await makeLive(sql, teams, demo.team, campaign)
    })
    return new Town(needs, caller)
  }

  /** Waits until somebody signed up, so that something of every kind is under way. */
  async hasBegun(): Promise<void> {
    await until(() => this.backEnd.signups.length > 0, 'somebody signs up', PATIENCE)
  }

  /** Waits until so many more messages of visitors were acknowledged. */
  goesOn(more: number): Promise<void> {
    return this.crowd.goesOn(more)
  }

  /**
   * Nothing new is begun, all that was begun is acknowledged, all servers are started anew, and what is due comes to its
   * end. Then nothing may be wrong.
   */
  async stops(): Promise<string[]> {
    const { databaseUrl, scene, serving, provider, receiver } = this.needs
    const { team } = scene.demo
    this.busy = false
    await Promise.all(this.running)
    await this.crowd.stops()
    const codes = await Promise.all(serving.map(victim => victim.end('SIGTERM')))
    const unruly = codes.filter(code => code !== 0)
    if (unruly.length > 0) return [`asked to stop, the server ended with ${unruly.join(', ')}`]
    return await looking(databaseUrl, async sql => {
      await endLeases(sql)
      await Promise.all(serving.map(victim => victim.start()))
      let left: string[] = []
      const isDone = async () => {
        left = await openWork(sql, team)
        return left.length === 0
      }
      await until(isDone, 'all that is due is done', PATIENCE).catch(error => {
        throw new Error(`${error instanceof Error ? error.message : error}: ${left.join('; ')}`)
      })
      const upgraded = this.backEnd.signups.filter(({ tracked }) => tracked.includes('upgraded'))
      return [
        ...this.caller.complaints,
        ...(await this.crowd.wrong(sql)),
        ...(await this.backEnd.wrong(sql, team)),
        ...(await this.author.wrong(sql, team)),
        ...(await drippedWrong(
          sql,
          team,
          this.backEnd.signups.map(({ person }) => person),
          new Set(upgraded.map(({ person }) => person)),
        )),
        ...(await emailedWrong(sql, team, provider)),
        ...(await forgotten(sql, team)),
        ...(await receiver.wrong(sql, team)),
      ]
    })
  }

  get counted(): string {
    const { crowd, backEnd, author, needs } = this
    const tracked = backEnd.signups.reduce((sum, signup) => sum + signup.tracked.length, 0)
    return [
      `${crowd.acknowledged} messages (${crowd.again} sent again)`,
      `${backEnd.signups.length} signups with ${tracked} events`,
      `${needs.provider.taken.length} emails`,
      `${author.written.length} campaigns to everybody`,
    ].join(', ')
  }
}

/** The dead hold what they had claimed for a while longer: nobody waits for that. */
export async function endLeases(sql: Sql): Promise<void> {
  await sql`update emails set due_at = created_at where state in ('due', 'handing')`
  await sql`update webhook_deliveries set due_at = at where due_at is not null`
}

/** C21: a visitor who is asked answers once. */
async function fillsIn(sender: Sender): Promise<void> {
  for (const [form, values] of sender.forms)
    if (values === undefined)
      sender.forms.set(form, await sender.fills(form, { email: `${crypto.randomUUID()}@people.example` }))
}

const signups = { all: [is('type', 'signup'), is('attributes.drip', 'yes')] }

/** Three seconds at most for each, and out at once for whoever upgrades. */
const drip = (inbox: string) =>
  graph(
    [
      waits('wait', { for: 'PT1S' }),
      filters('connected', { field: 'event.connected', op: 'happened' }, { watch: { for: 'PT1S' } }),
      sends('well-done', 'Well done!'),
      assigns('sales', inbox),
      emails('help', 'Can we help?', { position: { x: 300, y: 200 } }),
      waits('pause', { for: 'PT1S', position: { x: 300, y: 300 } }),
      sends('later', 'Are you still there?', { position: { x: 300, y: 400 } }),
    ],
    ['wait > connected:matched > well-done > sales', 'connected:unmatched > help > pause > later'],
    {
      name: 'Drip',
      audience: signups,
      exits: [{ id: 'upgraded', name: 'Upgraded', filter: { field: 'event.upgraded', op: 'happened' } }],
    },
  )

/** Whoever writes is answered a moment later, again and again. */
const echo = (inbox: string) =>
  graph(
    [
      hears('any', { which: 'any' }),
      waits('moment', { for: 'PT1S' }),
      sends('answer', 'Thank you!'),
      assigns('desk', inbox),
    ],
    ['any > moment > answer > desk'],
    { name: 'Echo', reentry: 'each' },
  )

/** C1: entered when time comes, and by nothing else. */
const lately = () =>
  graph([sends('how', 'How was it so far?')], [], {
    name: 'Lately',
    audience: { all: [signups, { field: 'signedUpAt', op: 'not-within-last', value: 'PT2S' }] },
  })

/** Somebody waits at any time, and for longer than anything else takes. */
const muchLater = () =>
  graph([waits('long', { for: 'PT40M' }), sends('again', 'It is us again.')], ['long > again'], {
    name: 'Much later',
    audience: signups,
  })
