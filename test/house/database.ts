import postgres, { type Sql } from 'postgres'
import { inject } from 'vitest'
import { databaseOn } from './postgres.ts'

let databases = 0

/** A migrated database of its own, without a Pavior; `settings` are its connections'. */
export async function openDatabase(
  settings: Record<string, string> = {},
): Promise<{ sql: Sql; drop: () => Promise<void> }> {
  const server = inject('postgres')
  const name = `database_${process.pid}_${++databases}`
  const admin = postgres(server, { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${name} template template_house`)
  const sql = postgres(databaseOn(server, name), { max: 2, onnotice: () => undefined, connection: settings })
  return {
    sql,
    drop: async () => {
      await sql.end()
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}
