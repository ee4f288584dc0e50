import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    globalSetup: ['./house/postgres.ts', './house/chromium.ts'],
    // Two cores: a file of rules beside a file of browsers.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    // What comes in a moment comes later on a busy machine.
    expect: { poll: { timeout: 10_000 } },
  },
})
