import { relative } from 'node:path'
import { buildChanged } from './build.ts'
import { CannotStart } from './cannot-start.ts'
import { develop, vitePages } from './develop.ts'
import { type Environment, readEnvironment } from './environment.ts'
import { type Started, serve } from './main.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const began = performance.now()
const progress = (line: string) => say(`  ${line} …`)

/** Stopping takes milliseconds; should something hang, the operator is not kept waiting. */
const PATIENCE = 9_500

async function main(): Promise<void> {
  let stop: (() => Promise<void>) | undefined
  let stopping = false
  /** The first signal ends in order, also in the middle of a start; the second ends at once. */
  const end = () => {
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), PATIENCE).unref()
    if (stop) finish(stop)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  // A closed terminal is no reason to fail.
  process.stdout.on('error', () => {})
  try {
    const environment = readEnvironment(process.env)
    stop = await run(environment, process.argv.slice(2))
    if (stopping) finish(stop)
  } catch (error) {
    if (stopping) process.exit(0)
    if (!(error instanceof CannotStart)) throw error
    process.stderr.write(`\n${error.message}\n`)
    process.exit(1)
  }
}

async function run(environment: Environment, [mode, ...ports]: string[]): Promise<() => Promise<void>> {
  if (mode === '--dev') return develop(environment, progress)
  if (mode === '--vite') {
    const { stop } = await serve(environment, { say: progress, pages: vitePages(ports) })
    return stop
  }
  const started = await serve(environment, { say: progress, prepare: () => buildChanged(progress) })
  welcome(environment, started)
  return started.stop
}

function finish(stop: () => Promise<void>): void {
  stop().then(
    () => process.exit(0),
    error => {
      process.stderr.write(`Stopping failed: ${error instanceof Error ? error.stack : error}\n`)
      process.exit(1)
    },
  )
}

/** Where to go now. */
function welcome({ dataDir, databaseUrl }: Environment, { url, demo, firstRun }: Started): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  say(`\n  Pavior is ready (${seconds} s).\n`)
  if (demo) {
    say(`  Chat as a visitor     ${url}/demo`)
    say(`  Answer as an agent    ${url}`)
    say(`     email              ${demo.agent.email}`)
    say(`     password           ${demo.agent.password}`)
  } else if (firstRun) say(`  Make the first team   ${firstRun}`)
  else say(`  Dashboard             ${url}`)
  say(`  API                   ${url}/api/v1/docs\n`)
  const near = relative('', dataDir)
  const folder = near === '' || near.startsWith('..') ? dataDir : near
  say(`  Data in ${databaseUrl === undefined ? folder : 'your database'}. Stop with Ctrl-C.\n`)
}

await main()
