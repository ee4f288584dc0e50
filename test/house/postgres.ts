import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@pavior/server/database/embedded.ts'
import { migrate } from '@pavior/server/database/migrate.ts'
import { startBoss } from '@pavior/server/jobs/boss.ts'
import { logAt } from '@pavior/server/log.ts'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A real Postgres with a migrated database `template_house` that tests copy theirs from. */
    postgres: string
  }
}

/** One Postgres for the whole run: the product's own embedded one, in a folder that goes away. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pavior-test-'))
  const { url, stop } = await startEmbedded(dataDir)
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  await sql`create database template_house`
  await sql.end()
  const template = databaseOn(url, 'template_house')
  await migrate(template)
  await (await startBoss(template, logAt('fatal'))).stop()
  project.provide('postgres', url)
  return async () => {
    await stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** The same server, another database. */
export function databaseOn(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}
