import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * `pnpm test`: types, lint, what is dead, the builds that browser tests open, then all tests. Whatever is given behind
 * it goes to Vitest: `pnpm test rules/entering` runs only what matches, without the checks before.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const only = process.argv.slice(2)

const checks: [what: string, command: string, ...rest: string[]][] = [
  ['types', 'tsc', '--build', 'shared', 'server', 'widget', 'dashboard', 'test'],
  ['lint', 'biome', 'check', '.'],
  ['what is dead', 'knip'],
]
const builds: typeof checks = [['build', 'node', 'server/build.ts']]
const tests: typeof checks = [['tests', 'vitest', 'run', '--root', 'test', ...only]]

for (const [what, command, ...rest] of only.length > 0 ? [...builds, ...tests] : [...checks, ...builds, ...tests]) {
  const began = Date.now()
  console.log(`\n— ${what}`)
  const { status } = spawnSync(command, rest, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${root}node_modules/.bin:${root}test/node_modules/.bin:${process.env.PATH}` },
  })
  if (status !== 0) process.exit(status ?? 1)
  console.log(`— ${what}: ${((Date.now() - began) / 1000).toFixed(1)} s`)
}
