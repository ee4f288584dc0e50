import { defineConfig } from 'drizzle-kit'

/** `pnpm migration --name WHAT` writes the next step into migrations/. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './server/database/*schema.ts',
  out: './migrations',
})
