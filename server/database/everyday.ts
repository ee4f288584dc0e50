import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Sql } from 'postgres'
import * as auth from './auth-schema.ts'
import * as campaigns from './campaign-schema.ts'
import * as product from './schema.ts'

const tables = { ...auth, ...product, ...campaigns }

export type Db = PostgresJsDatabase<typeof tables>

/**
 * Drizzle for what is read and written now and then: teams, sign-in, settings. Its client (`pools.auth`) is its own, since it
 * overwrites the client's codecs. The pool is small: nothing may ask for a second connection while it holds one.
 */
export const everyday = (sql: Sql): Db => drizzle(sql, { schema: tables })
