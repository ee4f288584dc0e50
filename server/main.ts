import { join } from 'node:path'
import { Problem } from '@pavior/shared/problem.ts'
import { liveTeams } from './campaigns/live.ts'
import { crashAt } from './crash.ts'
import { startEmbedded } from './database/embedded.ts'
import { everyday } from './database/everyday.ts'
import { holdDataDir } from './database/hold.ts'
import { longReads } from './database/long-reads.ts'
import { migrate } from './database/migrate.ts'
import { openPools } from './database/pools.ts'
import { transportOf } from './email/transports.ts'
import { createClock } from './engine/clock.ts'
import { createEngine, type Engine } from './engine/engine.ts'
import type { Reaction } from './engine/reaction.ts'
import { createTurns } from './engine/turns.ts'
import { type Environment, ownOrigins } from './environment.ts'
import { createApp } from './http/app.ts'
import { healthRoutes } from './http/health.ts'
import { listen } from './http/listen.ts'
import { builtPages, type Pages } from './http/pages.ts'
import { createBackground } from './jobs/background.ts'
import { startBoss } from './jobs/boss.ts'
import { keptSecret } from './kept-secret.ts'
import { createLimits } from './limits.ts'
import { logAt } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createPasts } from './past/pasts.ts'
import { createDoor } from './people/door.ts'
import { createRealtime } from './realtime/realtime.ts'
import { makeAuth } from './teams/auth.ts'
import { type Demo, giveDemo } from './teams/demo.ts'
import { firstRunToken, isFirstRun, needsToken } from './teams/first-run.ts'
import { signedIn } from './teams/signed-in.ts'

export type Started = {
  url: string
  /** With DEMO: what opens the demo team. */
  demo: Demo | undefined
  /** While there is no team yet: where to make it, with the one-time token where one is needed. */
  firstRun: string | undefined
  /** Does all that is due by now, to the end: for who has set the clock ahead. */
  catchUp: () => Promise<void>
}

type Options = {
  /** Hears what takes long. */
  say?: (line: string) => void
  pages?: Pages
  /** Runs once data directory and port are ours, before the database starts. */
  prepare?: () => Promise<void>
  /** Milliseconds by which the product's clock is ahead of the database's; tests let days pass with it. */
  ahead?: () => number
}

/** What undoes a step of the start; they run in turn, the last first. */
type Undo = { after: (step: () => unknown) => void }

/**
 * Puts the server together and starts it; the only place that does. Throws CannotStart with a sentence for the operator.
 * `stop` refuses what is new, waits for what runs, and leaves nothing behind (architecture.md, "starting and stopping").
 */
export async function serve(
  environment: Environment,
  options: Options = {},
): Promise<Started & { stop: () => Promise<void> }> {
  const steps: (() => unknown)[] = []
  const stop = async () => {
    for (const step of steps.splice(0).reverse()) await step()
  }
  try {
    return { ...(await start(environment, options, { after: step => steps.push(step) })), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(environment: Environment, options: Options, undo: Undo): Promise<Started> {
  const { say = () => {}, pages = builtPages, prepare, ahead = () => 0 } = options
  const { dataDir, publicUrl } = environment
  const log = logAt(environment.logLevel)
  const metrics = createMetrics()
  if (environment.databaseUrl === undefined) undo.after(await holdDataDir(dataDir, publicUrl))
  const http = await listen(environment.port)
  undo.after(http.close)
  if (environment.metricsPort !== undefined) undo.after(await metrics.serve(environment.metricsPort))

  await prepare?.()
  const secret = environment.authSecret ?? keptSecret(join(dataDir, 'auth.secret'))
  const url = environment.databaseUrl ?? (await embedded(dataDir, say, undo))
  await migrate(url)
  const pools = openPools(url)
  undo.after(pools.end)
  const boss = await startBoss(url, log)
  undo.after(() => boss.stop({ graceful: true, timeout: 5000 }))

  const db = everyday(pools.auth)
  const teams = liveTeams(pools.screens, log)
  const limits = createLimits(environment.rateLimits, metrics.limited)
  const { email, webhookTargets } = environment
  const post = { transport: transportOf(email), sender: { secret, publicUrl, ...email } }
  const realtime = createRealtime({
    http: http.server,
    sql: pools.screens,
    teams,
    limits,
    log,
    trustProxy: environment.trustProxy,
    origins: ownOrigins(environment),
    counted: metrics.sockets,
    reports: post.transport.reports,
  })
  undo.after(realtime.close)
  metrics.clientsBehind(realtime.behind)
  const told = (reaction: Reaction) => {
    crashAt('react:before-telling')
    realtime.tell(reaction)
    background.told(reaction)
  }
  const turns = createTurns()
  const engine = measured(
    createEngine(
      pools.facts,
      teams,
      { clock: createClock(ahead), secret, turns, isAvailable: realtime.agentAvailable },
      told,
    ),
    metrics,
  )
  undo.after(engine.stop)
  const background = createBackground({
    boss,
    sql: pools.jobs,
    engine,
    teams,
    turns,
    post,
    webhookTargets,
    ahead,
    log,
  })
  const { catchUp, work } = background
  undo.after(background.stop)
  let ready = true
  const unready = () => {
    undo.after(http.refuse)
    undo.after(() => {
      ready = false
    })
  }
  if (environment.role === 'worker') {
    await work()
    http.answerWith(healthRoutes({ pools, ready: () => ready }).fetch)
    unready()
    return { url: publicUrl, demo: undefined, firstRun: undefined, catchUp }
  }

  const door = createDoor(pools.screens, teams, engine, secret)
  const auth = makeAuth({ db, environment, secret, log, sessionEnded: realtime.cutSession })
  // Nothing is awaited since the sockets were made: whoever connected before this would hear nothing.
  realtime.open({ engine, door, signedIn: headers => signedIn(auth, db, headers) })
  const long = longReads(pools.screens)
  const pasts = createPasts({ url, long, log })
  undo.after(pasts.stop)
  const demo = environment.demo ? await giveDemo({ auth, db, environment }) : undefined
  const needs = {
    environment,
    log,
    secret,
    pools,
    long,
    pasts,
    db,
    auth,
    teams,
    engine,
    door,
    limits,
    post,
    presence: realtime,
    ahead,
  }
  http.answerWith(createApp({ ...needs, ready: () => ready }, pages).fetch)
  unready()
  if (environment.role === 'all') await work()
  const firstRun = (await isFirstRun(db)) ? startLink(environment, secret) : undefined
  return { url: publicUrl, demo, firstRun, catchUp }
}

async function embedded(dataDir: string, say: (line: string) => void, undo: Undo): Promise<string> {
  const { url, stop } = await startEmbedded(dataDir, say)
  undo.after(stop)
  return url
}

const startLink = (environment: Environment, secret: string): string =>
  `${environment.publicUrl}/start${needsToken(environment) ? `?token=${firstRunToken(secret)}` : ''}`

/** Counts each fact and how long it took, whoever brought it. */
const measured = (engine: Engine, metrics: Metrics): Engine => ({
  ...engine,
  react: async fact => {
    const start = performance.now()
    const took = () => performance.now() - start
    try {
      const reaction = await engine.react(fact)
      metrics.reacted(fact.kind, 'done', took())
      return reaction
    } catch (error) {
      metrics.reacted(fact.kind, error instanceof Problem ? 'refused' : 'failed', took())
      throw error
    }
  },
})
