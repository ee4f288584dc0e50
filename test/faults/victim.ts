import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** What `start` allows for stopping in order, and more. */
const PATIENCE = 15_000

/** What the first start compiled, later ones take from here (Node forgets what was changed since). */
const COMPILED = join(tmpdir(), 'pavior-compiled')

/** A server that is killed and started again, always on the same port. */
export class Victim {
  readonly url: string
  private readonly variables: Record<string, string>
  private child: ChildProcess | undefined
  private ended: Promise<number | NodeJS.Signals> | undefined
  private said = ''
  private expected = false

  constructor(port: number, variables: Record<string, string>) {
    this.url = `http://localhost:${port}`
    this.variables = { PORT: String(port), RATE_LIMITS: 'off', LOG_LEVEL: 'error', DEMO: '1', ...variables }
  }

  /** Resolves when it serves, or has met the boundary it was to die at. @param more variables of this start alone */
  async start(more: Record<string, string> = {}): Promise<void> {
    const mayDie = more.PAVIOR_CRASH_AT !== undefined
    this.expected = mayDie
    this.said = ''
    const child = spawn(process.execPath, [fileURLToPath(new URL('server.ts', import.meta.url))], {
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILED, ...this.variables, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child = child
    const listen = (chunk: Buffer) => {
      this.said = `${this.said}${chunk}`.slice(-20_000)
    }
    child.stderr.on('data', listen)
    this.ended = new Promise(resolve => child.once('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL')))
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve())
      child.once('close', (_code, signal) => {
        if (mayDie && signal === 'SIGKILL') resolve()
        else reject(new Error(`the server did not start: ${this.said}`))
      })
    })
  }

  /** Ends it; gives its exit code, or the signal it died of. */
  async end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
    this.lives()
    this.expected = true
    this.child?.kill(signal)
    // Who does not end when asked is killed, and says so.
    const impatience = setTimeout(() => this.child?.kill('SIGKILL'), PATIENCE)
    const ended = (await this.ended) ?? signal
    clearTimeout(impatience)
    return ended
  }

  /** Whether it ends by itself within so many milliseconds, as it was told to at one of its boundaries. */
  async endsItself(patience: number): Promise<boolean> {
    this.expected = true
    const ends = this.ended?.then(() => true) ?? true
    return await Promise.race([ends, sleep(patience, false, { ref: false })])
  }

  /** Waits for the end that it was told to meet at a boundary (PAVIOR_CRASH_AT). */
  async dies(): Promise<void> {
    this.expected = true
    const ended = await this.ended
    if (ended !== 'SIGKILL') throw new Error(`the server ended with ${ended}: ${this.said}`)
  }

  /** Throws when it died by itself. */
  lives(): void {
    const died = this.child?.exitCode ?? this.child?.signalCode
    if (died !== null && died !== undefined && !this.expected)
      throw new Error(`the server ended by itself (${died}): ${this.said}`)
  }

  /** What it wrote to its log since it was started. */
  get log(): string {
    return this.said
  }
}
