import { type Logger, pino } from 'pino'

export type Log = Logger

/**
 * The process's log: JSON lines on standard error, so that what `start` says to a person on standard output stays readable.
 * Money, credentials and message text never go here.
 */
export function logAt(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['authorization', 'cookie', 'password', 'token', 'identity', '*.authorization', '*.cookie'],
      serializers: { error: bugOf },
    },
    pino.destination({ dest: 2, sync: true }),
  )
}

/** What of an error may be written down: a database error's `detail` and `parameters` would hold what people wrote. */
export function bugOf(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error ? { code: error.code } : {}
  const table = 'table_name' in error ? { table: error.table_name } : {}
  const cause = error.cause === undefined ? {} : { cause: bugOf(error.cause) }
  return {
    type: error.name,
    ...code,
    ...table,
    ...('query' in error ? {} : { message: error.message }),
    stack: frames(error),
    ...cause,
  }
}

/** The stack without its first line, which repeats the message. */
const frames = (error: Error) =>
  (error.stack ?? '')
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    .join('\n')
