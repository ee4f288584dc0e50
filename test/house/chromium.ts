import { existsSync } from 'node:fs'
import bundled from '@sparticuz/chromium'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser lies; empty when this machine has none. */
    chromium: string
  }
}

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Finds the browser once for the whole run: the one in the registry package is unpacked before files need it at once. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('chromium', await executable())
}

/** Where the browser lies; empty when this machine has none. */
export async function executable(): Promise<string> {
  const { CHROMIUM_PATH } = process.env
  if (CHROMIUM_PATH) return CHROMIUM_PATH
  const system = SYSTEM.find(path => existsSync(path))
  if (system !== undefined) return system
  return process.platform === 'linux' && process.arch === 'x64' ? await bundled.executablePath() : ''
}
