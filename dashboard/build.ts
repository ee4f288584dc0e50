import { build } from 'vite'
import config from './vite.config.ts'

/** Builds the dashboard into `dashboard/dist`. Throws when it does not build. */
export async function buildDashboard(): Promise<void> {
  await build({ ...config, configFile: false, logLevel: 'warn' })
}
